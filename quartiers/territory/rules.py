"""What is true of the ground: generations of neighbourhoods, what a point and its error allow one to say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NBSP, day, number
from quartiers.kernel.periods import Period

GENERATION_SOURCE_2015 = "décret n° 2014-1750 du 30 décembre 2014, rectifié par le décret n° 2015-1138"
GENERATION_SOURCE_2024 = "décret n° 2023-1314 du 28 décembre 2023, modifié par le décret n° 2024-806"
OVERSEAS_SOURCE_2015 = "décret n° 2014-1751 du 30 décembre 2014, rectifié par le décret n° 2015-1138"
OVERSEAS_SOURCE_2024 = "décret n° 2024-1212 du 27 décembre 2024 (méthode : n° 2024-1211)"
ESTIMATE = "estimation de la plateforme, à confronter à des relevés"
GEOCODING_SOURCE = "choix de la plateforme, d’après l’usage du service national d’adresses, qui ne fixe pas de seuil"


class Generation(IntEnum):
    """The two lists of priority neighbourhoods."""

    Y2015 = 2015
    Y2024 = 2024


class CentreKind(StrEnum):
    """Where the centre of a commune comes from."""

    TOWN_HALL = "town_hall"
    SURFACE = "surface"
    NONE = "none"

    @property
    def label(self) -> str:
        return {"town_hall": "mairie", "surface": "point à l’intérieur du contour", "none": "inconnu"}[self.value]


class Verdict(StrEnum):
    """What may be said of a point."""

    YES = "yes"
    NO = "no"
    CHECK = "check"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {
            "yes": "oui",
            "no": "non",
            "check": "à vérifier",
            "unknown": "nous ne pouvons pas le dire",
        }[self.value]


class PointKind(StrEnum):
    """What a point stands for; the values are those of the national address service."""

    COORDINATES = "coordinates"
    HOUSE_NUMBER = "housenumber"
    STREET = "street"
    LOCALITY = "locality"
    MUNICIPALITY = "municipality"

    @property
    def label(self) -> str:
        return {
            "coordinates": "coordonnées",
            "housenumber": "numéro",
            "street": "rue",
            "locality": "lieu-dit",
            "municipality": "commune",
        }[self.value]

    @property
    def is_exact(self) -> bool:
        """Whether such a point may lead to a certainty."""
        return self in {PointKind.COORDINATES, PointKind.HOUSE_NUMBER}


@dataclass(frozen=True)
class Match:
    """A neighbourhood that holds a point, or stands within 300 m of it.

    ``distance_m`` is 0.0 when the point is inside, else the distance to the nearest edge, in metres.
    """

    code: str
    name: str
    generation: int
    inside: bool
    distance_m: float


@dataclass(frozen=True)
class Position:
    """Where a point stands with respect to one neighbourhood.

    Args:
        match: the neighbourhood; ``match.distance_m`` is 0 inside.
        border_m: distance to its nearest edge, from inside or outside, in metres.
        precision_m: possible shift of its contour, in metres.
        fictional: invented for the demonstration.
    """

    match: Match
    border_m: float
    precision_m: float
    fictional: bool = False


@dataclass(frozen=True)
class Answer:
    """What may be said of a point on a day, and why.

    Args:
        verdict: oui, non, à vérifier or nous ne pouvons pas le dire.
        on: the day the question is about.
        generation: list of neighbourhoods that applied, None when none is loaded.
        match: the neighbourhood that holds the point (or may hold it), None otherwise.
        nearby: the other neighbourhoods within 300 m, nearest first. Information only.
        reason: French, full sentences.
        missing: French, what would have to be loaded; empty unless the verdict is UNKNOWN.
        error_m: error of the point plus precision of the contour, in metres.
        fictional: whether an invented neighbourhood takes part in the answer.
    """

    verdict: Verdict
    on: date
    generation: int | None
    match: Match | None
    nearby: tuple[Match, ...]
    reason: str
    missing: str
    error_m: float
    fictional: bool


def is_overseas(department: str) -> bool:
    """Whether the department code is one of the overseas (97x, 98x).

    >>> is_overseas("974"), is_overseas("11")
    (True, False)
    """
    return department.startswith(("97", "98"))


def validity(generation: Generation, department: str) -> Period:
    """Days on which this generation of neighbourhoods applies in this department.

    Source: décrets n° 2014-1750 and 2023-1314; overseas, n° 2014-1751 and 2024-1212, from 1 January 2025.

    >>> validity(Generation.Y2015, "11").end
    datetime.date(2023, 12, 31)
    """
    values = GENERATION_PERIOD_OVERSEAS if is_overseas(department) else GENERATION_PERIOD
    entry = next(entry for entry in values.entries if entry.value == generation)
    return entry.period


GENERATION_PERIOD: Dated[int] = Dated(
    "territory.generation",
    "Liste des quartiers prioritaires en vigueur (hexagone)",
    "génération",
    (
        Entry(2015, date(2015, 1, 1), date(2023, 12, 31), GENERATION_SOURCE_2015, None),
        Entry(2024, date(2024, 1, 1), None, GENERATION_SOURCE_2024, None),
    ),
)

GENERATION_PERIOD_OVERSEAS: Dated[int] = Dated(
    "territory.generation_overseas",
    "Liste des quartiers prioritaires en vigueur (outre-mer)",
    "génération",
    (
        Entry(2015, date(2015, 1, 1), date(2023, 12, 31), OVERSEAS_SOURCE_2015, None),
        Entry(
            2024,
            date(2025, 1, 1),
            None,
            OVERSEAS_SOURCE_2024,
            None,
            note="Pour 2024, aucune liste n’est chargée : la plateforme répond « nous ne pouvons pas le dire ».",
        ),
    ),
)

NEAR_M: Dated[int] = Dated(
    "territory.near",
    "Distance signalée autour d’un quartier",
    "mètres",
    (
        Entry(
            300,
            None,
            None,
            "code général des impôts, art. 278 sexies, III, 2° (TVA à taux réduit pour l’accession à la propriété)",
            None,
            note="Information seulement : cette bande n’ouvre aucun droit à l’emploi.",
        ),
    ),
)

POINT_ERRORS: dict[PointKind, Dated[int]] = {
    kind: Dated(
        f"territory.error.{kind.value}",
        f"Écart possible d’un point de nature « {kind.label} »",
        "mètres",
        (Entry(metres, None, None, ESTIMATE, None, note=note),),
    )
    for kind, metres, note in (
        (PointKind.COORDINATES, 0, "Des coordonnées données sont prises telles quelles."),
        (PointKind.HOUSE_NUMBER, 15, "Position d’un numéro : entrée, façade ou milieu de parcelle."),
        (PointKind.STREET, 500, "Milieu d’une rue, qui peut être longue."),
        (PointKind.LOCALITY, 1000, "Centre d’un lieu-dit."),
        (PointKind.MUNICIPALITY, 5000, "Centre d’une commune."),
    )
}

GEOCODING_REFUSED: Dated[float] = Dated(
    "territory.geocoding_refused",
    "Ressemblance sous laquelle une adresse trouvée n’est pas retenue",
    "entre 0 et 1",
    (
        Entry(
            0.5,
            None,
            None,
            GEOCODING_SOURCE,
            None,
            note="Le service répond toujours quelque chose : une adresse au hasard obtient environ 0,3.",
        ),
    ),
)

GEOCODING_SURE: Dated[float] = Dated(
    "territory.geocoding_sure",
    "Ressemblance à partir de laquelle une adresse trouvée peut mener à une certitude",
    "entre 0 et 1",
    (
        Entry(
            0.8,
            None,
            None,
            GEOCODING_SOURCE,
            None,
            note="En dessous, la réponse est « à vérifier » : l’adresse comprise n’est peut-être pas la bonne.",
        ),
    ),
)


def generation_on(on: date, department: str) -> Generation | None:
    """The list that applies in the department that day, None when there is none.

    >>> generation_on(date(2023, 12, 31), "11"), generation_on(date(2024, 6, 1), "974")
    (<Generation.Y2015: 2015>, None)
    """
    return next((g for g in Generation if validity(g, department).contains(on)), None)


def distance(metres: float) -> str:
    """A distance for a sentence.

    >>> distance(12.4).replace(NBSP, " "), distance(2345).replace(NBSP, " ")
    ('12 m', '2,3 km')
    """
    if metres < 1000:
        return f"{number(round(metres))}{NBSP}m"
    return f"{number(metres / 1000, 1)}{NBSP}km"


def decide(
    positions: Sequence[Position],
    *,
    on: date,
    kind: PointKind,
    generation: Generation | None,
    missing: str,
    fictional: bool = False,
) -> Answer:
    """What may be said of a point, and why.

    Args:
        positions: neighbourhoods of the list in force that day that hold the point, then those around it, nearest
            first: at least all within 300 m and within the error of the point.
        on: the day the question is about.
        kind: what the point stands for; it gives the point's own error.
        generation: the list in force that day where the point stands, None when unknown.
        missing: French, what would have to be loaded there; empty when the list is loaded in full.
        fictional: whether the list loaded there is invented: then even «non» is an example.

    A certainty asks for an exact kind of point, farther from the border than the error of the point plus the precision
    of the contour. Outside every contour, where the list is not loaded in full, the answer is never «non».
    """
    point_m = POINT_ERRORS[kind].on(on)
    held = _held(positions, point_m)
    shown = held or (positions[0] if positions else None)
    error_m = point_m + (shown.precision_m if shown else 0.0)
    verdict = _verdict(held, error_m, kind=kind, missing=missing)
    nearby = tuple(
        one.match for one in positions if one is not held and (one.match.inside or one.border_m <= NEAR_M.on(on))
    )
    list_of = held.match.generation if held else generation
    invented = fictional or any(position.fictional for position in positions)
    place = _place(shown, reach_m=max(NEAR_M.on(on), error_m))
    sentences = [
        f"Le {day(on)}{f', liste de {list_of}' if list_of else ''}, le point est {place}.",
        _weight(verdict, held, kind=kind, error_m=error_m),
        _band(on) if any(not match.inside for match in nearby) else "",
        "Exemple fictif." if invented else "",
    ]
    if verdict is Verdict.UNKNOWN:
        sentences = [missing, "Nous ne pouvons donc ni dire oui ni dire non."]
    return Answer(
        verdict=verdict,
        on=on,
        generation=list_of,
        match=held.match if held else None,
        nearby=nearby,
        reason=" ".join(filter(None, sentences)),
        missing=missing if verdict is Verdict.UNKNOWN else "",
        error_m=error_m,
        fictional=invented,
    )


def understood(answer: Answer, *, label: str, score: float) -> Answer:
    """The answer about an address, as the address service understood it.

    Args:
        answer: about the point that the service gave.
        label: the address that it understood.
        score: how much it resembles the one that was asked, 0 to 1.

    Says the address that was understood. A doubtful one never leads to a certainty.
    """
    sentence = f"Adresse comprise{NBSP}: {label}."
    doubtful = score < GEOCODING_SURE.on(answer.on) and answer.verdict in {Verdict.YES, Verdict.NO}
    if doubtful:
        sentence += " Le service n’est pas sûr que ce soit la bonne : vérifiez-la.".replace(" :", f"{NBSP}:")
    verdict = Verdict.CHECK if doubtful else answer.verdict
    return replace(answer, verdict=verdict, reason=f"{sentence} {answer.reason}")


_FOUND = {PointKind.STREET: "la rue", PointKind.LOCALITY: "le lieu-dit", PointKind.MUNICIPALITY: "la commune"}


def _band(on: date) -> str:
    return (
        f"Un quartier à moins de {NEAR_M.on(on)}{NBSP}m est signalé pour information{NBSP}: "
        "cette distance n’ouvre aucun droit à l’emploi."
    )


def _held(positions: Sequence[Position], point_m: float) -> Position | None:
    """The neighbourhood that certainly holds the point, else the first one that may hold it."""
    sure = (one for one in positions if one.match.inside and one.border_m > point_m + one.precision_m)
    possible = (one for one in positions if one.match.inside or one.border_m <= point_m + one.precision_m)
    return next(sure, None) or next(possible, None)


def _verdict(held: Position | None, error_m: float, *, kind: PointKind, missing: str) -> Verdict:
    if held is None and missing:
        return Verdict.UNKNOWN
    if not kind.is_exact or (held and held.border_m <= error_m):
        return Verdict.CHECK
    return Verdict.YES if held else Verdict.NO


def _weight(verdict: Verdict, held: Position | None, *, kind: PointKind, error_m: float) -> str:
    """What the distance is worth, and what to do."""
    if not kind.is_exact:
        likely = "" if held else f"Aucun quartier n’est à moins de {distance(error_m)}{NBSP}: sans doute non. "
        return (
            f"Le service d’adresses n’a trouvé que {_FOUND[kind]}, pas le numéro. {likely}"
            "Donnez le numéro, ou vérifiez le justificatif avant de conclure."
        )
    if verdict is Verdict.CHECK:
        return (
            f"C’est trop près pour conclure{NBSP}: l’écart possible est de {distance(error_m)}. "
            "Vérifiez le justificatif."
        )
    return f"C’est plus que l’écart possible, {distance(error_m)}." if held else ""


def _place(position: Position | None, *, reach_m: float) -> str:
    if position is None:
        return f"hors de tout quartier prioritaire, et à plus de {distance(reach_m)} du plus proche"
    name = f"quartier «{NBSP}{position.match.name}{NBSP}»"
    if position.match.inside:
        return f"dans le {name}, à {distance(position.border_m)} de la limite"
    return f"hors de tout quartier prioritaire, à {distance(position.border_m)} du {name}"


def not_loaded(*, place: str, generation: Generation | None, on: date) -> str:
    """The sentence that says what is missing.

    >>> not_loaded(place="Rhône", generation=Generation.Y2015, on=date(2020, 5, 1)).replace(NBSP, " ")
    'Les quartiers de la liste de 2015, valable le 1er mai 2020, ne sont pas chargés pour ce territoire : Rhône.'
    """
    if generation is None:
        return f"Aucune liste de quartiers prioritaires n’est connue au {day(on)} pour ce territoire{NBSP}: {place}."
    return (
        f"Les quartiers de la liste de {generation.value}, valable le {day(on)}, "
        f"ne sont pas chargés pour ce territoire{NBSP}: {place}."
    )

"""Whether the hours of a lot can be done: by whom nearby, in what proportion, for how long. One answer, its reasons.

Nothing here is a legal duty: these are habits of facilitators, told as dated values of the platform to be validated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.iae.rules.activities import Activity
from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NARROW, NBSP, number, quantity
from quartiers.kernel.words import Worded
from quartiers.procurement.rules.contracts import ReservedLot
from quartiers.procurement.rules.hours import share_of
from quartiers.procurement.rules.simulation import proportion
from quartiers.procurement.rules.trades import Trade

HOUSE = "choix de la plateforme, à valider avec les facilitateurs du territoire"
REACH = Dated(
    "procurement.reach",
    "Distance à laquelle une structure d’insertion peut faire les heures d’un lot",
    "km",
    (Entry(30, None, None, HOUSE, None),),
)
LEAST_MONTHS = Dated(
    "procurement.least_months",
    "Durée sous laquelle des heures d’insertion tiennent mal",
    "mois",
    (Entry(2, None, None, "critères de faisabilité d’un réseau régional de l’insertion, lus en extraits", None),),
)
LEAST_HOURS = Dated(
    "procurement.least_hours",
    "Heures d’un lot sous lesquelles une embauche s’amortit mal",
    "heures",
    (Entry(70, None, None, HOUSE, None, note="Deux semaines d’une personne à temps plein."),),
)
WEEKLY_HOURS = Dated(
    "procurement.weekly_hours",
    "Heures par semaine d’un poste d’insertion, pour estimer ce que les postes ouverts peuvent faire",
    "heures",
    (Entry(26, None, None, "durée courante d’un contrat à durée déterminée d’insertion, à vérifier", None),),
)
LEAST_BIDDERS = Dated(
    "procurement.least_bidders",
    "Structures capables de répondre, au moins, pour réserver un lot en gardant la concurrence",
    "structures",
    (Entry(2, None, None, HOUSE, None),),
)
#: Names that an answer gives.
MOST_NAMES = 6
WEEKS_A_MONTH = Decimal(52) / 12
#: What structures that can do the work of a trade declare that they do.
ACTIVITIES: MappingProxyType[Trade, frozenset[Activity]] = MappingProxyType(
    {
        Trade.BUILDING: frozenset({Activity.BUILDING}),
        Trade.DEMOLITION: frozenset({Activity.BUILDING, Activity.RECYCLING}),
        Trade.STRUCTURE: frozenset({Activity.BUILDING}),
        Trade.FACADE: frozenset({Activity.BUILDING}),
        Trade.JOINERY: frozenset({Activity.BUILDING, Activity.CRAFT}),
        Trade.PLUMBING: frozenset({Activity.BUILDING}),
        Trade.ELECTRICITY: frozenset({Activity.BUILDING}),
        Trade.PAINTING: frozenset({Activity.BUILDING, Activity.CLEANING}),
        Trade.ROADS: frozenset({Activity.BUILDING, Activity.GREEN}),
        Trade.GREEN_SPACES: frozenset({Activity.GREEN}),
        Trade.CLEANING: frozenset({Activity.CLEANING}),
        Trade.CATERING: frozenset({Activity.CATERING}),
        Trade.SECURITY: frozenset({Activity.SECURITY}),
        Trade.WASTE: frozenset({Activity.RECYCLING}),
        Trade.STUDIES: frozenset({Activity.OFFICE, Activity.SOCIAL}),
    }
)
#: Trades where somebody who starts needs a training or a pair.
TECHNICAL = frozenset({Trade.PLUMBING, Trade.ELECTRICITY, Trade.JOINERY, Trade.STUDIES})
_K = OrganisationKind
#: SIAE of article L5132-4 of the code du travail; a régie de quartier counts as an equivalent structure.
SIAE = frozenset({_K.ACI, _K.EI, _K.AI, _K.ETTI, _K.EITI, _K.REGIE_DE_QUARTIER})
EA_ESAT = frozenset({_K.EA, _K.EATT, _K.ESAT})
#: Who may answer a reserved lot; CCP, art. L2113-12 to L2113-15.
ANSWERS: MappingProxyType[str, frozenset[OrganisationKind]] = MappingProxyType(
    {ReservedLot.SIAE: SIAE, ReservedLot.EA_ESAT: EA_ESAT, ReservedLot.MIXED: SIAE | EA_ESAT}
)


class Weight(Worded):
    """How a reason weighs: the words of the notes that show it."""

    OK = "ok", "tient"
    WARN = "warn", "à préparer"
    BAD = "bad", "ne tient pas"
    LACK = "lack", "non vérifié"


class Verdict(Worded):
    """The answer for a lot."""

    YES = "yes", "Faisable"
    PREPARE = "prepare", "Faisable, à préparer"
    HARD = "hard", "Difficile en l’état"
    UNKNOWN = "unknown", "Nous ne pouvons pas le dire"


@dataclass(frozen=True)
class Reason:
    """One reason, or what is missing to weigh it."""

    weight: Weight
    sentence: str


@dataclass(frozen=True)
class Nearby:
    """A structure within reach: its kind, what it does, and the places in its open posts."""

    name: str
    kind: str
    activities: frozenset[Activity]
    openings: int


@dataclass(frozen=True)
class LotFacts:
    """What is known of a lot.

    Args:
        trade: its trade.
        hours: hours of insertion.
        total: all its hours of work.
        reserved: to whom it is reserved.
        months: how long it lasts; None when a day is missing.
        nearby: structures within reach; None when the place is not known.
        has_neighbourhood: whether a priority neighbourhood is named.
        shared: hours that other lots of the operation ask of some of the same structures.
    """

    trade: Trade
    hours: int
    total: Decimal
    reserved: ReservedLot
    months: int | None
    nearby: tuple[Nearby, ...] | None
    has_neighbourhood: bool
    shared: int = 0


@dataclass(frozen=True)
class Feasibility:
    """One answer for one lot, its reasons, who could do it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    structures: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The badge that tells the verdict."""
        return {Verdict.YES: "ok", Verdict.PREPARE: "warn", Verdict.HARD: "bad"}.get(self.verdict, "mute")


def sharing(lots: Sequence[LotFacts]) -> list[LotFacts]:
    """The lots of one operation, each with what the others ask of its structures: a post is filled once.

    A lot that shares no structure with another is as it was.
    """
    fitting = [frozenset(_fitting(one) or ()) for one in lots]
    return [
        replace(
            lot,
            shared=sum(
                other.hours
                for at, other in enumerate(lots)
                if at != rank and not fitting[rank].isdisjoint(fitting[at])
            ),
        )
        for rank, lot in enumerate(lots)
    ]


def feasibility(lot: LotFacts, *, on: date) -> Feasibility:
    """Whether the hours of this lot can be done, and why.

    A single reason that does not hold makes it hard; a lack of the place or of the duration makes it unknown.
    """
    fitting = _fitting(lot)
    reasons = (
        _duration(lot, on),
        _proportion(lot, on),
        _volume(lot, on),
        _bidders(lot, fitting, on),
        _capacity(lot, fitting, on),
        _technicity(lot),
        _public(lot),
    )
    kept = tuple(one for one in reasons if one is not None)
    return Feasibility(_verdict(kept), kept, tuple(one.name for one in fitting or ())[:MOST_NAMES])


def _verdict(reasons: Iterable[Reason]) -> Verdict:
    weights = {one.weight for one in reasons}
    if Weight.BAD in weights:
        return Verdict.HARD
    if Weight.LACK in weights:
        return Verdict.UNKNOWN
    return Verdict.PREPARE if Weight.WARN in weights else Verdict.YES


def _fitting(lot: LotFacts) -> tuple[Nearby, ...] | None:
    """Structures within reach that do this kind of work and may answer; None when nobody can say."""
    if lot.nearby is None:
        return None
    asked, kinds = ACTIVITIES[lot.trade], ANSWERS.get(lot.reserved)
    return tuple(one for one in lot.nearby if one.activities & asked and (kinds is None or one.kind in kinds))


def _duration(lot: LotFacts, on: date) -> Reason:
    least = LEAST_MONTHS.on(on)
    if lot.months is None:
        return Reason(Weight.LACK, "Non vérifié, il manque les jours de début et de fin du marché.")
    if lot.months < least:
        told = f"{quantity(lot.months, 'mois', 'mois')} d’exécution"
        return Reason(Weight.BAD, f"{told}{NBSP}: sous {least} mois, le temps manque pour recruter et former.")
    return Reason(Weight.OK, f"{quantity(lot.months, 'mois', 'mois')} d’exécution.")


def _proportion(lot: LotFacts, on: date) -> Reason | None:
    if lot.reserved:
        return Reason(Weight.OK, f"Lot réservé{NBSP}: toutes ses heures sont faites par des personnes en insertion.")
    found = proportion(share_of(lot.hours, lot.total), on=on)
    return None if found is None else Reason(Weight(found.kind), found.sentence)


def _volume(lot: LotFacts, on: date) -> Reason:
    least = LEAST_HOURS.on(on)
    if lot.hours < least:
        return Reason(
            Weight.WARN,
            f"{number(lot.hours)}{NBSP}h{NBSP}: moins de {least}{NBSP}h, regroupez-les avec un autre lot pour faire "
            "un vrai contrat.",
        )
    return Reason(Weight.OK, f"{number(lot.hours)}{NBSP}h, de quoi faire un contrat.")


def _bidders(lot: LotFacts, fitting: tuple[Nearby, ...] | None, on: date) -> Reason:
    if fitting is None:
        return Reason(Weight.LACK, "Non vérifié, il manque la commune ou le quartier de l’opération.")
    reach, least = REACH.on(on), LEAST_BIDDERS.on(on)
    told = f"{quantity(len(fitting), 'structure')} de ce métier à moins de {reach}{NBSP}km"
    if lot.reserved == ReservedLot.ESS:
        return Reason(Weight.LACK, "Non vérifié, l’annuaire ne dit pas quelles entreprises sont de l’ESS.")
    if lot.reserved and len(fitting) < least:
        return Reason(
            Weight.BAD, f"{told}{NBSP}: pour réserver, il en faut {least} au moins, sinon ouvrez le lot à tous."
        )
    if not fitting:
        return Reason(
            Weight.WARN, f"Aucune structure de ce métier à moins de {reach}{NBSP}km. Comptez sur l’embauche."
        )
    return Reason(Weight.OK, f"{told}.")


def _capacity(lot: LotFacts, fitting: tuple[Nearby, ...] | None, on: date) -> Reason | None:
    if not fitting or lot.months is None:
        return None
    openings = sum(one.openings for one in fitting)
    if not openings:
        return Reason(Weight.WARN, "Aucun poste ouvert connu chez elles. Demandez-leur ce qu’elles peuvent faire.")
    weekly = WEEKLY_HOURS.on(on)
    able = int(openings * weekly * WEEKS_A_MONTH * lot.months)
    told = (
        f"{quantity(openings, 'poste ouvert', 'postes ouverts')} chez elles, environ {number(able)}{NBSP}h sur la "
        f"durée à {weekly}{NBSP}h par semaine"
    )
    if able < lot.hours:
        return Reason(Weight.WARN, f"{told}{NARROW}; le lot en demande {number(lot.hours)}.")
    if able < lot.hours + lot.shared:
        return Reason(
            Weight.WARN,
            f"{told}{NARROW}; le lot en demande {number(lot.hours)}, et les autres lots qui visent les mêmes "
            f"structures {number(lot.shared)}. Un poste ne se compte qu’une fois.",
        )
    return Reason(Weight.OK, f"{told}.")


def _technicity(lot: LotFacts) -> Reason | None:
    if lot.trade not in TECHNICAL:
        return None
    return Reason(Weight.WARN, "Métier technique. Prévoyez une formation, ou un binôme avec une personne qualifiée.")


def _public(lot: LotFacts) -> Reason:
    if not lot.has_neighbourhood:
        return Reason(Weight.WARN, "Aucun quartier prioritaire n’est nommé. Dites d’où viendront les personnes.")
    return Reason(Weight.OK, "Des habitants de quartiers prioritaires peuvent en profiter.")


@dataclass(frozen=True)
class Together:
    """The lots of a contract: what holds for each of them, then what each adds.

    Args:
        common: reasons that every lot has.
        lots: number of the lot, its answer, the reasons that are its own.
    """

    common: tuple[Reason, ...]
    lots: tuple[tuple[int, Feasibility, tuple[Reason, ...]], ...]

    @property
    def to_look_at(self) -> tuple[Reason, ...]:
        """Common reasons that do not hold yet."""
        return tuple(one for one in self.common if one.weight is not Weight.OK)

    @property
    def by_verdict(self) -> list[tuple[Feasibility, str]]:
        """One answer for each verdict, the hardest first, and the lots it is given to: «L1, L4»."""
        order = (Verdict.HARD, Verdict.UNKNOWN, Verdict.PREPARE, Verdict.YES)
        groups = [[(number, one) for number, one, _ in self.lots if one.verdict is verdict] for verdict in order]
        return [(group[0][1], ", ".join(f"L{number}" for number, _ in group)) for group in groups if group]


def together(answers: Iterable[tuple[int, Feasibility]]) -> Together:
    """The answers of several lots, what they share told once; a lot alone keeps its reasons to itself."""
    found = list(answers)
    shared = [
        one
        for one in (found[0][1].reasons if len(found) > 1 else ())
        if all(one in other.reasons for _, other in found)
    ]
    return Together(
        tuple(shared),
        tuple((number, one, tuple(reason for reason in one.reasons if reason not in shared)) for number, one in found),
    )

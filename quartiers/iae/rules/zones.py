"""Which kinds of structures a gap is counted for, and what «too far» means."""

from enum import StrEnum

from quartiers.iae.rules.codes import EmployerKind
from quartiers.kernel.french import NARROW, NBSP

#: Kilometres as the crow flies: the usual threshold, and what can be asked.
USUAL_KM, LEAST_KM, MOST_KM = 20, 1, 200
#: Thresholds for which structures are counted in the table, kilometres.
COUNTED_KM = (10, 20, 30)
#: How many structures can be looked for at once.
MOST_SOUGHT = 5


class ZoneKind(StrEnum):
    """What one looks for: one kind of employer, any SIAE, or a structure whose kind is not known, counted apart."""

    SIAE = "SIAE"
    ACI = "ACI"
    AI = "AI"
    EI = "EI"
    ETTI = "ETTI"
    EITI = "EITI"
    GEIQ = "GEIQ"
    OPCS = "OPCS"
    UNKNOWN = "inconnu"

    @property
    def label(self) -> str:
        """In the singular, with its article.

        >>> ZoneKind.AI.label
        'une association intermédiaire'
        """
        if self is ZoneKind.SIAE:
            return "une structure d’insertion"
        if self is ZoneKind.UNKNOWN:
            return "une structure de nature inconnue"
        words = EmployerKind(self.value).label
        feminine = words.startswith(("association", "entreprise", "organisation"))
        return f"{'une' if feminine else 'un'} {words}"

    @property
    def choice(self) -> str:
        """As a list of choices says it."""
        if self is ZoneKind.SIAE:
            return "Toute structure d’insertion (SIAE)"
        if self is ZoneKind.UNKNOWN:
            return "Nature inconnue, à part"
        words = self.label.split(" ", 1)[1]
        return f"{words[0].upper()}{words[1:]} ({self.value})"

    @property
    def members(self) -> tuple[str, ...]:
        """The kinds of organisations that count, in small letters."""
        if self is ZoneKind.SIAE:
            return tuple(kind.value.lower() for kind in EmployerKind if kind.is_siae)
        return ("inconnue",) if self is ZoneKind.UNKNOWN else (self.value.lower(),)


#: What a page lets choose.
CHOSEN = tuple(kind for kind in ZoneKind if kind is not ZoneKind.UNKNOWN)


def is_gap(distance_m: float | None, km: float) -> bool:
    """Whether a place is a gap: nothing stands within this distance, bound included.

    >>> is_gap(20_000, 20), is_gap(20_001, 20), is_gap(None, 20)
    (False, True, True)
    """
    return distance_m is None or distance_m > km * 1000


def band(distance_m: float | None, km: float) -> int:
    """0 within half the threshold, 1 within it, 2 within one and a half, 3 beyond or without any structure.

    >>> [band(metres, 20) for metres in (0, 10_000, 15_000, 20_000, 25_000, 30_001, None)]
    [0, 0, 1, 1, 2, 3, 3]
    """
    if distance_m is None:
        return 3
    return sum(distance_m > part * km * 1000 for part in (0.5, 1, 1.5))


def band_labels(km: int) -> tuple[str, str, str, str]:
    """The words of the four bands, in order."""
    half, more = f"{km / 2:g}".replace(".", ","), f"{km * 1.5:g}".replace(".", ",")
    return (
        f"moins de {half}{NBSP}km",
        f"{half} à {km}{NBSP}km",
        f"{km} à {more}{NBSP}km{NBSP}: trop loin",
        f"plus de {more}{NBSP}km{NBSP}: bien trop loin",
    )


QUESTION = f"Où manque-t-il une structure{NARROW}?"
NO_COMMUNE = "Aucune commune de ce territoire n’a ce nom. Choisissez-la dans la liste."

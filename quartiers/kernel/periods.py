"""Periods of days. Both ends are included."""

from dataclasses import dataclass
from datetime import date

from quartiers.kernel.errors import RuleBroken


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included; ``end`` None means open.

    Raises:
        RuleBroken: the end comes before the start.

    >>> Period(date(2024, 1, 1), None).contains(date(2030, 1, 1))
    True
    """

    start: date
    end: date | None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise RuleBroken("La date de fin vient avant la date de début. Corrigez l’une des deux.")

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether at least one day stands in both."""
        return (other.end is None or self.start <= other.end) and (self.end is None or other.start <= self.end)

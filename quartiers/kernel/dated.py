"""Dated values: what the law or a reference says, from when to when, where it is written, who checked it when.

A room declares them at the top level of its ``rules.py``; the page «Les règles» and ``quartiers rules`` find them
there by themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from types import ModuleType
from typing import Generic, TypeVar

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.periods import Period

T = TypeVar("T")
STALE_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One value over one period.

    Args:
        value: in the unit of its ``Dated``.
        valid_from: first day, None for «since always».
        valid_to: last day included, None for «still in force».
        source: article of law, decree or reference, in French.
        verified_on: day somebody read the source, None for «non vérifié».
        note: what a reader must know besides, in French.
    """

    value: T
    valid_from: date | None
    valid_to: date | None
    source: str
    verified_on: date | None
    note: str = ""

    @property
    def period(self) -> Period:
        return Period(self.valid_from or date.min, self.valid_to)


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A value that changes with time: its entries never overlap.

    Raises:
        RuleBroken: two entries overlap, or none is given.

    >>> half_hour = Entry(30, date(2024, 1, 1), None, "exemple", None)
    >>> Dated("demo", "Durée de démonstration", "minutes", (half_hour,)).on(date(2025, 5, 1))
    30
    """

    code: str
    label: str
    unit: str
    entries: tuple[Entry[T], ...]

    def __post_init__(self) -> None:
        if not self.entries:
            raise RuleBroken(f"La valeur « {self.label} » n’a aucune entrée.")
        for index, entry in enumerate(self.entries):
            if any(entry.period.overlaps(other.period) for other in self.entries[index + 1 :]):
                raise RuleBroken(f"Deux entrées de « {self.label} » se chevauchent.")

    def entry_on(self, day: date) -> Entry[T] | None:
        return next((entry for entry in self.entries if entry.period.contains(day)), None)

    def on(self, day: date) -> T:
        """The value in force that day.

        Raises:
            RuleBroken: no entry covers the day.
        """
        entry = self.entry_on(day)
        if entry is None:
            raise RuleBroken(f"La valeur « {self.label} » n’est pas connue au {day:%d/%m/%Y}.")
        return entry.value


def dated_values(modules: Iterable[ModuleType]) -> list[Dated[object]]:
    """Every ``Dated`` that stands at the top level of these modules, sorted by code, each once."""
    found = {value.code: value for module in modules for value in vars(module).values() if isinstance(value, Dated)}
    return [found[code] for code in sorted(found)]


def staleness(value: Dated[object], *, today: date) -> str:
    """Why the value needs a reader, in French; empty when it does not.

    A value is stale when its current entry is missing, was never verified, or was verified over a year ago.
    """
    entry = value.entry_on(today)
    if entry is None:
        return "aucune valeur en vigueur"
    if entry.verified_on is None:
        return "jamais vérifiée"
    if today - entry.verified_on > STALE_AFTER:
        return f"vérifiée il y a plus d’un an, le {entry.verified_on:%d/%m/%Y}"
    return ""

"""The rule book: every dated value of every room, as people and machines read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import ModuleType

from django.apps import apps

from quartiers.kernel import disclosure
from quartiers.kernel.dated import Dated, Entry, dated_values, staleness
from quartiers.kernel.french import number, short_day
from quartiers.web.rooms import room_modules

COMMON = "Statistiques"
PLAIN_UNDER = 10_000
#: Longest value of a line, in characters.
LINE = 60


@dataclass(frozen=True)
class Rule:
    """One dated value.

    Args:
        code: stable, ``room.name``.
        label: French.
        unit: French, empty for a value that says its own.
        room: what the part of the platform that holds it is called, in French.
        current: the entry in force that day; None when there is none.
        entries: all of them, newest first.
        stale: why it needs a reader, in French; empty when it does not.
    """

    code: str
    label: str
    unit: str
    room: str
    current: Entry[object] | None
    entries: tuple[Entry[object], ...]
    stale: str

    @property
    def part(self) -> str:
        """How the codes of its room begin.

        >>> Rule("iae.pass", "Durée", "jours", "IAE", None, (), "").part
        'iae.'
        """
        return f"{self.code.split('.')[0]}."

    @property
    def is_checked(self) -> bool:
        return self.current is not None and self.current.verified_on is not None

    @property
    def checked(self) -> str:
        """Who read the source when, in two to five words."""
        if self.current is None or self.current.verified_on is None:
            return "non vérifié"
        return f"vérifié le {short_day(self.current.verified_on)}"

    @property
    def brief(self) -> str:
        """Its value on one line, with its unit."""
        if self.current is None:
            return "aucune en vigueur"
        words = f"{shown(self.current.value)} {self.unit}".rstrip()
        return words if len(words) <= LINE else "plusieurs valeurs"

    @property
    def others(self) -> tuple[Entry[object], ...]:
        """Its history and its future: all the entries but the current one."""
        return tuple(entry for entry in self.entries if entry is not self.current)


def rules(*, today: date) -> list[Rule]:
    """The dated values of the kernel and of every room, floor by floor, then by code.

    Args:
        today: decides the current entry and what is stale.
    """
    return [_rule(value, room, today) for room, module in _modules() for value in dated_values([module])]


def matching(found: list[Rule], *, text: str = "", stale_only: bool = False) -> list[Rule]:
    """Those whose label, code or sources contain the text, whatever the case; or only those that need a reader."""
    wanted = text.strip().casefold()
    return [rule for rule in found if wanted in _haystack(rule) and (rule.stale or not stale_only)]


def shown(value: object) -> str:
    """A value as it is read in French.

    A whole number under ten thousand may be a year and stays plain; a decimal is an amount.

    >>> shown(Decimal("0.85")), shown(2015), shown(True), shown(Decimal(9000)) == number(9000)
    ('0,85', '2015', 'oui', True)
    """
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float | Decimal):
        exact = Decimal(str(value))
        decimals = max(0, -int(exact.normalize().as_tuple().exponent))
        return (
            number(exact, decimals)
            if isinstance(value, Decimal) or abs(exact) >= PLAIN_UNDER
            else str(value).replace(".", ",")
        )
    return str(value)


def _modules() -> Iterator[tuple[str, ModuleType]]:
    yield COMMON, disclosure
    for module in room_modules("rules"):
        config = apps.get_containing_app_config(module.__name__)
        yield str(config.verbose_name) if config else module.__name__, module


def _rule(value: Dated[object], room: str, today: date) -> Rule:
    entries = sorted(value.entries, key=lambda entry: entry.valid_from or date.min, reverse=True)
    return Rule(
        code=value.code,
        label=value.label,
        unit=value.unit,
        room=room,
        current=value.entry_on(today),
        entries=tuple(entries),
        stale=staleness(value, today=today),
    )


def _haystack(rule: Rule) -> str:
    return " ".join([rule.code, rule.label, *(entry.source for entry in rule.entries)]).casefold()

"""French typography: one set of functions for pages, mails, exports and PDF.

Narrow no-break space (U+202F) for thousands and before « ? ! ; % »; no-break space (U+00A0) before « : », inside
guillemets and between a number and its unit; decimal comma; « 1er ».
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

NARROW = "\u202f"
NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."
)  # fmt: skip
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """A number as the French write it.

    >>> number(1234567.891, 1).replace(NARROW, "_")
    '1_234_567,9'
    """
    return f"{value:,.{decimals}f}".replace(",", NARROW).replace(".", ",").replace("-", "−")


def day(value: date) -> str:
    """A date without the day of the week.

    >>> day(date(2026, 11, 1)).replace(NBSP, " ")
    '1er novembre 2026'
    """
    return f"{_ordinal(value.day)}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def long_day(value: date) -> str:
    """A date with the day of the week.

    >>> long_day(date(2026, 11, 26)).replace(NBSP, " ")
    'jeudi 26 novembre 2026'
    """
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def short_day(value: date) -> str:
    """A date for a table.

    >>> short_day(date(2026, 11, 26)).replace(NBSP, " ")
    '26 nov. 2026'
    """
    return f"{_ordinal(value.day)}{NBSP}{SHORT_MONTHS[value.month - 1]}{NBSP}{value.year}"


def moment(value: datetime) -> str:
    """A day and an hour for a table, as the value's own zone has them.

    >>> moment(datetime(2026, 11, 26, 9, 5)).replace(NBSP, " ")
    '26 nov. 2026 à 9 h 05'
    """
    return f"{short_day(value.date())} à {value.hour}{NBSP}h{NBSP}{value.minute:02d}"


def quantity(value: int, singular: str, plural: str = "") -> str:
    """A counted noun; French keeps the singular below two.

    >>> quantity(3, "quartier").replace(NBSP, " "), quantity(0, "quartier").replace(NBSP, " ")
    ('3 quartiers', '0 quartier')
    """
    noun = singular if abs(value) < 2 else plural or f"{singular}s"
    return f"{number(value)}{NBSP}{noun}"


def typed(value: Decimal | None) -> str:
    """A number as a person types it: no useless zero, a comma.

    >>> typed(Decimal("260000.00")), typed(Decimal("27.50")), typed(None)
    ('260000', '27,5', '')
    """
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{value:f}" else f"{value:f}"


def listed(words: Sequence[str]) -> str:
    """Words one after the other, «et» before the last.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b et c', 'a', '')
    """
    return " et ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _ordinal(value: int) -> str:
    return "1er" if value == 1 else str(value)

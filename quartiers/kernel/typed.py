"""What the state of a form carries, read back by actions: choices, rows, days and numbers, each a text as typed."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.periods import Period

ROW_DIGITS = 10


def check_choice(value: str, kind: Any) -> None:
    """A value of a closed list.

    Raises:
        RuleBroken: it is none of them.
    """
    if value not in list(kind):
        raise RuleBroken("Ce choix n’existe pas. Prenez l’un de ceux de la liste.")


def check_known(asked: Collection[Any], rows: Any, noun: str) -> None:
    """Keys of rows that are there; one query.

    Args:
        asked: keys.
        rows: those that may be named, a queryset.
        noun: «cette organisation».

    Raises:
        RuleBroken: one of them is not.
    """
    known = set(rows.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    if unknown := [str(one) for one in asked if one not in known]:
        raise RuleBroken(
            f"La plateforme ne connaît pas {noun}\u00a0: {', '.join(unknown)}. Vérifiez ce qui est écrit."
        )


def period(first: str, last: str) -> tuple[date | None, date | None]:
    """Two ISO days, in order.

    Raises:
        RuleBroken: the last comes before the first.
    """
    start, end = day(first), day(last)
    if start and end:
        Period(start, end)
    return start, end


def day(text: str | None) -> date | None:
    """An ISO day; None for an empty text."""
    return date.fromisoformat(text) if text else None


def row_number(text: str) -> int | None:
    """The number of a row, or a year, as an address or a form writes it; None for what no page writes.

    >>> row_number("42"), row_number("9" * 5000), row_number("-1"), row_number("²")
    (42, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < ROW_DIGITS else None


def number(text: str | None) -> Decimal | None:
    """What ``kernel.french.typed`` wrote; None for an empty text.

    Raises:
        RuleBroken: it is no number.

    >>> number("27,5"), number("")
    (Decimal('27.5'), None)
    """
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise RuleBroken("Ce n’est pas un nombre. Écrivez-le en chiffres, par exemple 25000 ou 27,5.")
    return found

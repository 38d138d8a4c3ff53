"""What the actions share: choices and days, as the states of forms carry them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.periods import Period


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
        rows: those that may be named.
        noun: «cette organisation».

    Raises:
        RuleBroken: one of them is not.
    """
    known = set(rows.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    if unknown := [str(one) for one in asked if one not in known]:
        raise RuleBroken(f"La plateforme ne connaît pas {noun}\u00a0: {', '.join(unknown)}. Vérifiez son nom.")


def period(first: str, last: str) -> tuple[date | None, date | None]:
    """Two ISO days, in order.

    Raises:
        RuleBroken: the last comes before the first.
    """
    start, end = day(first), day(last)
    if start and end:
        Period(start, end)
    return start, end


def day(text: str) -> date | None:
    """An ISO day; None for an empty text."""
    return date.fromisoformat(text) if text else None

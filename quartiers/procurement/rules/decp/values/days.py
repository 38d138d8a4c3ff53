"""Traps 6 and 7: days, durations, ends."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.values.numbers import whole
from quartiers.procurement.rules.decp.values.words import Noter, silent

#: A century: longer is a mistake of unit.
DURATION_MAX = 1_200
EARLIEST_YEAR = 1990
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", re.ASCII | re.DOTALL)
FRENCH_DAY = re.compile(r"(\d\d)[/.-](\d\d)[/.-](\d{4})", re.ASCII)


def day(raw: Any, today: date, note: Noter = silent) -> date | None:
    """A day between 1990 and a year from now; None for one that nobody can believe.

    >>> day("2024-04-29", date(2026, 11, 2)), day("0022-04-29", date(2026, 11, 2))
    (datetime.date(2024, 4, 29), None)
    """
    if raw is None or raw == "":
        return None
    found = _day(raw) if raw.__class__ is str else None
    if found is None or not EARLIEST_YEAR <= found.year <= today.year + 1:
        note(Trap.DAY, raw)
        return None
    return found


@lru_cache(maxsize=16_384)
def _day(raw: str) -> date | None:
    try:
        if written := DAY.fullmatch(raw[:40].strip()):
            return date(int(written[1]), int(written[2]), int(written[3]))
        if written := FRENCH_DAY.fullmatch(raw[:40].strip()):
            return date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        return None
    return None


def duration(raw: Any, note: Noter = silent) -> int | None:
    """A duration in months; None for «NC», for none and for more than a century.

    >>> duration(12), duration("24"), duration("NC"), duration(0), duration(None)
    (12, 24, None, None, None)
    """
    found = whole(raw)
    if found is not None and 1 <= found <= DURATION_MAX:
        return found
    if raw is not None and raw != "":
        note(Trap.DURATION, raw)
    return None


def end(start: date | None, months: int | None) -> date | None:
    """The day a contract ends: its first day, so many months later, or the last day of that month.

    >>> end(date(2024, 1, 31), 1), end(date(2024, 5, 2), 12), end(None, 12)
    (datetime.date(2024, 2, 29), datetime.date(2025, 5, 2), None)
    """
    if start is None or months is None:
        return None
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(years, month + 1, min(start.day, last))
        except ValueError:
            continue
    return None

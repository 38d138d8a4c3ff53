"""Texts: a line that prints, and what the report shows of anything."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

from quartiers.procurement.rules.decp.traps import Trap

#: How a reader says what it met: the trap, then what stood there.
Noter: TypeAlias = Callable[[Trap, Any], None]

OBJECT_MAX, NAME_MAX, WORD_MAX = 1_000, 255, 60
SPACED = re.compile(r"\s+")
FOLDED = str.maketrans("àâäéèêëîïôöùûüçñ’", "aaaeeeeiioouuucn'")


def silent(trap: Trap, value: Any) -> None:
    """A noter that keeps nothing."""


def text(raw: Any, length: int = NAME_MAX, note: Noter = silent) -> str:
    r"""A line that prints, no longer than asked: NUL, surrogates and line breaks become spaces.

    >>> text("  Travaux\x00\ud800 de\nvoirie "), text(None), text(12), text({"a": 1})
    ('Travaux de voirie', '', '12', '')
    """
    if raw.__class__ is not str:
        if raw is None or isinstance(raw, bool | dict | list):
            return ""
        raw = shown(raw)
    found: str = raw if raw.isprintable() and "  " not in raw else _printable(raw, note)
    found = found.strip()
    if len(found) > length:
        note(Trap.TEXT, raw)
        return found[:length].rstrip()
    return found


def _printable(raw: str, note: Noter) -> str:
    if any(not letter.isprintable() and not letter.isspace() for letter in raw):
        note(Trap.TEXT, raw)
    return SPACED.sub(" ", "".join(letter if letter.isprintable() else " " for letter in raw))


def shown(raw: Any) -> str:
    """What stood there, short enough for a report, never longer to write than to read.

    >>> shown("x" * 500)[-3:], shown(1e17), shown(10**6000)
    ('xxx', '1e+17', 'un nombre démesuré')
    """
    if isinstance(raw, int) and not isinstance(raw, bool) and raw.bit_length() > 256:
        return "un nombre démesuré"
    if isinstance(raw, dict | list):
        return "une liste" if isinstance(raw, list) else "un objet"
    found = "" if raw is None else str(raw)[:80]
    return found if found.isprintable() else "".join(one if one.isprintable() else "\u00b7" for one in found)


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word of the schema without case nor accents.

    >>> folded(" Critère  Social ")
    'critere social'
    """
    return " ".join(word.lower().translate(FOLDED).split())

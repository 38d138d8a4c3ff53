"""Detects French social security numbers (NIR), which the platform may not keep.

A NIR is sex (1 digit), year (2), month (2), department (2, or 2A and 2B), commune (3), order (3), then a key (2):
15 characters, or 13 without the key.

What is found, and how sure it is:

- 15 characters whose key is right, cut as on the health card (1 84 12 76 451 089 46) or at some of its places; cut
  anywhere else if nothing stands around. About one string of 15 random digits in 200 passes.
- 13 characters without key, cut as on the health card, or in fewer pieces if sex is 1 or 2 and the month a real one.
  About one block of 13 random digits in 40 passes; milliseconds since 1970 pass in one case of eight.

Spaces, no-break spaces, dots, dashes, slashes and underscores separate; full-width digits count as digits. A SIRET (14
digits), a phone number, an IBAN in groups of four, a decimal number or a pair of coordinates does not pass.
Not found: a number in words, with a wrong key and odd cuts, stuck to letters, or over two cells.

Source: Insee, numéro d'inscription au répertoire; décret n° 2019-341 du 19 avril 2019.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP

SOURCE = "décret n° 2019-341 du 19 avril 2019"
SENTENCE = (
    "Ce texte ressemble à un numéro de sécurité sociale. "
    f"Retirez-le{NBSP}: la plateforme n’a pas le droit de le garder."
)
CARD_CUTS = frozenset({1, 3, 5, 7, 10, 13})
FULL_CARD_CUTS = frozenset({1, 3, 5, 7, 10})
REAL_MONTHS = frozenset(range(1, 13))
PSEUDO_MONTHS = frozenset({*range(20, 43), *range(50, 100)})
CORSICA = {"2A": "19", "2B": "18"}

_PIECE = re.compile(r"(?<![^\W_])\d++(?:[ABab]\d*+)?+(?![^\W_])")
_GAP = re.compile(r"[\s._/\u200b\u00ad\u2010-\u2015\u2212-]{1,3}")
_SHAPE = re.compile(r"([1-478])\d\d(\d\d)(\d\d|2[AB])(\d{3})(\d{3})(\d\d)?")


@dataclass(frozen=True)
class _Window:
    """Consecutive pieces of a run: their characters, where they are cut, by what, and whether they are all of it."""

    characters: str
    cuts: frozenset[int]
    gaps: tuple[str, ...]
    whole: bool


def find_nir(text: str) -> str | None:
    """The first thing in the text that looks like a NIR, without its separators; None if there is none.

    >>> find_nir("Sécu : 1 84 12 76 451 089 46, à vérifier")
    '184127645108946'
    >>> find_nir("SIRET 552 100 554 00012") is None
    True
    """
    if len(text) < 13:
        return None
    plain = unicodedata.normalize("NFKC", text)
    return next((window.characters for window in _windows(plain) if _is_nir(window)), None)


def looks_like_nir(text: str) -> bool:
    return find_nir(text) is not None


def check_no_nir(text: str) -> None:
    """Refuse a text that holds what looks like a NIR.

    Raises:
        RuleBroken: it does; the sentence does not repeat the number.
    """
    if looks_like_nir(text):
        raise RuleBroken(SENTENCE, source=SOURCE)


def nir_key(body: str) -> str:
    """The two digits that follow the 13 characters of ``body``.

    >>> nir_key("1841276451089"), nir_key("184122A451089")
    ('46', '33')
    """
    for letters, digits in CORSICA.items():
        body = body.replace(letters, digits)
    return f"{97 - int(body) % 97:02d}"


def _is_nir(window: _Window) -> bool:
    shape = _SHAPE.fullmatch(window.characters)
    if shape is None:
        return False
    sex, month, department, commune, order, key = shape.groups()
    if department == "00" or commune == "000" or order == "000":
        return False
    if int(month) not in REAL_MONTHS | PSEUDO_MONTHS or _is_decimal(window):
        return False
    on_card_cuts = window.cuts <= CARD_CUTS
    if key is not None:
        return key == nir_key(window.characters[:13]) and (on_card_cuts or window.whole)
    return window.cuts == FULL_CARD_CUTS or (on_card_cuts and sex in "12" and int(month) in REAL_MONTHS)


def _is_decimal(window: _Window) -> bool:
    """« 1.44396212345678 », or decimals mixed with other cuts as in a pair of coordinates."""
    dots = window.gaps.count(".")
    return dots == 1 or 0 < dots < len(window.gaps)


def _windows(text: str) -> Iterator[_Window]:
    """Consecutive pieces of 15 or 13 characters in all; from the same place, the longer first."""
    for pieces, gaps in _runs(text):
        for first in range(len(pieces)):
            if first and gaps[first - 1] == ".":
                continue
            for last in reversed(_ends(pieces, first)):
                yield _window(pieces[first : last + 1], gaps[first:last], whole=last - first + 1 == len(pieces))


def _ends(pieces: list[str], first: int) -> list[int]:
    """The pieces that close 13 or 15 characters counted from ``first``."""
    ends, size = [], 0
    for last in range(first, len(pieces)):
        size += len(pieces[last])
        if size > 15:
            break
        if size in (13, 15):
            ends.append(last)
    return ends


def _window(pieces: list[str], gaps: list[str], *, whole: bool) -> _Window:
    cuts, position = set(), 0
    for piece in pieces[:-1]:
        position += len(piece)
        cuts.add(position)
    return _Window("".join(pieces).upper(), frozenset(cuts), tuple(gaps), whole)


def _runs(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Pieces of digits that only separators hold apart, and these separators."""
    pieces: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in _PIECE.finditer(text):
        gap = text[end : match.start()]
        if pieces and _GAP.fullmatch(gap):
            gaps.append(gap)
        elif pieces:
            yield pieces, gaps
            pieces, gaps = [], []
        pieces.append(match.group())
        end = match.end()
    if pieces:
        yield pieces, gaps

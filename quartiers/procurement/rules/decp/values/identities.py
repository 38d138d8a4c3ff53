"""Traps 5, 10 and 12: numbers of contracts, companies, codes of what is bought."""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.values.words import WORD_MAX, Noter, silent, text
from quartiers.procurement.rules.decp.words import HolderRow

NUMBER_MAX, SCHEMA_NUMBER_MAX = 40, 16
FAKE_SIRETS = frozenset({"12345678900023", "00000000000000", "11111111111111", "99999999999999"})
UNSAFE = re.compile(r"[^0-9A-Za-z_.\-]+", re.ASCII)


def number(raw: Any, note: Noter = silent) -> str:
    """The number of a contract at its buyer's, as an address can hold it; empty where there is none.

    One that is longer than forty signs ends with a print of the whole, so that two never become one.

    >>> number("2024 / LOT 03"), number(" 2024-1 "), number(7), number("é")
    ('2024_LOT_03', '2024-1', '7', '')
    """
    huge = raw.__class__ is int and raw.bit_length() > 128
    written = f"{raw:x}" if huge else text(raw, 10_000)
    found = UNSAFE.sub("_", written).strip("_")
    if len(found) > NUMBER_MAX:
        found = f"{found[: NUMBER_MAX - 9]}-{blake2b(found.encode(), digest_size=4).hexdigest()}"
    if found != written or len(found) > SCHEMA_NUMBER_MAX:
        note(Trap.NUMBER, raw)
    return found


@lru_cache(maxsize=65_536)
def is_siret(figures: str) -> bool:
    """Whether an establishment can have this number: 14 figures and a right key (La Poste has its own).

    >>> is_siret("73282932000074"), is_siret("12345678900023"), is_siret("35600000049837")
    (True, False, True)
    """
    if len(figures) != 14 or not (figures.isascii() and figures.isdigit()) or figures in FAKE_SIRETS:
        return False
    values = [int(figure) for figure in figures]
    if figures.startswith("356000000") and sum(values) % 5 == 0:
        return True
    return sum(value if at % 2 else value * 2 - 9 * (value > 4) for at, value in enumerate(values)) % 10 == 0


def siret(raw: Any) -> str:
    """Fourteen figures, whatever stands between them; empty otherwise. The key is not looked at.

    >>> siret("217 500 016 00019"), siret(21750001600019), siret("2175")
    ('21750001600019', '21750001600019', '')
    """
    if raw.__class__ is int:
        raw = f"{raw:014d}" if 10**12 <= raw < 10**14 else ""
    if raw.__class__ is not str:
        return ""
    found: str = raw if len(raw) == 14 else "".join(raw[:40].split()).replace(".", "").replace("\u202f", "")
    return found if len(found) == 14 and found.isascii() and found.isdigit() else ""


def holders(raw: Any, inner: str = "titulaire", note: Noter = silent) -> tuple[HolderRow, ...]:
    """The companies, each once, in their order, however they are nested; what is no company is left aside.

    >>> holders([{"titulaire": {"typeIdentifiant": "SIRET", "id": "732 829 320 00074"}}])[0].siret
    '73282932000074'
    >>> holders([{"titulaire": "typeIdentifiant"}, {"titulaire": "id"}])
    ()
    """
    found: dict[str, HolderRow] = {}
    for one in _nested(raw, inner, note):
        row = holder(one, note) if isinstance(one, dict) else None
        if row is None:
            note(Trap.HOLDER, one)
        else:
            found.setdefault(row.identifier or row.name, row)
    return tuple(found.values())


def _nested(raw: Any, inner: str, note: Noter) -> Iterator[Any]:
    if raw is None or raw == "":
        return
    for one in raw if isinstance(raw, list) else [raw]:
        if one.__class__ is dict and inner in one:
            held = one[inner]
            yield from held if isinstance(held, list) else [held]
        else:
            note(Trap.HOLDER, one)
            if isinstance(one, dict):
                yield one


def holder(raw: dict[str, Any], note: Noter = silent) -> HolderRow | None:
    """A company; None when neither its number nor its name is said."""
    identifier, name = text(raw.get("id"), NUMBER_MAX), text(raw.get("denominationSociale") or raw.get("nom"))
    kind = text(raw.get("typeIdentifiant"), 20).upper()
    figures = siret(identifier) if kind in ("SIRET", "") else ""
    if figures:
        identifier = figures
    if (kind == "SIRET" and not (figures and is_siret(figures))) or (figures and figures != raw.get("id")):
        note(Trap.HOLDER, raw.get("id"))
    if not identifier and not name:
        return None
    known = figures if figures and is_siret(figures) else ""
    return HolderRow(identifier, kind, known, name, text(raw.get("categorie"), 10).upper())


def cpv(raw: Any, note: Noter = silent) -> str:
    """Eight figures, without the key; a short code is that of its whole family. Empty where it cannot be read.

    >>> cpv("45262700-8"), cpv("45"), cpv("abc"), cpv(None), cpv("45262700")
    ('45262700', '45000000', '', '', '45262700')
    """
    if raw is None or raw == "":
        return ""
    written = text(raw, WORD_MAX)
    figures = written.partition("-")[0].replace(" ", "")
    if len(figures) == 8 and figures.isascii() and figures.isdigit() and figures == written:
        return figures
    note(Trap.CPV, raw)
    if not (figures.isascii() and figures.isdigit()) or not 2 <= len(figures) <= 9:
        return ""
    return figures[:8].ljust(8, "0")

"""Trap 13: where the work is done, and how finely that is known."""

import re
from functools import lru_cache
from typing import Any

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.values.words import WORD_MAX, Noter, folded, silent, text
from quartiers.procurement.rules.decp.words import Place

COMMUNE = re.compile(r"(?:\d{5}|2[ABab]\d{3})", re.ASCII)
DEPARTMENT = re.compile(r"(?:\d{2}|2[ABab]|9[78]\d|0\d\d)", re.ASCII)

LEVELS = {
    "commune": Place.COMMUNE,
    "arrondissement": Place.UNKNOWN,
    "canton": Place.UNKNOWN,
    "postal": Place.POSTCODE,
    "departement": Place.DEPARTMENT,
    "region": Place.REGION,
    "pays": Place.COUNTRY,
}


def place(code: Any, kind: Any, note: Noter = silent) -> tuple[Place, str, str, str]:
    """Level, code, INSEE code of the commune (empty unless it is known) and department (empty unless it is known).

    A postcode covers several communes: it gives the department, no commune.

    >>> place("11069", "Code commune"), place("11100", "Code postal"), place("11", "commune")[0]
    ((<Place.COMMUNE: 'commune'>, '11069', '11069', '11'), (<Place.POSTCODE: 'code_postal'>, '11100', '', '11'), \
<Place.DEPARTMENT: 'departement'>)
    """
    written = text(code, 12).upper().replace(" ", "")
    if written.isdigit() and code.__class__ is int and len(written) in (1, 4):
        written = f"0{written}"
    asked = _level(kind) if kind.__class__ is str else Place.UNKNOWN
    level, commune, department = _placed(written, asked)
    if level is not Place.COMMUNE:
        note(Trap.PLACE, f"{written} {text(kind, 30)}".strip())
    return level, written, commune, department


@lru_cache(maxsize=256)
def _level(kind: str) -> Place:
    words = folded(kind[:WORD_MAX]).removeprefix("code ").strip()
    return LEVELS.get(words, Place.UNKNOWN)


def _placed(code: str, asked: Place) -> tuple[Place, str, str]:
    if asked is Place.COMMUNE and COMMUNE.fullmatch(code):
        return Place.COMMUNE, code, department_of_commune(code)
    if asked in (Place.POSTCODE, Place.UNKNOWN) and len(code) == 5 and code.isascii() and code.isdigit():
        return Place.POSTCODE, "", department_of_postcode(code)
    if asked in (Place.DEPARTMENT, Place.COMMUNE, Place.UNKNOWN) and DEPARTMENT.fullmatch(code):
        return Place.DEPARTMENT, "", code[1:] if len(code) == 3 and code[0] == "0" else code
    return (asked if asked in (Place.REGION, Place.COUNTRY) else Place.UNKNOWN), "", ""


def department_of_commune(code: str) -> str:
    """Department of an INSEE code.

    >>> department_of_commune("2A004"), department_of_commune("97411"), department_of_commune("11069")
    ('2A', '974', '11')
    """
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def department_of_postcode(code: str) -> str:
    """Department of a postcode; in Corsica the third figure tells.

    >>> department_of_postcode("20090"), department_of_postcode("20200"), department_of_postcode("97400")
    ('2A', '2B', '974')
    """
    if code.startswith("20"):
        return "2A" if code[2] in "01" else "2B"
    return code[:3] if code.startswith(("97", "98")) else code[:2]

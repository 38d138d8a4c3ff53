"""One function for each field that files write badly: from whatever stands there to a value, and the trap if any.

Each takes any JSON value, never raises, writes what it met through ``note(trap, value)``, and gives for its own answer
that same answer.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeAlias

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.words import HolderRow, Place, Stated

#: How a reader says what it met: the trap, then what stood there.
Noter: TypeAlias = Callable[[Trap, Any], None]

OBJECT_MAX, NAME_MAX, WORD_MAX, NUMBER_MAX, SCHEMA_NUMBER_MAX = 1_000, 255, 60, 40, 16
#: Above ten thousand million euros no contract of a local buyer stands: files hold amounts of 1e17.
AMOUNT_MAX = Decimal(10_000_000_000)
CENT = Decimal("0.01")
#: A century: longer is a mistake of unit.
DURATION_MAX = 1_200
OFFERS_MAX = 10_000
EARLIEST_YEAR = 1990
FAKE_SIRETS = frozenset({"12345678900023", "00000000000000", "11111111111111", "99999999999999"})
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", re.ASCII | re.DOTALL)
FRENCH_DAY = re.compile(r"(\d\d)[/.-](\d\d)[/.-](\d{4})", re.ASCII)
COMMUNE = re.compile(r"(?:\d{5}|2[ABab]\d{3})", re.ASCII)
DEPARTMENT = re.compile(r"(?:\d{2}|2[ABab]|9[78]\d|0\d\d)", re.ASCII)
SPACED = re.compile(r"\s+")
UNSAFE = re.compile(r"[^0-9A-Za-z_.\-]+", re.ASCII)
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


# --- Trap 1: lists --------------------------------------------------------------------------------------------------


def items(raw: Any, inner: str, note: Noter = silent) -> list[Any]:
    """The things of a list, however it is written: wrapped as the schema asks, flat, alone, or joined in a text.

    >>> items({"technique": ["Concours"]}, "technique"), items(["Concours"], "technique")
    (['Concours'], ['Concours'])
    >>> items("Clause sociale, Critère social", "considerationSociale")
    ['Clause sociale', 'Critère social']
    """
    if raw.__class__ is dict and inner in raw:
        found = raw[inner]
        if found.__class__ is list:
            return found  # as the schema writes it
        note(Trap.SHAPE, found)
        return list(_split(found))
    if raw is None or raw == "" or raw == {}:
        return []
    note(Trap.SHAPE, raw)
    found = []
    for one in raw if isinstance(raw, list) else [raw]:
        held = one[inner] if isinstance(one, dict) and inner in one else one
        found += held if isinstance(held, list) else _split(held)
    return found


def _split(raw: Any) -> Iterable[Any]:
    if not isinstance(raw, str):
        return () if raw is None else (raw,)
    words = raw.strip("[]").replace('"', "").replace("'", "’") if raw[:1] == "[" else raw
    return [one for one in (part.strip() for part in re.split(r"[,;|]", words)) if one]


# --- Traps 2 and 3: considerations ----------------------------------------------------------------------------------

SOCIAL = {
    "clause sociale": "clause",
    "critere social": "criterion",
    "marche reserve": "reserved",
    "concession reservee": "reserved",
    "pas de consideration sociale": "none",
    "sans objet": "none",
}
ENVIRONMENTAL = {
    "clause environnementale": "clause",
    "critere environnemental": "criterion",
    "pas de consideration environnementale": "none",
    "sans objet": "none",
}


def considerations(raw: list[Any], known: dict[str, str], note: Noter = silent) -> tuple[Stated, frozenset[str]]:
    """Whether the contract has one, and which: ``clause``, ``criterion``, ``reserved``.

    A word outside the list says nothing. «Pas de considération» beside another word is a contradiction: the other
    word wins, since somebody chose it.

    >>> considerations(["Clause sociale", "Pas de considération sociale"], SOCIAL)
    (<Stated.WITH: 'avec'>, frozenset({'clause'}))
    >>> considerations(["Oui"], SOCIAL)[0], considerations([], SOCIAL)[0]
    (<Stated.UNKNOWN: 'inconnu'>, <Stated.UNKNOWN: 'inconnu'>)
    """
    found = set()
    for word in raw:
        code = known.get(folded(word)) if word.__class__ is str and len(word) < NAME_MAX else None
        if code is None:
            note(Trap.UNKNOWN_WORD, word)
        else:
            found.add(code)
    if "none" in found and len(found) > 1:
        note(Trap.CONTRADICTION, ", ".join(map(shown, raw)))
        found.discard("none")
    if not found:
        return Stated.UNKNOWN, frozenset()
    return (Stated.WITHOUT, frozenset()) if "none" in found else (Stated.WITH, frozenset(found))


# --- Traps 4, 9, 11: numbers ----------------------------------------------------------------------------------------


def decimal(raw: Any) -> Decimal | None:
    """A number, written as one or as a text in the French or the English way; None when it is not one.

    >>> decimal("12 000,50"), decimal(1e17), decimal("NaN"), decimal(True), decimal("")
    (Decimal('12000.50'), Decimal('1E+17'), None, None, None)
    """
    if raw is None or raw.__class__ is bool:
        return None
    if raw.__class__ is int:
        return Decimal(raw) if raw.bit_length() < 128 else None
    written = str(raw) if isinstance(raw, float | str | Decimal) else ""
    if raw.__class__ is str:
        written = written[:60].replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
        written = written.removesuffix("€")
    try:
        found = Decimal(written)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 60 else None


def amount(raw: Any, note: Noter = silent) -> Decimal | None:
    """An amount in euros, to the cent; None where nothing credible stands. One euro is kept, and said.

    >>> amount(120000.5), amount(1e17), amount(-3), amount("NC"), amount(1)
    (Decimal('120000.50'), None, None, None, Decimal('1.00'))
    """
    found = decimal(raw)
    if found is None:
        if raw is not None and raw != "":
            note(Trap.AMOUNT, raw)
        return None
    if found < 1 or found > AMOUNT_MAX:
        note(Trap.AMOUNT, raw)
        return None
    if found == 1:
        note(Trap.AMOUNT, raw)
    return found.quantize(CENT)


def offers(raw: Any, note: Noter = silent) -> int | None:
    """How many offers came; none is not possible for a contract that was given.

    >>> offers(3), offers("4"), offers(0), offers("NC"), offers(None)
    (3, 4, None, None, None)
    """
    found = whole(raw)
    if found is not None and 1 <= found <= OFFERS_MAX:
        return found
    if raw is not None and raw != "":
        note(Trap.OFFERS, raw)
    return None


def whole(raw: Any) -> int | None:
    """A whole number that a column can hold.

    >>> whole("12.0"), whole(3.7), whole(10**50)
    (12, None, None)
    """
    if raw.__class__ is int:
        return int(raw) if abs(raw) < 10**9 else None
    found = decimal(raw)
    if found is None or abs(found) >= 10**9 or found != found.to_integral_value():
        return None
    return int(found)


def origins(europe: Any, france: Any, note: Noter = silent) -> tuple[Decimal | None, Decimal | None]:
    """The parts that come from the European Union and from France, 0 to 1; France is in the Union.

    >>> origins(0.7, 0.3), origins(0.3, 0.7), origins(None, None), origins(40, None)
    ((Decimal('0.700'), Decimal('0.300')), (None, None), (None, None), (None, None))
    """
    found = [_part(raw, note) for raw in (europe, france)]
    if found[0] is not None and found[1] is not None and found[0] < found[1]:
        note(Trap.ORIGIN, f"{shown(europe)} et {shown(france)}")
        return None, None
    return found[0], found[1]


def _part(raw: Any, note: Noter) -> Decimal | None:
    if raw is None or raw == "":
        return None
    found = decimal(raw)
    if found is None or not 0 <= found <= 1:
        note(Trap.ORIGIN, raw)
        return None
    return found.quantize(Decimal("0.001"))


# --- Trap 5: identifiers --------------------------------------------------------------------------------------------


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


# --- Traps 6 and 7: time --------------------------------------------------------------------------------------------


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


# --- Trap 8: booleans -----------------------------------------------------------------------------------------------

YES, NO = frozenset({"oui", "1", "true", "vrai", "o"}), frozenset({"non", "0", "false", "faux", "n"})


def boolean(raw: Any, note: Noter = silent) -> bool | None:
    """Yes, no, or nothing, in the ways that files have.

    >>> boolean(True), boolean("oui"), boolean("0"), boolean("peut-être"), boolean(None)
    (True, True, False, None, None)
    """
    if raw.__class__ is bool:
        return bool(raw)
    if raw is None or raw == "":
        return None
    note(Trap.BOOLEAN, raw)
    word = folded(raw) if isinstance(raw, str) and len(raw) < WORD_MAX else str(raw) if raw in (0, 1) else ""
    return True if word in YES else False if word in NO else None


# --- Trap 10: holders -----------------------------------------------------------------------------------------------


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


# --- Trap 12: CPV ---------------------------------------------------------------------------------------------------


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


# --- Trap 13: place -------------------------------------------------------------------------------------------------

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

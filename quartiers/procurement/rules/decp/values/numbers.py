"""Traps 4, 8, 9 and 11: amounts, counts, parts, yes and no."""

from decimal import Decimal, InvalidOperation
from typing import Any

from quartiers.procurement.rules.decp.traps import Trap
from quartiers.procurement.rules.decp.values.words import WORD_MAX, Noter, folded, shown, silent

#: Above ten thousand million euros no contract of a local buyer stands: files hold amounts of 1e17.
AMOUNT_MAX = Decimal(10_000_000_000)
CENT = Decimal("0.01")
OFFERS_MAX = 10_000


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

"""Lots sized to small companies: what the code allows and asks. Advice, never legal advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.french import NARROW, NBSP, number, quantity
from quartiers.procurement.rules.project import Kind
from quartiers.procurement.rules.values import READ

SMALL_LOTS = "CCP, art. R2123-1, 2°"
SMALL_LOT_SUPPLIES = Dated(
    "procurement.small_lot_supplies",
    "Petit lot de fournitures ou de services, moins de",
    "€ HT",
    (Entry(80_000, None, None, SMALL_LOTS, READ),),
)
SMALL_LOT_WORKS = Dated(
    "procurement.small_lot_works",
    "Petit lot de travaux, moins de",
    "€ HT",
    (Entry(1_000_000, None, None, SMALL_LOTS, READ),),
)
SMALL_LOTS_SHARE = Dated(
    "procurement.small_lots_share",
    "Part des petits lots dans la valeur de tous, au plus",
    "%",
    (Entry(20, None, None, SMALL_LOTS, READ),),
)


@dataclass(frozen=True)
class Advice:
    """One sentence: ``kind`` of its note (``ok``, ``info``, ``warn``), where it is written."""

    kind: str
    sentence: str
    article: str


def small_lots(kind: Kind | str, amounts: Iterable[Decimal], *, on: date) -> int:
    """How many lots may follow a lighter procedure, the smallest first: each under its limit, together at most 20 %.

    Args:
        kind: of the contract.
        amounts: of its lots, euros before tax, 0 or more.
        on: the day whose limits count.

    >>> small_lots(Kind.SERVICES, [Decimal(79_999), Decimal(80_000), Decimal(900_000)], on=date(2026, 11, 29))
    1
    """
    rows = sorted(amounts)
    limit = (SMALL_LOT_WORKS if kind == Kind.WORKS else SMALL_LOT_SUPPLIES).on(on)
    room, held, count = sum(rows, Decimal(0)) * SMALL_LOTS_SHARE.on(on) / 100, Decimal(0), 0
    for one in rows:
        held += one
        if one >= limit or held > room:
            break
        count += 1
    return count


def lots_advice(kind: Kind | str, amounts: Iterable[Decimal], *, is_concession: bool, on: date) -> tuple[Advice, ...]:
    """What to say of the lots of a contract to whom wants small companies to answer; nothing for a concession."""
    rows = sorted(amounts)
    if is_concession or not rows:
        return ()
    if len(rows) == 1:
        return (
            Advice(
                "warn",
                "Un seul lot\u00a0: découpez-le, ou écrivez pourquoi vous ne le pouvez pas. Un gros lot écarte les "
                "petites entreprises.",
                "CCP, art. L2113-10 et L2113-11",
            ),
        )
    found = [
        Advice(
            "ok",
            f"{quantity(len(rows), 'lot')}, le plus petit de {number(rows[0])}{NBSP}€, le plus gros de "
            f"{number(rows[-1])}{NBSP}€.",
            "CCP, art. L2113-10",
        )
    ]
    if count := small_lots(kind, rows, on=on):
        share = SMALL_LOTS_SHARE.on(on)
        may = "peut passer" if count == 1 else "peuvent passer"
        found.append(
            Advice(
                "info",
                f"{quantity(count, 'petit lot', 'petits lots')} {may} en procédure adaptée, même au-dessus du seuil "
                f"européen\u00a0: ensemble, au plus {share}{NARROW}% du total.",
                SMALL_LOTS,
            )
        )
    return tuple(found)

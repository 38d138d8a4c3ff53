"""Trades, and what one hour of their work weighs in a price: habits of the profession, for each territory to settle.

No national norm exists. These values come from guides of facilitators and from memory: the pages say «non vérifié»,
and a territory writes its own, dated and signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from quartiers.kernel.dated import Dated, Entry
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP, number

SOURCE = f"guides de facilitateurs de la clause sociale, lus en extraits{NARROW}; à valider avec ceux du territoire"


class Trade(StrEnum):
    """What a lot is made of."""

    BUILDING = "building"
    DEMOLITION = "demolition"
    STRUCTURE = "structure"
    FACADE = "facade"
    JOINERY = "joinery"
    PLUMBING = "plumbing"
    ELECTRICITY = "electricity"
    PAINTING = "painting"
    ROADS = "roads"
    GREEN_SPACES = "green_spaces"
    CLEANING = "cleaning"
    CATERING = "catering"
    SECURITY = "security"
    WASTE = "waste"
    STUDIES = "studies"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Trade.BUILDING: "Bâtiment, en moyenne",
    Trade.DEMOLITION: "Curage, déconstruction",
    Trade.STRUCTURE: "Gros œuvre, maçonnerie",
    Trade.FACADE: "Isolation, façades",
    Trade.JOINERY: "Menuiseries, charpente",
    Trade.PLUMBING: "Chauffage, plomberie",
    Trade.ELECTRICITY: "Électricité",
    Trade.PAINTING: "Peinture, nettoyage de chantier",
    Trade.ROADS: "Voirie, réseaux",
    Trade.GREEN_SPACES: "Espaces verts",
    Trade.CLEANING: "Nettoyage de locaux",
    Trade.CATERING: "Restauration",
    Trade.SECURITY: "Gardiennage, sécurité",
    Trade.WASTE: "Collecte des déchets",
    Trade.STUDIES: "Études, prestations intellectuelles",
}


@dataclass(frozen=True)
class Labour:
    """What labour weighs in one trade.

    Args:
        share: part of labour in an amount without tax, from 0 to 1.
        hourly_cost: euros for one hour of work, charges included.
    """

    share: Decimal
    hourly_cost: Decimal


class LabourTable(dict[Trade, Labour]):
    """Labour by trade, that reads itself in French."""

    def __str__(self) -> str:
        return f"{NARROW}; ".join(
            f"{trade.label.lower()}{NBSP}: {number(one.share * 100)}{NARROW}% à {number(one.hourly_cost)}{NBSP}€"
            for trade, one in self.items()
        )


def _table(**rows: tuple[str, int]) -> LabourTable:
    return LabourTable({Trade(name): Labour(Decimal(share), Decimal(cost)) for name, (share, cost) in rows.items()})


LABOUR: Dated[LabourTable] = Dated(
    "procurement.labour",
    "Part de main-d’œuvre dans le prix, et coût d’une heure, par métier",
    "part du montant hors taxes, euros",
    (
        Entry(
            _table(
                building=("0.50", 30), demolition=("0.55", 28), structure=("0.45", 30), facade=("0.40", 30),
                joinery=("0.25", 31), plumbing=("0.35", 32), electricity=("0.40", 32), painting=("0.70", 28),
                roads=("0.35", 30), green_spaces=("0.65", 28), cleaning=("0.80", 28), catering=("0.50", 28),
                security=("0.85", 28), waste=("0.55", 28), studies=("0.75", 35),
            ),
            None,
            None,
            SOURCE,
            None,
            note="Valeurs de départ, à valider. Un territoire note les siennes, datées et signées.",
        ),
    ),
)  # fmt: skip
RATE: Dated[Decimal] = Dated(
    "procurement.rate",
    "Taux d’insertion proposé au départ",
    "part des heures de travail",
    (
        Entry(
            Decimal("0.05"),
            None,
            None,
            "charte nationale d’insertion du renouvellement urbain, 24 mars 2015",
            None,
            note=("Charte de la période 2014-2024, sans suite connue. Ailleurs, l’usage va de 5 à 20 %.").replace(
                " %", f"{NARROW}%"
            ),
        ),
    ),
)
FULL_TIME: Dated[int] = Dated(
    "procurement.full_time",
    "Heures d’un emploi à temps plein, sur un an",
    "heures",
    (
        Entry(
            1600,
            None,
            None,
            f"usage d’Alliance Villes Emploi{NBSP}: 25{NARROW}124{NARROW}684 h pour 15{NARROW}703 emplois en 2021",
            None,
            note=f"La durée légale annuelle est de 1{NARROW}607 heures, les heures payées de 1{NARROW}820.",
        ),
    ),
)
#: What else a full-time job may be counted as.
FULL_TIMES = {
    1600: f"1{NARROW}600 heures, usage d’Alliance Villes Emploi",
    1607: f"1{NARROW}607 heures, durée légale annuelle",
    1820: f"1{NARROW}820 heures, heures payées",
}
SHARE_HIGH: Dated[Decimal] = Dated(
    "procurement.share_high",
    "Part d’heures d’insertion au-delà de laquelle la proportion est à justifier",
    "part des heures de travail",
    (Entry(Decimal("0.15"), None, None, "choix de la plateforme, à valider", None),),
)
SHARE_VERY_HIGH: Dated[Decimal] = Dated(
    "procurement.share_very_high",
    "Part d’heures d’insertion au-delà de laquelle la clause est à revoir",
    "part des heures de travail",
    (Entry(Decimal("0.25"), None, None, "choix de la plateforme, à valider", None),),
)


def labour_of(trade: Trade | str, *, on: date, local: Mapping[Trade, Labour] | None = None) -> Labour:
    """What labour weighs in this trade that day; what the territory signed goes before the values of departure.

    Raises:
        RuleBroken: no such trade.
    """
    if trade not in list(Trade):
        raise RuleBroken("Ce métier n’est pas dans la liste. Prenez l’un de ceux qu’elle propose.")
    known = Trade(trade)
    return (local or {}).get(known) or LABOUR.on(on)[known]


def are_verified(*, on: date) -> bool:
    """Whether somebody has read the source of each value that the simulator proposes by itself."""
    entries = [value.entry_on(on) for value in (LABOUR, RATE, FULL_TIME)]
    return all(entry is not None and entry.verified_on is not None for entry in entries)

"""Schemes of responsible procurement, made through their actions."""

from typing import Any

from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.spaser import create_scheme, note_year, set_targets
from quartiers.procurement.models import Spaser
from quartiers.procurement.queries import spaser as queries
from tests.factories.procurement import DAY, NOW

SCHEME = {
    "name": "Schéma des Tilleuls",
    "starts_on": "2024-01-01",
    "ends_on": "2028-12-31",
    "adopted_on": "2024-06-20",
    "address": "https://exemple.fr/spaser",
    "published_on": "2024-07-01",
    "indicators_on": "2025-02-10",
    "social": "Des heures pour les habitants des quartiers.",
    "ecological": "Réemploi et sobriété.",
    "durability": "Du matériel qui dure.",
    "implementation": "Une cheffe de projet.",
    "follow_up": "Un point chaque printemps.",
    "is_published": False,
}


def scheme(owner: Any, **asked: Any) -> Spaser:
    """A scheme that this organisation writes and buys under."""
    return create_scheme(owner.pk, SCHEME | {"buyers": [owner.pk]} | asked, by=PLATFORM, now=NOW)


def targets(made: Spaser, **asked: str) -> None:
    base = queries.state_of_targets(made)
    set_targets(made.pk, base | asked, base=base, by=PLATFORM, now=NOW)


def year(made: Spaser, buyer: Any, number: int = 2025, **asked: str) -> None:
    """What a buyer noted of a year; its source is a report, unless another is given."""
    base = queries.state_of_sheet(queries.sheet(made, buyer.pk, number))
    values = base | {"origin": "bilan"} | asked
    note_year(made.pk, buyer.pk, number, values, base=base, on=DAY, by=PLATFORM, now=NOW)

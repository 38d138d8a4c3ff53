"""Published contracts, invented."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from quartiers.procurement import models
from quartiers.procurement.actions.decp_writing import write_shares
from quartiers.procurement.rules.decp import UNDATED

BUYER = "00099000100017"


class PublishedContract(DjangoModelFactory):
    class Meta:
        model = models.PublishedContract

    number = factory.Sequence(lambda rank: f"2026-{rank:04d}")
    uid = factory.LazyAttribute(lambda one: f"{one.buyer_siret}{one.number}")
    buyer_siret = BUYER
    buyer_name = "Ville de Carcazens"
    object = "Nettoyage des écoles"
    cpv = "90910000"
    division = "90"
    amount = 90_000
    notified_on = date(2026, 3, 2)
    sorted_on = factory.LazyAttribute(lambda one: one.notified_on or UNDATED)
    published_on = date(2026, 3, 16)
    duration_months = 12
    ends_on = date(2027, 3, 2)
    year = 2026
    place_level = "commune"
    place_code = "11069"
    commune_code = "11069"
    department_code = "11"
    social = "sans"
    environmental = "avec"
    environmental_clause = True
    digest = "0" * 32
    loaded_at = datetime(2026, 4, 1, tzinfo=UTC)


def holder(*, name: str = "Propre et Net", category: str = "") -> list[str]:
    """A company, as a contract keeps it."""
    return ["73282932000074", "SIRET", "73282932000074", name, category]


def published_shares() -> int:
    """Count the shares, as a load does."""
    return write_shares()

"""Charters, made through their actions."""

from typing import Any

from quartiers.office.rules import PLATFORM
from quartiers.procurement.actions.charters import add_commitment, bind_operation, create_charter
from quartiers.procurement.models import Charter, Commitment
from quartiers.procurement.rules.charters import Base
from tests.factories.procurement import DAY, NOW

CHARTER = {
    "name": "Charte des Tilleuls",
    "neighbourhoods": [],
    "summary": "",
    "signed_on": "2026-03-24",
    "starts_on": "2026-01-01",
    "ends_on": "2030-12-31",
    "cite": "",
    "is_published": False,
}
COMMITMENT = {
    "text": "Accueillir des alternants",
    "base": "works",
    "measure": "number",
    "target": "12",
    "public": "habitants du quartier",
    "origin": "article 4 de la charte",
    "read_on": "",
    "reached": "",
    "reached_on": "",
    "reached_from": "",
}


def charter(owner: Any, model: str = "npnru", **asked: Any) -> Charter:
    """A charter that this organisation follows and signs."""
    values = CHARTER | {"signatories": [owner.pk]} | asked
    return create_charter(owner.pk, model, values, on=DAY, by=PLATFORM, now=NOW)


def commitment(made: Charter, **asked: Any) -> Commitment:
    return add_commitment(made.pk, COMMITMENT | asked, on=DAY, by=PLATFORM, now=NOW)


def bind(made: Charter, operation: Any, base: str = Base.WORKS) -> None:
    """Count in it an operation of its own organisation."""
    bind_operation(made.pk, operation.pk, base, organisation_id=made.owner_id, cite_ids=[], by=PLATFORM, now=NOW)

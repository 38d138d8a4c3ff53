"""Sourcing cards, made through their actions."""

from typing import Any

from quartiers.office.rules import PLATFORM, Author
from quartiers.procurement.actions.sourcing import add_company, give_information, open_card
from quartiers.procurement.models import Sourcing, SourcingCompany
from tests.factories.procurement import DAY, NOW

CARD = {
    "name": "Espaces verts des écoles",
    "need": "Tondre et planter sans produit chimique.",
    "cpv": "",
    "operation": "",
    "opened_on": "2026-10-01",
    "closed_on": "",
    "conclusion": "",
}
COMPANY = {
    "name": "Jardins d’Exemple",
    "siret": "",
    "is_small": True,
    "asked_on": "2026-10-02",
    "answered_on": "",
    "answer": "",
}


def card(owner: Any, **asked: Any) -> Sourcing:
    """A card that this organisation keeps."""
    return open_card(owner.pk, CARD | asked, by=PLATFORM, now=NOW)


def company(made: Sourcing, **asked: Any) -> SourcingCompany:
    return add_company(made.pk, COMPANY | asked, on=DAY, by=PLATFORM, now=NOW)


def say(made: Sourcing, *to: SourcingCompany, text: str = "Le plan des cours") -> Any:
    numbers = [one.pk for one in to]
    return give_information(made.pk, text, "2026-10-03", numbers, on=DAY, by=PLATFORM, now=NOW)


def of(owner: Any) -> Author:
    """Somebody of this organisation."""
    return Author(None, owner.pk)

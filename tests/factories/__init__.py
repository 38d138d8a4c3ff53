"""Test data that reads like the field: `factories.Neighbourhood(name="Les Tilleuls")`."""

from tests.factories.actors import Cite, CiteRole, Membership, Organisation, Site, User
from tests.factories.office import Mail
from tests.factories.territory import (
    CARCASSONNE,
    Commune,
    ContourImport,
    Coverage,
    Department,
    Epci,
    Indicator,
    Neighbourhood,
    Outline,
    Region,
    square,
)

__all__ = [
    "CARCASSONNE",
    "Cite",
    "CiteRole",
    "Commune",
    "ContourImport",
    "Coverage",
    "Department",
    "Epci",
    "Indicator",
    "Mail",
    "Membership",
    "Neighbourhood",
    "Organisation",
    "Outline",
    "Region",
    "Site",
    "User",
    "square",
]

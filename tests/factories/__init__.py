"""Test data that reads like the field: `factories.Neighbourhood(name="Les Tilleuls")`."""

from tests.factories.actors import Cite, CiteRole, Invitation, Membership, Organisation, Site, User
from tests.factories.cites import (
    Annex,
    Attendance,
    BasisDeclaration,
    Committee,
    ContratDeVille,
    Decision,
    Partner,
)
from tests.factories.office import Job, Mail
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
    "Annex",
    "Attendance",
    "BasisDeclaration",
    "Cite",
    "CiteRole",
    "Committee",
    "Commune",
    "ContourImport",
    "ContratDeVille",
    "Coverage",
    "Decision",
    "Department",
    "Epci",
    "Indicator",
    "Invitation",
    "Job",
    "Mail",
    "Membership",
    "Neighbourhood",
    "Organisation",
    "Outline",
    "Partner",
    "Region",
    "Site",
    "User",
    "square",
]

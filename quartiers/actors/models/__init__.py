"""What is remembered of people who work here, of their organisations and of the Cités."""

from quartiers.actors.models.accounts import FailedAttempt, Membership, OpenSession, User
from quartiers.actors.models.cites import Cite, CiteRole, ContratDeVille
from quartiers.actors.models.committees import Attendance, Committee, Decision
from quartiers.actors.models.invitations import AccessReview, Invitation
from quartiers.actors.models.organisations import Organisation, Site
from quartiers.actors.models.partners import Annex, BasisDeclaration, Partner

__all__ = [
    "AccessReview",
    "Annex",
    "Attendance",
    "BasisDeclaration",
    "Cite",
    "CiteRole",
    "Committee",
    "ContratDeVille",
    "Decision",
    "FailedAttempt",
    "Invitation",
    "Membership",
    "OpenSession",
    "Organisation",
    "Partner",
    "Site",
    "User",
]

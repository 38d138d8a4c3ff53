"""What is remembered of people who work here, of their organisations and of the Cités."""

from quartiers.actors.models.accounts import FailedAttempt, Identity, Membership, OpenSession, User
from quartiers.actors.models.cites import Cite, CiteRole, ContratDeVille
from quartiers.actors.models.committees import Attendance, Committee, Decision
from quartiers.actors.models.invitations import AccessReview, Invitation
from quartiers.actors.models.networks import NetworkDelegate, NetworkMember
from quartiers.actors.models.organisations import Authorisation, Organisation, Site, SourceRecord
from quartiers.actors.models.partners import Annex, BasisDeclaration, Partner

__all__ = [
    "AccessReview",
    "Annex",
    "Attendance",
    "Authorisation",
    "BasisDeclaration",
    "Cite",
    "CiteRole",
    "Committee",
    "ContratDeVille",
    "Decision",
    "FailedAttempt",
    "Identity",
    "Invitation",
    "Membership",
    "NetworkDelegate",
    "NetworkMember",
    "OpenSession",
    "Organisation",
    "Partner",
    "Site",
    "SourceRecord",
    "User",
]

"""What is remembered of people who work here, of their organisations and of the Cités."""

from quartiers.actors.models.accounts import FailedAttempt, Membership, OpenSession, User
from quartiers.actors.models.cites import Cite, CiteRole
from quartiers.actors.models.organisations import Organisation, Site

__all__ = [
    "Cite",
    "CiteRole",
    "FailedAttempt",
    "Membership",
    "OpenSession",
    "Organisation",
    "Site",
    "User",
]

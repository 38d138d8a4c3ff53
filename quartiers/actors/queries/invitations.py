"""Invitations that wait, and the one that a link opens."""

from datetime import datetime

from django.db.models import QuerySet

from quartiers.actors.models import Invitation


def invitation_opened_by(hashed: str, *, now: datetime) -> Invitation | None:
    """The invitation of this hash of a link, while it still opens; None for all others, alike."""
    waiting = Invitation.objects.filter(token_hash=hashed, accepted_at=None, revoked_at=None, ends_at__gt=now)
    return waiting.select_related("organisation", "cite", "invited_by").first()


def waiting_invitations(organisation_id: int | None) -> QuerySet[Invitation]:
    """Those that nobody has answered yet, late ones included; None for those to administer the platform."""
    return Invitation.objects.filter(organisation=organisation_id, accepted_at=None, revoked_at=None).select_related(
        "organisation", "cite", "invited_by"
    )


def all_invitations() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("organisation", "cite", "invited_by")

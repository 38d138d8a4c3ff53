"""Who is what, now."""

from django.db.models import QuerySet

from quartiers.actors.models import CiteRole, Membership

#: Where the session keeps the organisation in use.
CHOSEN = "organisation"


def memberships_of(user_id: int) -> QuerySet[Membership]:
    """The open memberships of an account in organisations that are open, with their organisation."""
    return Membership.objects.filter(user=user_id, ended_at=None, organisation__closed_on=None).select_related(
        "organisation"
    )


def cite_roles_of(membership_id: int) -> QuerySet[CiteRole]:
    """The open roles of a membership in Cités that are open."""
    return CiteRole.objects.filter(membership=membership_id, ended_at=None, cite__closed_on=None)

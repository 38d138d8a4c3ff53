"""What can be done with members of an organisation: change a role, end a membership, confirm the list."""

from datetime import datetime

from django.db import transaction

from quartiers.actors.models import AccessReview, CiteRole, Membership, Organisation
from quartiers.actors.rules import Role, leaves_no_administrator
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

LAST = (
    "Il ne resterait personne pour administrer cette organisation. "
    "Donnez d’abord ce rôle à quelqu’un d’autre, puis recommencez."
)


@transaction.atomic
def change_role(membership: Membership, role: Role, *, by: Author, now: datetime) -> None:
    """Give a member another role in the organisation.

    Raises:
        RuleBroken: nobody would be left to administer it.
    """
    others = _others(membership)
    if leaves_no_administrator([*others, role]):
        raise RuleBroken(LAST)
    Membership.objects.filter(pk=membership.pk, ended_at=None).update(role=role)
    audit(Verb.GRANT, kind="actors.account", object_id=membership.user_id, by=by, fields=["role"], now=now)


@transaction.atomic
def end_membership(membership: Membership, *, by: Author, now: datetime) -> None:
    """Take somebody off an organisation; her roles in Cités end with it. What she did stays.

    Raises:
        RuleBroken: members would be left, and nobody to administer them.
    """
    if leaves_no_administrator(_others(membership)):
        raise RuleBroken(LAST)
    CiteRole.objects.filter(membership=membership, ended_at=None).update(ended_at=now)
    Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=now)
    audit(Verb.REVOKE, kind="actors.account", object_id=membership.user_id, by=by, fields=["role"], now=now)


@transaction.atomic
def confirm_members(organisation_id: int, *, by: Author, now: datetime) -> None:
    """Remember that somebody read the list of those who have access, and found it right."""
    count = Membership.objects.filter(organisation=organisation_id, ended_at=None).count()
    AccessReview.objects.create(organisation_id=organisation_id, by_id=by.user_id, at=now, member_count=count)
    audit(Verb.READ, kind="actors.review", object_id=organisation_id, by=by, now=now)


def _others(membership: Membership) -> list[Role]:
    """Roles of the other members whose account is open. Two changes at once wait for each other."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    open_ones = Membership.objects.filter(
        organisation=membership.organisation_id, ended_at=None, user__is_active=True
    ).exclude(pk=membership.pk)
    return [Role(role) for role in open_ones.values_list("role", flat=True)]

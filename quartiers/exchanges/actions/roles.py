"""Roles in the exchanges of an organisation, and what its data protection officer does for a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges.actions.participants import forget
from quartiers.exchanges.models import Helper, Participant
from quartiers.exchanges.queries.roles import member_lines, roles_given
from quartiers.exchanges.rules import DeskRole
from quartiers.kernel.merge import Merge, merge
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

ROLE, PARTICIPANT = "exchanges.role", "exchanges.participant"


@transaction.atomic
def set_helpers(
    organisation_id: int, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> tuple[Merge, int]:
    """Make the roles of these members exactly these, unless somebody changed the same ones meanwhile.

    Who is not a member is left aside. Gives what could be kept of both, and how many changed.

    Args:
        organisation_id: whose exchanges.
        asked: as ``queries.roles.roles_given`` gives it.
        base: the same, as it was when the page opened.
        by: who decides.
        now: instant of the decision.
    """
    members = member_lines(organisation_id)
    stored = roles_given(members)
    merged = merge(base, {name: asked[name] for name in stored if name in asked}, stored)
    changed = [] if merged.clashes else merged.changed_from(stored)
    for one in members:
        name = f"m{one.user_id}"
        if name not in changed:
            continue
        wanted = {DeskRole(role) for role in merged.values[name]}
        for role in wanted - one.roles:
            same = {"organisation_id": organisation_id, "user_id": one.user_id, "role": role}
            Helper.objects.get_or_create(**same, defaults={"given_at": now})
            audit(Verb.GRANT, kind=ROLE, object_id=one.user_id, by=by, fields=[role.value], now=now)
        for role in one.roles - wanted:
            Helper.objects.filter(organisation=organisation_id, user=one.user_id, role=role).delete()
            audit(Verb.REVOKE, kind=ROLE, object_id=one.user_id, by=by, fields=[role.value], now=now)
    return merged, len(changed)


@transaction.atomic
def forget_for(participant: Participant, *, by: Author, now: datetime) -> None:
    """Erase a person who asked the organiser for it; the journal keeps the fact, without her."""
    forget(participant, now=now)
    audit(Verb.ANONYMISE, kind=PARTICIPANT, object_id=participant.pk, by=by, now=now)

"""Roles in the exchanges of an organisation, and what its data protection officer does for a person."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from quartiers.exchanges.actions.participants import forget
from quartiers.exchanges.models import Helper, Participant
from quartiers.exchanges.queries.roles import member_lines
from quartiers.exchanges.rules import DeskRole
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

ROLE, PARTICIPANT = "exchanges.role", "exchanges.participant"


@transaction.atomic
def set_helpers(organisation_id: int, wanted: Mapping[int, Collection[DeskRole]], *, by: Author, now: datetime) -> int:
    """Make the roles of these members exactly these; who is not a member is left aside. Returns how many changed.

    Args:
        organisation_id: whose exchanges.
        wanted: roles by number of account.
        by: who decides.
        now: instant of the decision.
    """
    changed = 0
    for one in member_lines(organisation_id):
        asked = frozenset(wanted.get(one.user_id, one.roles))
        for role in asked - one.roles:
            Helper.objects.create(organisation_id=organisation_id, user_id=one.user_id, role=role, given_at=now)
            audit(Verb.GRANT, kind=ROLE, object_id=one.user_id, by=by, fields=[role.value], now=now)
        for role in one.roles - asked:
            Helper.objects.filter(organisation=organisation_id, user=one.user_id, role=role).delete()
            audit(Verb.REVOKE, kind=ROLE, object_id=one.user_id, by=by, fields=[role.value], now=now)
        changed += asked != one.roles
    return changed


@transaction.atomic
def forget_for(participant: Participant, *, by: Author, now: datetime) -> None:
    """Erase a person who asked the organiser for it; the journal keeps the fact, without her."""
    forget(participant, now=now)
    audit(Verb.ANONYMISE, kind=PARTICIPANT, object_id=participant.pk, by=by, now=now)

"""Who may do what in the exchanges of an organisation, and what its data protection officer looks at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q, QuerySet

from quartiers.actors.queries import members
from quartiers.exchanges.models import Cycle, Helper, Participant, Session
from quartiers.exchanges.rules import DeskRole, kept_until
from quartiers.office.queries import audit_lines

LINES = 50


@dataclass(frozen=True)
class MemberLine:
    """A member of the organisation and what she is in its exchanges."""

    user_id: int
    name: str
    is_administrator: bool
    roles: frozenset[DeskRole]


@dataclass(frozen=True)
class Kept:
    """What a cycle still knows of people, and until when: without and with the agreement to be contacted."""

    cycle: Cycle
    known: int
    contacts: int
    until: date
    contacts_until: date


def has_role(organisation_id: int | None, user_id: int, role: DeskRole) -> bool:
    return Helper.objects.filter(organisation=organisation_id, user=user_id, role=role).exists()


def member_lines(organisation_id: int) -> list[MemberLine]:
    """The members of an organisation, by name; two queries."""
    held: dict[int, set[DeskRole]] = defaultdict(set)
    for user_id, role in Helper.objects.filter(organisation=organisation_id).values_list("user", "role"):
        held[user_id].add(DeskRole(role))
    return [
        MemberLine(one.user_id, str(one.user), one.role == "administrator", frozenset(held[one.user_id]))
        for one in members(organisation_id)
    ]


def roles_given(lines: Iterable[MemberLine]) -> dict[str, list[str]]:
    """The roles of members, as their form has them: by the name of a field."""
    return {f"m{one.user_id}": sorted(role.value for role in one.roles) for one in lines}


def kept_in(organisation_id: int) -> list[Kept]:
    """What each cycle of an organisation still knows, newest first; three queries."""
    cycles = list(Cycle.objects.filter(organiser=organisation_id))
    counted = Participant.objects.filter(cycle__in=cycles, anonymised_at=None).order_by().values("cycle")
    counts = {
        one["cycle"]: (one["known"], one["contacts"])
        for one in counted.annotate(
            known=Count("pk", filter=Q(contact_only_at=None)),
            contacts=Count("pk", filter=Q(contact_only_at__isnull=False)),
        )
    }
    ends = dict(Session.objects.filter(cycle__in=cycles).order_by().values_list("cycle").annotate(last=Max("ends_at")))
    found = []
    for one in cycles:
        last = ends.get(one.pk, one.created_at).astimezone(ZoneInfo(one.zone)).date()
        known, contacts = counts.get(one.pk, (0, 0))
        until, later = (kept_until(last, may_be_contacted=agrees) for agrees in (False, True))
        found.append(Kept(one, known, contacts, until, later))
    return found


def participants_at(organisation_id: int, email: str) -> QuerySet[Participant]:
    """Those whom this address names in the cycles of an organisation."""
    rows = Participant.objects.filter(cycle__organiser=organisation_id, email=email.strip().lower()).exclude(email="")
    return rows.select_related("cycle", "cycle__organiser").order_by("-cycle__created_at", "pk")


def participant_in(organisation_id: int, participant_id: int) -> Participant | None:
    """A participant who is still known, in a cycle of an organisation."""
    rows = Participant.objects.filter(pk=participant_id, cycle__organiser=organisation_id, anonymised_at=None)
    return rows.select_related("cycle", "cycle__organiser").first()


def journal_of(organisation_id: int) -> "QuerySet[Any]":
    """The last lines of the journal about the exchanges of an organisation."""
    lines = audit_lines().filter(organisation_id=organisation_id, kind__startswith="exchanges.")
    return lines.order_by("-at", "-pk")[:LINES]

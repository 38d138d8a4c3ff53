"""What waits for an answer in Cités and organisations, for many at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from quartiers.actors.models import Annex, Cite, CiteRole, Committee, Decision, Invitation, Membership, User
from quartiers.actors.queries.cites import facts_of, taking_part
from quartiers.actors.queries.protection import second_factor_of
from quartiers.actors.rules import Role, SecondFactor
from quartiers.actors.rules.cites import partner_may_open_persons
from quartiers.actors.rules.committees import DecisionState

#: How early the end of an annex, or a committee, is told.
AHEAD = timedelta(days=60)
#: Lines of one kind on the page of who acts: the pages behind the doors hold them all.
MOST = 6


@dataclass(frozen=True)
class LackingPapers:
    """A Cité, and those of its partners that miss a paper before they may open persons."""

    cite: Cite
    partners: tuple[str, ...]


def lacking_papers(cite_ids: Collection[int], on: date, *, organisation_id: int | None = None) -> list[LackingPapers]:
    """The Cités with a partner that misses its basis or its annex, by name; three queries.

    Args:
        cite_ids: where one looks.
        on: the day.
        organisation_id: only this partner; None for all.
    """
    rows = taking_part(on).filter(cite__in=cite_ids, cite__closed_on=None).select_related("organisation", "cite")
    partners = list(rows if organisation_id is None else rows.filter(organisation=organisation_id))
    facts = facts_of(partners)
    found: dict[int, tuple[Cite, list[str]]] = {}
    for one in partners:
        opening = partner_may_open_persons(facts[one.pk], on)
        if not opening.is_open and not opening.is_final:
            found.setdefault(one.cite_id, (one.cite, []))[1].append(one.organisation.name)
    lacking = [LackingPapers(cite, tuple(names)) for cite, names in found.values()]
    return sorted(lacking, key=lambda one: one.cite.name)


def ending_annexes(cite_ids: Collection[int], on: date) -> "QuerySet[Annex]":
    """Annexes in force that end soon, the first to end first; one query."""
    taking = Q(partner__left_on=None, partner__cite__in=cite_ids, partner__cite__closed_on=None)
    rows = Annex.objects.filter(taking, ended_on__gte=on, ended_on__lte=on + AHEAD)
    return rows.select_related("partner__organisation", "partner__cite").order_by("ended_on", "pk")[:MOST]


def open_decisions(on: date, *, cite_ids: Collection[int] = (), owner: int | None = None) -> "QuerySet[Decision]":
    """Dated decisions still to be kept, within two months, the oldest day first: in these Cités, or this owner's."""
    rows = Decision.objects.filter(state=DecisionState.OPEN, due_on__lte=on + AHEAD, committee__cite__closed_on=None)
    rows = rows.filter(committee__cite__in=cite_ids) if owner is None else rows.filter(owner=owner)
    return rows.select_related("owner", "committee__cite").order_by("due_on", "pk")[:MOST]


def coming_committees(cite_ids: Collection[int], on: date) -> "QuerySet[Committee]":
    """The committees of the two months to come, the first first; one query."""
    rows = Committee.objects.filter(cite__in=cite_ids, held_on__gte=on, held_on__lte=on + AHEAD)
    return rows.select_related("cite").order_by("held_on", "pk")[:MOST]


def unanswered(**where: object) -> tuple[int, date | None]:
    """How many invitations nobody answered, and the day the first of them stops to open; one query.

    Args:
        where: filters of invitations: those of an organisation, of Cités, or all.
    """
    ends = list(
        Invitation.objects.filter(accepted_at=None, revoked_at=None, **where)
        .order_by("ends_at")
        .values_list("ends_at", flat=True)
    )
    return len(ends), ends[0].date() if ends else None


def without_second_factor() -> int:
    """Open accounts whose role opens personal data, and that have no second factor; one query."""
    administers = Membership.objects.filter(user=OuterRef("pk"), ended_at=None, role=Role.ADMINISTRATOR)
    inside = CiteRole.objects.filter(
        membership__user=OuterRef("pk"), ended_at=None, membership__ended_at=None, cite__closed_on=None
    ).exclude(role=Role.OBSERVER)
    opens = Q(is_installation_administrator=True) | Exists(administers) | Exists(inside)
    accounts = User.objects.filter(opens, is_active=True).annotate(second_factor=second_factor_of("pk"))
    return accounts.filter(second_factor=SecondFactor.NOWHERE).count()

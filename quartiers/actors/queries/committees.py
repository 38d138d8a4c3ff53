"""Committees of a Cité and the decisions to follow."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quartiers.actors.models import Attendance, Cite, Committee, Decision
from quartiers.actors.rules.committees import DecisionState, Urgency, late_first, urgency


@dataclass(frozen=True)
class FollowedDecision:
    """A decision and where it stands that day."""

    decision: Decision
    urgency: Urgency
    days: int

    @property
    def is_late(self) -> bool:
        return self.urgency is Urgency.LATE


def committees(cite: Cite) -> "QuerySet[Any]":
    """The committees of a Cité, newest first, with ``decision_count`` and ``open_count``; one query."""
    decided = Decision.objects.filter(committee=OuterRef("pk")).order_by().values("committee")
    return Committee.objects.filter(cite=cite).annotate(
        decision_count=_counted(decided),
        open_count=_counted(decided.filter(state=DecisionState.OPEN)),
    )


def find_committee(cite: Cite, committee_id: int) -> Committee | None:
    """A committee of this Cité, and of no other."""
    return Committee.objects.filter(cite=cite, pk=committee_id).first()


def next_committee(cite: Cite, on: date) -> Committee | None:
    """The first one to come, today included."""
    return Committee.objects.filter(cite=cite, held_on__gte=on).order_by("held_on", "pk").first()


def attendance(committee: Committee) -> "QuerySet[Attendance]":
    return Attendance.objects.filter(committee=committee).select_related("organisation")


def decisions(cite: Cite, *, on: date) -> list[FollowedDecision]:
    """Every decision of the Cité, late first, closed ones at the end; one query."""
    return _followed(Decision.objects.filter(committee__cite=cite), on)


def decisions_of(committee: Committee, *, on: date) -> list[FollowedDecision]:
    return _followed(Decision.objects.filter(committee=committee), on)


def find_decision(cite: Cite, decision_id: int) -> Decision | None:
    """A decision of this Cité, and of no other."""
    rows = Decision.objects.filter(committee__cite=cite, pk=decision_id)
    return rows.select_related("committee", "owner").first()


def counts(rows: list[FollowedDecision]) -> dict[Urgency, int]:
    """How many stand where."""
    counted = Counter(row.urgency for row in rows)
    return {one: counted[one] for one in Urgency}


def _followed(rows: "QuerySet[Decision]", on: date) -> list[FollowedDecision]:
    found = rows.select_related("committee", "owner")
    return [
        FollowedDecision(one, urgency(one.state, one.due_on, on=on), abs((one.due_on - on).days) if one.due_on else 0)
        for one in late_first(found, on=on)
    ]


def _counted(rows: "QuerySet[Any]") -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)

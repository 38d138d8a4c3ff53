"""What waits for an organiser, over all its cycles: sessions to come, presences to note, needs to answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quartiers.exchanges.models import Cycle, Need, ProgrammeItem, Registration, Session, Speaker
from quartiers.exchanges.queries.organised import lacks
from quartiers.exchanges.rules import NeedState, Place, Presence, Stage

#: How early a session that comes is told.
AHEAD = timedelta(days=60)
MOST = 6


@dataclass(frozen=True)
class ComingSession:
    """A session to come, how many have a place, and what it still lacks, in words."""

    session: Session
    confirmed: int
    lacks: tuple[str, ...]


def coming(organisation_id: int, *, now: datetime) -> list[ComingSession]:
    """The published sessions of an organiser in the two months to come, the first first; one query."""
    placed = Registration.objects.filter(session=OuterRef("pk"), place=Place.CONFIRMED).order_by().values("session")
    rows = (
        _sessions(organisation_id)
        .filter(stage=Stage.PUBLISHED, starts_at__gt=now, starts_at__lte=now + AHEAD)
        .annotate(
            is_planned=Exists(ProgrammeItem.objects.filter(session=OuterRef("pk"))),
            is_spoken=Exists(Speaker.objects.filter(session=OuterRef("pk"))),
            confirmed=Coalesce(Subquery(placed.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("starts_at", "pk")[:MOST]
    )
    return [ComingSession(one, one.confirmed, lacks(one, one.is_planned, one.is_spoken)) for one in rows]


def presences_to_note(organisation_id: int, *, now: datetime) -> "QuerySet[Session]":
    """Sessions that are over and where somebody who had a place is neither present nor absent; one query."""
    unknown = Registration.objects.filter(
        session=OuterRef("pk"), place=Place.CONFIRMED, presence=Presence.UNKNOWN, participant__anonymised_at=None
    )
    rows = _sessions(organisation_id).filter(ends_at__lte=now).exclude(stage__in=[Stage.DRAFT, Stage.ARCHIVED])
    return rows.filter(Exists(unknown)).order_by("-ends_at", "pk")[:MOST]


def needs_to_answer(organisation_id: int) -> "QuerySet[Any]":
    """Its cycles that hold needs nobody took up, with ``new_needs``; one query."""
    new = Need.objects.filter(cycle=OuterRef("pk"), state=NeedState.NEW).order_by().values("cycle")
    rows = Cycle.objects.filter(organiser=organisation_id).exclude(stage=Stage.ARCHIVED)
    return (
        rows.annotate(
            new_needs=Coalesce(Subquery(new.annotate(n=Count("pk")).values("n")), 0),
        )
        .filter(new_needs__gt=0)
        .order_by("pk")[:MOST]
    )


def _sessions(organisation_id: int) -> "QuerySet[Session]":
    return Session.objects.filter(cycle__organiser=organisation_id).select_related("cycle")

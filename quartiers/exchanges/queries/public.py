"""What anybody may read: published cycles, their sessions, who speaks. Never the address of a room."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Count, Q, QuerySet

from quartiers.exchanges.models import (
    Cycle,
    Practice,
    ProgrammeItem,
    Question,
    Registration,
    Resource,
    Session,
    Speaker,
)
from quartiers.exchanges.rules import Place, Stage, places_left

M = TypeVar("M", ProgrammeItem, Speaker, Resource)
PUBLIC_STAGES = (Stage.PUBLISHED, Stage.CLOSED, Stage.ARCHIVED)
SECRET = ("provider", "room")
#: What the page and the mails of a cycle say of its organiser.
ORGANISER = ("organiser__name", *(one.name for one in Cycle._meta.concrete_fields))
#: What tells whether a session may be asked for.
OPENNESS = ("cycle", "title", "stage", "starts_at", "ends_at")
#: Sessions read to find those of the next cycle: another one may have its own between them.
NEXT_READ = 12
#: Everything that the page of a cycle shows, besides the cycle, by its number.
ALL_SHOWN = (
    "SELECT * FROM exchanges_session WHERE cycle_id = %s ORDER BY id",
    "SELECT * FROM exchanges_question WHERE cycle_id = %s ORDER BY id",
    "SELECT p.* FROM exchanges_programmeitem p JOIN exchanges_session s ON s.id = p.session_id WHERE s.cycle_id = %s "
    "ORDER BY p.id",
    "SELECT p.* FROM exchanges_speaker p JOIN exchanges_session s ON s.id = p.session_id WHERE s.cycle_id = %s "
    "ORDER BY p.id",
    "SELECT p.* FROM exchanges_resource p JOIN exchanges_session s ON s.id = p.session_id WHERE s.cycle_id = %s "
    "ORDER BY p.id",
    "SELECT r.session_id, r.place, count(*) FROM exchanges_registration r JOIN exchanges_session s "
    "ON s.id = r.session_id WHERE s.cycle_id = %s GROUP BY r.session_id, r.place ORDER BY r.session_id, r.place",
)


@dataclass(frozen=True)
class SessionShown:
    """A session as the public page shows it."""

    session: Session
    items: list[ProgrammeItem]
    speakers: list[Speaker]
    resources: list[Resource]
    confirmed: int
    waiting: int
    is_past: bool
    is_open: bool

    @property
    def left(self) -> int | None:
        """Places left; None when they are not counted; zero as soon as somebody waits."""
        return 0 if self.waiting else places_left(self.session.quota, self.confirmed)

    @property
    def minutes(self) -> int:
        return round((self.session.ends_at - self.session.starts_at).total_seconds() / 60)


def public_cycles() -> QuerySet[Cycle]:
    """Cycles that anybody may read, newest first."""
    return Cycle.objects.filter(stage__in=PUBLIC_STAGES).select_related("organiser").only(*ORGANISER)


def public_sessions(cycle: Cycle) -> QuerySet[Session]:
    """The sessions of a cycle that its page shows: published, and not by invitation; rooms stay in the database."""
    return (
        Session.objects.filter(cycle=cycle, stage__in=PUBLIC_STAGES, invitation_only=False)
        .select_related("cycle", "cycle__organiser")
        .defer(*SECRET)
    )


def coming_sessions(*, now: datetime) -> QuerySet[Session]:
    """The sessions to come that anybody may ask for, soonest first."""
    rows = Session.objects.filter(stage=Stage.PUBLISHED, cycle__stage=Stage.PUBLISHED, invitation_only=False)
    return rows.filter(starts_at__gt=now).select_related("cycle", "cycle__organiser").defer(*SECRET)


def next_cycle(*, now: datetime, most: int = 3) -> list[SessionShown]:
    """The first sessions to come of the cycle that meets next, without what stands around; two queries."""
    rows = list(coming_sessions(now=now)[:NEXT_READ])
    return _counted([one for one in rows if one.cycle_id == rows[0].cycle_id][:most])


def coming_of(cycle: Cycle, *, now: datetime) -> list[SessionShown]:
    """The sessions to come of one cycle, without what stands around; two queries."""
    return _counted(list(coming_sessions(now=now).filter(cycle=cycle)))


def _counted(sessions: list[Session]) -> list[SessionShown]:
    counts = _counts([one.pk for one in sessions]) if sessions else {}
    return [
        SessionShown(one, [], [], [], *counts.get(one.pk, (0, 0)), is_past=False, is_open=True) for one in sessions
    ]


def bare(cycle: Cycle, *, now: datetime) -> list[SessionShown]:
    """The sessions of a cycle with nothing around them, for a form that needs only which are open; one query."""
    return [
        SessionShown(session, [], [], [], 0, 0, is_past=session.ends_at <= now, is_open=_is_open(session, now))
        for session in public_sessions(cycle).select_related(None).defer(None).only(*OPENNESS)
    ]


def _is_open(session: Session, now: datetime) -> bool:
    return session.stage == Stage.PUBLISHED and session.starts_at > now


def shown(sessions: Iterable[Session], *, now: datetime) -> list[SessionShown]:
    """Sessions with what stands around them, in five queries whatever their number."""
    rows = list(sessions)
    numbers = [session.pk for session in rows]
    items = _by_session(ProgrammeItem.objects.filter(session__in=numbers))
    speakers = _by_session(Speaker.objects.filter(session__in=numbers))
    resources = _by_session(Resource.objects.filter(session__in=numbers))
    counts = _counts(numbers)
    return [
        SessionShown(
            session,
            items[session.pk],
            speakers[session.pk],
            [one for one in resources[session.pk] if one.is_public],
            *counts.get(session.pk, (0, 0)),
            is_past=session.ends_at <= now,
            is_open=_is_open(session, now),
        )
        for session in rows
    ]


def state_of(slug: str) -> str:
    """A digest of all that the public page of a cycle shows, the name of its organiser aside; empty without cycle.

    It changes as soon as any of it does. Rows are read as the database gives them, without making objects of them:
    this is what lets a page be kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchanges_cycle WHERE slug = %s", [slug])
        row = cursor.fetchone()
        if row is None:
            return ""
        digest = hashlib.sha256(repr(row).encode())
        number = row[[column[0] for column in cursor.description].index("id")]
        for query in ALL_SHOWN:
            cursor.execute(query, [number])
            digest.update(repr(cursor.fetchall()).encode())
    return digest.hexdigest()


def questions_of(cycle: Cycle) -> QuerySet[Question]:
    return Question.objects.filter(cycle=cycle)


def speakers_of(session: Session) -> QuerySet[Speaker]:
    return Speaker.objects.filter(session=session)


def practices() -> QuerySet[Practice]:
    """Published practices."""
    return Practice.objects.exclude(published_on=None).select_related("session", "session__cycle")


def practices_at(names: Iterable[str]) -> QuerySet[Practice]:
    """Published practices whose territory holds one of these names."""
    held = Q(pk__in=[])
    for name in names:
        held |= Q(territory__icontains=name)
    return practices().filter(held)


def _counts(numbers: list[int]) -> dict[int, tuple[int, int]]:
    """How many have a place and how many wait, by number of session; one query."""
    rows = Registration.objects.filter(session__in=numbers).order_by().values_list("session")
    counted = rows.annotate(
        confirmed=Count("pk", filter=Q(place=Place.CONFIRMED)), waiting=Count("pk", filter=Q(place=Place.WAITING))
    )
    return {number: (confirmed, waiting) for number, confirmed, waiting in counted}


def _by_session(rows: Iterable[M]) -> dict[int, list[M]]:
    found: dict[int, list[M]] = defaultdict(list)
    for row in rows:
        found[row.session_id].append(row)
    return found

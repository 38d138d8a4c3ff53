"""What an organiser sees: her cycles, their sessions, who comes, what a change would tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from quartiers.actors.queries import organisation_names
from quartiers.exchanges.models import (
    Cycle,
    Need,
    Participant,
    ProgrammeItem,
    Question,
    Registration,
    Session,
    Speaker,
)
from quartiers.exchanges.rules import TOLD, NeedState, Place, Presence, Stage, next_reminder, on_clock
from quartiers.exchanges.shown import when
from quartiers.kernel.french import NBSP
from quartiers.office.queries import mails
from quartiers.office.rules import MailState

CAME = Q(presence__in=(Presence.PRESENT, Presence.LATE))

#: Organisations offered beside a field: a longer list helps nobody.
MOST_OFFERED = 300
#: What its form says of a session besides its day and hours.
SAID = "title", "question", "quota", "provider", "room", "dial_in", "audiences", "summary", "easy_summary"


@dataclass(frozen=True)
class SessionLine:
    """A session with its numbers."""

    session: Session
    confirmed: int
    waiting: int
    present: int
    is_past: bool
    lacks: tuple[str, ...]
    reminds_at: datetime | None


def cycles_of(organisation_id: int) -> QuerySet[Cycle]:
    """The cycles of an organiser, newest first."""
    return Cycle.objects.filter(organiser=organisation_id).select_related("organiser")


def session_lines(cycle: Cycle, *, now: datetime) -> list[SessionLine]:
    """The sessions of a cycle, with who comes and what each still lacks; four queries."""
    rows = list(Session.objects.filter(cycle=cycle).select_related("cycle"))
    counted = Registration.objects.filter(session__in=rows).order_by().values("session")
    counts = {
        one["session"]: one
        for one in counted.annotate(
            confirmed=Count("pk", filter=Q(place=Place.CONFIRMED)),
            waiting=Count("pk", filter=Q(place=Place.WAITING)),
            present=Count("pk", filter=CAME & Q(place=Place.CONFIRMED)),
        )
    }
    planned = set(ProgrammeItem.objects.filter(session__in=rows).values_list("session", flat=True))
    spoken = set(Speaker.objects.filter(session__in=rows).values_list("session", flat=True))
    none = {"confirmed": 0, "waiting": 0, "present": 0}
    return [
        SessionLine(
            one,
            confirmed=counts.get(one.pk, none)["confirmed"],
            waiting=counts.get(one.pk, none)["waiting"],
            present=counts.get(one.pk, none)["present"],
            is_past=one.ends_at <= now,
            lacks=() if one.ends_at <= now else lacks(one, one.pk in planned, one.pk in spoken),
            reminds_at=_reminds_at(one, cycle, now),
        )
        for one in rows
    ]


def _reminds_at(session: Session, cycle: Cycle, now: datetime) -> datetime | None:
    if session.stage not in {Stage.PUBLISHED, Stage.CLOSED}:
        return None
    return next_reminder(session.starts_at, zone=cycle.zone, chosen=cycle.reminders, now=now)


def lacks(session: Session, is_planned: bool, has_speaker: bool) -> tuple[str, ...]:
    """What a session that is to come still lacks, in words."""
    missing = {
        "salle": bool(session.room),
        "programme": is_planned,
        "intervenant": has_speaker and not session.speaker_sought,
    }
    return tuple(name for name, is_there in missing.items() if not is_there)


def session_of(session_id: int, organisation_id: int) -> Session | None:
    """A session of an organiser; None for one of somebody else."""
    rows = Session.objects.filter(pk=session_id, cycle__organiser=organisation_id)
    return rows.select_related("cycle", "cycle__organiser").first()


def confirmed_in(session: Session) -> QuerySet[Registration]:
    """Those who have a place in a session, as mails need them."""
    rows = Registration.objects.filter(session=session, place=Place.CONFIRMED, participant__anonymised_at=None)
    return rows.select_related("participant__cycle__organiser", "session__cycle__organiser").order_by("pk")


def told_changes(session: Session, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What its registrants would be told: name, before, after. The address of a room is never written."""
    after = Session(cycle=session.cycle, **{name: values.get(name, getattr(session, name)) for name in TOLD})
    told = [
        ("Titre", session.title, after.title),
        ("Date et heure", when(session), when(after)),
        ("Par téléphone", session.dial_in or "aucun numéro", after.dial_in or "aucun numéro"),
    ]
    if (session.room, session.provider) != (after.room, after.provider) and session.room:
        told.append(("Salle de visioconférence", "la précédente", f"une nouvelle{NBSP}; votre lien ne change pas"))
    return [one for one in told if one[1] != one[2]]


def registrations_in(cycle: Cycle) -> QuerySet[Registration]:
    """The registrations of a cycle whose person is still known; ``is_unreached``: a mail to her came back."""
    rows = Registration.objects.filter(session__cycle=cycle, participant__anonymised_at=None)
    lost = mails().filter(recipient=OuterRef("participant__email"), state__in=(MailState.FAILED, MailState.BOUNCED))
    return rows.select_related("participant", "session", "session__cycle").annotate(is_unreached=Exists(lost))


def registered_as(session: Session, *, email: str, first_name: str, last_name: str) -> Participant | None:
    """Who has a place in a session or waits for one under this address, or this name without address."""
    rows = Registration.objects.filter(session=session, participant__anonymised_at=None).exclude(place=Place.CANCELLED)
    rows = rows.filter(participant__email=email.strip().lower()).select_related("participant__cycle")
    named = rows.filter(participant__first_name=first_name, participant__last_name=last_name)
    found = (rows if email else named).first()
    return None if found is None else found.participant


@dataclass(frozen=True)
class Attendance:
    """Persons who had a place in a session: all, those who came, those whose name is erased."""

    placed: int
    came: int
    unnamed: int


def attendance(session: Session) -> Attendance:
    """How many had a place; one query."""
    rows = Registration.objects.filter(session=session, place=Place.CONFIRMED)
    erased = Q(participant__anonymised_at__isnull=False)
    counted = rows.aggregate(placed=Count("pk"), came=Count("pk", filter=CAME), unnamed=Count("pk", filter=erased))
    return Attendance(**counted)


def attendance_of(session: Session) -> QuerySet[Registration]:
    """Those who had a place and still have a name, by name."""
    rows = Registration.objects.filter(session=session, place=Place.CONFIRMED, participant__anonymised_at=None)
    return rows.select_related("participant").order_by("participant__last_name", "participant__first_name", "pk")


def presences_noted(rows: Iterable[Registration]) -> dict[str, str]:
    """Who is noted what, as the form of presences has it: by the name of her field."""
    return {f"p{row.pk}": row.presence for row in rows}


def people_count(cycle: Cycle) -> int:
    """How many persons are registered in a cycle."""
    return Participant.objects.filter(cycle=cycle, contact_only_at=None).count()


def open_needs_count(cycle: Cycle) -> int:
    """Needs that nobody has answered yet."""
    return Need.objects.filter(cycle=cycle, state__in=(NeedState.NEW, NeedState.GROUPED)).count()


def next_session(organisation_id: int, *, now: datetime) -> Session | None:
    """The next published session of an organiser."""
    rows = Session.objects.filter(cycle__organiser=organisation_id, starts_at__gt=now, stage=Stage.PUBLISHED)
    return rows.select_related("cycle").order_by("starts_at").first()


def known_organisations(organiser_id: int) -> list[str]:
    """Who may be asked to speak: those that spoke already, then the organisations of the directory; two queries."""
    spoke = Speaker.objects.filter(session__cycle__organiser=organiser_id).exclude(organisation_name="")
    names = spoke.order_by("organisation_name").values_list("organisation_name", flat=True).distinct()[:MOST_OFFERED]
    return list(dict.fromkeys([*names, *organisation_names(most=MOST_OFFERED)]))[:MOST_OFFERED]


def programme_of(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The moments and the speakers of a session, as its form shows them."""
    items = ProgrammeItem.objects.filter(session=session).values("part", "title", "minutes")
    speakers = Speaker.objects.filter(session=session).values("name", "function", "organisation_name")
    return {"items": [dict(one) for one in items], "speakers": [dict(one) for one in speakers]}


def questions_asked(cycle: Cycle) -> dict[str, list[dict[str, Any]]]:
    """The questions of a cycle, in order, as its form shows them."""
    rows = Question.objects.filter(cycle=cycle).values("label", "kind", "choices", "why", "required", number=F("pk"))
    return {"questions": [dict(one) for one in rows]}


def questions_in(cycles: Iterable[int]) -> QuerySet[Question]:
    """The questions of several cycles, cycle by cycle, in order."""
    return Question.objects.filter(cycle__in=cycles).select_related("cycle").order_by("cycle", "rank", "pk")


def state_of_cycle(cycle: Cycle) -> dict[str, Any]:
    """What can be edited of a cycle, as its form writes it."""
    names = ("title", "question", "presentation", "contact_email", "basis", "zone", "reminders")
    return {name: getattr(cycle, name) for name in names}


def state_of_session(session: Session) -> dict[str, Any]:
    """What can be edited of a session, as its form writes it: its day and hours on the clock of its cycle."""
    zone = ZoneInfo(session.cycle.zone)
    starts, ends = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    hours = {"day": starts.date().isoformat(), "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    return {name: getattr(session, name) for name in SAID} | hours


def values_of_session(state: Mapping[str, Any], *, zone: str) -> dict[str, Any]:
    """A state as the table holds it: two instants in place of a day and hours."""
    return {name: state[name] for name in SAID} | {
        "starts_at": on_clock(state["day"], state["starts"], zone=zone),
        "ends_at": on_clock(state["day"], state["ends"], zone=zone),
    }


def sessions_of(cycle: Cycle) -> QuerySet[Session]:
    return Session.objects.filter(cycle=cycle).select_related("cycle")

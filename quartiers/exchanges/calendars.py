"""Calendar files: an invitation that calendars understand, its changes, its end, and the public feed.

One event keeps one UID; each change grows its SEQUENCE, so that calendars replace and never add (RFC 5545, RFC 5546).
The address of a room never stands there: a personal link does, or the public page in the feed.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from quartiers.exchanges.models import Cycle, Participant, Registration, Session
from quartiers.exchanges.rules import Place

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Emploi et Quartiers//Rencontres//FR"


def invitation(registration: Registration, *, join_url: str, now: datetime) -> bytes:
    """The calendar file of one registration: REQUEST while it holds, CANCEL once it does not.

    ``registration.session`` and its cycle are loaded.
    """
    session, holds = registration.session, registration.place == Place.CONFIRMED
    calendar = _calendar(session.cycle, "REQUEST" if holds else "CANCEL")
    event = _event(session, now=now, url=join_url)
    event["uid"] = vText(f"seance-{session.pk}-{registration.participant_id}@{_host()}")
    event.add("sequence", session.sequence + registration.sequence)
    event.add("status", "CONFIRMED" if holds else "CANCELLED")
    event["attendee"] = _attendee(registration.participant)
    if holds:
        event.add_component(_alarm())
    calendar.add_component(event)
    return _written(calendar, [session])


def feed(cycle: Cycle, sessions: Iterable[Session], *, now: datetime) -> bytes:
    """The public feed of a cycle, which leads to its page."""
    rows = list(sessions)
    calendar = _calendar(cycle, "PUBLISH")
    calendar.add("x-wr-calname", cycle.title)
    for session in rows:
        event = _event(session, now=now, url=cycle_url(cycle))
        event["uid"] = vText(f"seance-{session.pk}@{_host()}")
        event.add("sequence", session.sequence)
        calendar.add_component(event)
    return _written(calendar, rows)


def own_feed(registrations: Iterable[tuple[Registration, str]], cycle: Cycle, *, now: datetime) -> bytes:
    """The feed of one person: the sessions that she has a place in, each with her way in, under the invitation's UID.

    Args:
        registrations: hers, confirmed, each with her join address; sessions and cycle are loaded.
        cycle: theirs.
        now: instant of writing.
    """
    rows = list(registrations)
    calendar = _calendar(cycle, "PUBLISH")
    calendar.add("x-wr-calname", cycle.title)
    for one, join_url in rows:
        event = _event(one.session, now=now, url=join_url)
        event["uid"] = vText(f"seance-{one.session_id}-{one.participant_id}@{_host()}")
        event.add("sequence", one.session.sequence + one.sequence)
        calendar.add_component(event)
    return _written(calendar, [one.session for one, _ in rows])


def cycle_url(cycle: Cycle) -> str:
    """The whole address of a cycle's public page."""
    return settings.SITE_URL + reverse("exchanges:cycle", args=[cycle.slug])


def _calendar(cycle: Cycle, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(session: Session, *, now: datetime, url: str) -> Event:
    zone = ZoneInfo(session.cycle.zone)
    event = Event()
    event.add("summary", session.title)
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("dtstamp", now)
    event.add("url", url)
    event.add("location", "En ligne")
    event.add(
        "description", "\n\n".join(part for part in (session.question, f"Pour rejoindre la séance : {url}") if part)
    )
    organiser = vCalAddress(f"mailto:{settings.MAIL_FROM}")
    organiser.params["cn"] = vText(session.cycle.organiser.name)
    event["organizer"] = organiser
    return event


def _attendee(participant: Participant) -> vCalAddress:
    """Already accepted, no answer awaited: calendars must not write to the organiser."""
    attendee = vCalAddress(f"mailto:{participant.email}")
    attendee.params["cn"] = vText(str(participant))
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _alarm() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "La séance commence dans 15 minutes.")
    alarm["trigger"] = vText("-PT15M")
    return alarm


def _written(calendar: Calendar, sessions: list[Session]) -> bytes:
    """With the clock changes of the years it holds, and no more (VTIMEZONE)."""
    written: bytes = calendar.to_ical()
    if not sessions:
        return written
    years = min(one.starts_at for one in sessions).year, max(one.ends_at for one in sessions).year
    clock = _clock(sessions[0].cycle.zone, *years)
    return written.replace(b"BEGIN:VEVENT", clock + b"BEGIN:VEVENT", 1)


@lru_cache(maxsize=64)
def _clock(zone: str, first: int, last: int) -> bytes:
    """The VTIMEZONE of a zone over some years, as a file holds it.

    From the year before: a zone whose clock never changes must still say its offset (RFC 5545, 3.6.5).
    """
    calendar, event = Calendar(), Event()
    event.add("dtstart", datetime(first, 6, 1, tzinfo=ZoneInfo(zone)))
    calendar.add_component(event)
    calendar.add_missing_timezones(date(first - 1, 1, 1), date(last + 1, 1, 1))
    for one in calendar.walk("VTIMEZONE"):
        one.pop("comment", None)
    return b"".join(re.findall(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", calendar.to_ical(), re.DOTALL))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"

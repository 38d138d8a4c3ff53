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
from quartiers.web.exports import writable

CONTENT_TYPE = "text/calendar; charset=utf-8"
END = b"END:VCALENDAR\r\n"
PRODUCT = "-//Emploi et Quartiers//Rencontres//FR"


def invitation(registration: Registration, *, join_url: str, now: datetime) -> bytes:
    """The calendar file of one registration: REQUEST while it holds, CANCEL once it does not.

    ``registration.session`` and its cycle are loaded.
    """
    session, holds = registration.session, registration.place == Place.CONFIRMED
    own = _own(registration, join_url=join_url, now=now)
    own.add("status", "CONFIRMED" if holds else "CANCELLED")
    own["attendee"] = _attendee(registration.participant)
    written = _event(session, own, alarm=_alarm() if holds else b"")
    return _file("REQUEST" if holds else "CANCEL", [session], [written])


def feed(cycle: Cycle, sessions: Iterable[Session], *, now: datetime) -> bytes:
    """The public feed of a cycle, which leads to its page."""
    rows = list(sessions)
    events = []
    for session in rows:
        own = _told(session, url=cycle_url(cycle), now=now)
        own["uid"] = vText(f"seance-{session.pk}@{_host()}")
        own.add("sequence", session.sequence)
        events.append(_event(session, own))
    return _file("PUBLISH", rows, events, name=cycle.title)


def own_feed(registrations: Iterable[tuple[Registration, str]], cycle: Cycle, *, now: datetime) -> bytes:
    """The feed of one person: the sessions that she has a place in, each with her way in, under the invitation's UID.

    Args:
        registrations: hers, confirmed, each with her join address; sessions and cycle are loaded.
        cycle: theirs.
        now: instant of writing.
    """
    rows = list(registrations)
    events = [_event(one.session, _own(one, join_url=join_url, now=now)) for one, join_url in rows]
    return _file("PUBLISH", [one.session for one, _ in rows], events, name=cycle.title)


def cycle_url(cycle: Cycle) -> str:
    """The whole address of a cycle's public page."""
    return settings.SITE_URL + reverse("exchanges:cycle", args=[cycle.slug])


def _own(registration: Registration, *, join_url: str, now: datetime) -> Event:
    """What an event says to one person."""
    event = _told(registration.session, url=join_url, now=now)
    event["uid"] = vText(f"seance-{registration.session_id}-{registration.participant_id}@{_host()}")
    event.add("sequence", registration.session.sequence + registration.sequence)
    return event


def _told(session: Session, *, url: str, now: datetime) -> Event:
    event = Event()
    event.add("dtstamp", now)
    event.add("url", url)
    way = f"Pour rejoindre la séance : {url}"
    event.add("description", "\n\n".join(part for part in (session.question, way) if part))
    return event


def _event(session: Session, own: Event, *, alarm: bytes = b"") -> bytes:
    """A whole event: what it says to everybody, then what it says to one."""
    cycle = session.cycle
    shared = _shared(session.title, session.starts_at, session.ends_at, cycle.zone, cycle.organiser.name)
    return b"".join([b"BEGIN:VEVENT\r\n", shared, _lines(own), alarm, b"END:VEVENT\r\n"])


@lru_cache(maxsize=256)
def _shared(title: str, starts_at: datetime, ends_at: datetime, zone: str, organiser_name: str) -> bytes:
    """The lines that are the same in the calendar of everybody: written once, whoever registers."""
    event = Event()
    event.add("summary", title)
    event.add("dtstart", starts_at.astimezone(ZoneInfo(zone)))
    event.add("dtend", ends_at.astimezone(ZoneInfo(zone)))
    event.add("location", "En ligne")
    organiser = vCalAddress(f"mailto:{settings.MAIL_FROM}")
    organiser.params["cn"] = vText(_on_one_line(organiser_name))
    event["organizer"] = organiser
    return _lines(event)


def _lines(event: Event) -> bytes:
    """What stands between the beginning and the end of an event."""
    written: bytes = event.to_ical()
    return written.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


def _attendee(participant: Participant) -> vCalAddress:
    """Already accepted, no answer awaited: calendars must not write to the organiser."""
    attendee = vCalAddress(f"mailto:{participant.email}")
    attendee.params["cn"] = vText(_on_one_line(str(participant)))
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee


def _on_one_line(text: str) -> str:
    """A parameter of a calendar holds no end of line, which nothing could escape there."""
    return " ".join(writable(text).split())


@lru_cache
def _alarm() -> bytes:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "La séance commence dans 15 minutes.")
    alarm["trigger"] = vText("-PT15M")
    written: bytes = alarm.to_ical()
    return written


def _file(method: str, sessions: list[Session], events: list[bytes], *, name: str = "") -> bytes:
    """A calendar with the clock changes of the years it holds, and no more (VTIMEZONE)."""
    if not sessions:
        return _head(method, name) + END
    years = min(one.starts_at for one in sessions).year, max(one.ends_at for one in sessions).year
    return b"".join([_head(method, name), _clock(sessions[0].cycle.zone, *years), *events, END])


@lru_cache(maxsize=64)
def _head(method: str, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
    written: bytes = calendar.to_ical()
    return written.removesuffix(END)


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

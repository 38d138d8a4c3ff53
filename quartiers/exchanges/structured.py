"""What search engines read of a session (schema.org): online, with its public page for place, never the room."""

from typing import Any
from zoneinfo import ZoneInfo

from quartiers.exchanges.calendars import cycle_url
from quartiers.exchanges.models import Cycle
from quartiers.exchanges.queries.public import SessionShown
from quartiers.exchanges.rules import Stage

SCHEMA = "https://schema.org/"


def events_of(cycle: Cycle, sessions: list[SessionShown]) -> list[dict[str, Any]]:
    """One Event a session."""
    url = cycle_url(cycle)
    return [
        {
            "@context": SCHEMA,
            "@type": "Event",
            "name": one.session.title,
            "description": one.session.question or one.session.summary,
            "startDate": _local(one.session.starts_at, cycle.zone),
            "endDate": _local(one.session.ends_at, cycle.zone),
            "eventAttendanceMode": f"{SCHEMA}OnlineEventAttendanceMode",
            "eventStatus": f"{SCHEMA}EventScheduled",
            "location": {"@type": "VirtualLocation", "url": url},
            "organizer": {"@type": "Organization", "name": cycle.organiser.name},
            "performer": [
                {"@type": "Person", "name": speaker.name or speaker.function} for speaker in one.speakers if speaker
            ],
            "isAccessibleForFree": True,
        }
        for one in sessions
        if one.session.stage != Stage.ARCHIVED
    ]


def _local(instant: Any, zone: str) -> str:
    return str(instant.astimezone(ZoneInfo(zone)).isoformat())

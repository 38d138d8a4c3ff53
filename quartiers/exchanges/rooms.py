"""Rooms that a server must be asked to open before anybody enters: BigBlueButton's, twenty minutes ahead, by a timer.

The call is the same each time and asks for nothing that is open already (BigBlueButton, API reference, «create»).
Nothing of a participant is sent. No redirect is followed and only the first bytes of the answer are read.
"""

from datetime import datetime, timedelta

import httpx

from quartiers.exchanges.models import Session
from quartiers.exchanges.providers import BIGBLUEBUTTON, NAME_MAX, meeting_id, server_of, signed_address
from quartiers.exchanges.rules import STAYS_OPEN, Stage
from quartiers.kernel.french import quantity

AHEAD, PATIENCE_S, READ_BYTES = timedelta(minutes=20), 10.0, 65_536
#: A room that nobody has entered stays that long; the timer asks again before.
ALONE_MINUTES = 60
DONE = b"<returncode>SUCCESS</returncode>"


def open_rooms(*, now: datetime, client: httpx.Client | None = None) -> str:
    """Ask for the rooms of the sessions that begin soon or are on; a French sentence says how many answered."""
    rows = Session.objects.filter(
        provider=BIGBLUEBUTTON,
        stage__in=(Stage.PUBLISHED, Stage.CLOSED),
        starts_at__lte=now + AHEAD,
        ends_at__gt=now - STAYS_OPEN,
    )
    sessions = list(rows.order_by("pk"))
    if not sessions:
        return "Aucune salle à ouvrir."
    with client or httpx.Client(timeout=PATIENCE_S, follow_redirects=False) as calling:
        opened = sum(_asked(session, calling) for session in sessions)
    silent = len(sessions) - opened
    said = f"{quantity(opened, 'salle prête', 'salles prêtes')}."
    return f"{said} {quantity(silent, 'serveur ne répond pas', 'serveurs ne répondent pas')}." if silent else said


def _asked(session: Session, client: httpx.Client) -> bool:
    """Whether the server says that the room is there."""
    server, secret = server_of(session)
    if not server:
        return False
    given = {
        "name": session.title[:NAME_MAX],
        "meetingID": meeting_id(session),
        "meetingExpireIfNoUserJoinedInMinutes": str(ALONE_MINUTES),
    }
    try:
        with client.stream("GET", signed_address(server, "create", given, secret=secret)) as answer:
            return answer.status_code == httpx.codes.OK and DONE in next(answer.iter_bytes(READ_BYTES), b"")
    except (httpx.HTTPError, httpx.InvalidURL):
        return False

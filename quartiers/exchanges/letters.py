"""The mails of the exchanges: what is written, to whom, with which links and calendar files.

Each is a row of the outbox; its key says what it is about: the same thing is never written twice to one person.
A person without address receives nothing: the organiser passes it on. What nobody waits for (reminders, surveys,
documents, invitations) is not sent to an address from which mails come back.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath as Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from quartiers.exchanges.calendars import cycle_url, invitation
from quartiers.exchanges.models import Participant, Registration, Resource, Session
from quartiers.exchanges.queries.afterwards import RESOURCES, resources_key
from quartiers.exchanges.queries.private import rank_in_queue, registrations_of
from quartiers.exchanges.rules import Place, Reminder
from quartiers.exchanges.shown import how_soon, when
from quartiers.exchanges.tokens import Purpose, token_for
from quartiers.office.actions import Attachment, write_mail

REMINDER, SURVEY, LINKS = "exchanges.reminder", "exchanges.survey", "exchanges.links"
CALENDAR = "text/calendar; method={method}; charset=utf-8"


def manage_url(participant: Participant) -> str:
    """Her own page."""
    return _url("exchanges:mine", participant, Purpose.MANAGE)


def join_url(registration: Registration) -> str:
    """Her way into the room of one session."""
    token = token_for(registration.participant_id, registration.participant.nonce, Purpose.JOIN)
    return settings.SITE_URL + reverse("exchanges:join", args=[token, registration.session_id])


def write_summary(participant: Participant, *, now: datetime, rows: Sequence[Registration] | None = None) -> None:
    """What she is registered to now: places, ranks, personal links, one calendar file a session.

    ``rows`` are all her registrations, when the caller has just made them.
    """
    rows = list(registrations_of(participant)) if rows is None else sorted(rows, key=_by_day)
    coming = [one for one in rows if one.session.ends_at > now]
    kept = [one for one in coming if one.place != Place.CANCELLED]
    version = sum(one.sequence for one in rows) + len(rows)
    _write(
        "exchanges.summary",
        participant,
        subject=f"Vos inscriptions : {participant.cycle.title}".replace(" :", "\u00a0:"),
        template="exchanges/email/summary.txt",
        context={"lines": [_line(one) for one in kept]},
        key=f"cycle {participant.cycle_id}, {participant.pk}, {version}, {now:%Y%m%d%H%M%S%f}",
        attachments=_calendars([one for one in coming if one.place == Place.CONFIRMED], now=now),
        now=now,
    )


def write_links(participant: Participant, *, now: datetime) -> None:
    """Her personal links again, at most one mail an hour for the same links."""
    rows = [one for one in registrations_of(participant) if one.session.ends_at > now]
    _write(
        LINKS,
        participant,
        subject=f"Vos liens personnels\u00a0: {participant.cycle.title}",
        template="exchanges/email/links.txt",
        context={"lines": [_line(one) for one in rows if one.place != Place.CANCELLED]},
        key=f"liens {participant.pk}, {_mark(participant)}, {now:%Y%m%d%H}",
        now=now,
    )


def write_copy_taken(participant: Participant, *, now: datetime) -> None:
    """A copy of her data has left through her link, at most one mail an hour for the same links."""
    _write(
        "exchanges.copy",
        participant,
        subject=f"Une copie de vos données\u00a0: {participant.cycle.title}",
        template="exchanges/email/copy.txt",
        context={},
        key=f"copie {participant.pk}, {_mark(participant)}, {now:%Y%m%d%H}",
        now=now,
    )


def _mark(participant: Participant) -> str:
    """Tells her links from those before, without telling what opens them."""
    return hashlib.sha256(participant.nonce.encode()).hexdigest()[:8]


def write_promotion(registration: Registration, *, now: datetime) -> None:
    """A place has come free for her."""
    _about(registration, "exchanges/email/promotion.txt", "Une place s’est libérée", now=now)


def write_cancellation(registration: Registration, *, now: datetime) -> None:
    """Her place is given back; calendars take the session away."""
    fresh = registrations_of(registration.participant).get(pk=registration.pk)
    _about(fresh, "exchanges/email/cancellation.txt", "Votre inscription est annulée", now=now)


def write_reminder(registration: Registration, reminder: Reminder, *, now: datetime) -> None:
    """Once a person, a session and a reminder: the key holds all three; the subject says how soon it really is."""
    subject = how_soon(registration.session.starts_at, registration.session.cycle.zone, now=now)
    _write(
        REMINDER,
        registration.participant,
        subject=f"{subject}\u00a0: {registration.session.title}",
        template="exchanges/email/reminder.txt",
        context={"line": _line(registration), "session": registration.session},
        key=reminder_key(registration, reminder),
        automatic=True,
        now=now,
    )


def reminder_key(registration: Registration, reminder: Reminder) -> str:
    """What makes a reminder one; a session that moves has reminders of its new day."""
    starts_at = registration.session.starts_at
    return f"{registration.pk}, {starts_at:%Y%m%d%H%M}, {reminder.value}"


def write_change(registration: Registration, changes: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
    """What has changed of a session, before and after, with the calendar file that follows."""
    _about(registration, "exchanges/email/change.txt", "Changement", now=now, changes=changes)


def write_survey(registration: Registration, *, now: datetime) -> None:
    """Three questions once the session is over, once a person and a session."""
    participant, session = registration.participant, registration.session
    token = token_for(participant.pk, participant.nonce, Purpose.SURVEY)
    _write(
        SURVEY,
        participant,
        subject=f"Votre avis\u00a0: {session.title}",
        template="exchanges/email/survey.txt",
        context={
            "session": session,
            "survey_url": settings.SITE_URL + reverse("exchanges:survey", args=[token, session.pk]),
            "certificate_url": settings.SITE_URL
            + reverse(
                "exchanges:certificate",
                args=[token_for(participant.pk, participant.nonce, Purpose.CERTIFICATE), session.pk],
            ),
        },
        key=survey_key(registration),
        automatic=True,
        now=now,
    )


def survey_key(registration: Registration) -> str:
    """What makes a survey one."""
    return f"avis {registration.pk}"


def write_resources(registration: Registration, resources: Sequence[Resource], *, now: datetime) -> None:
    """What a session leaves, once a person and a set of documents."""
    session = registration.session
    _write(
        RESOURCES,
        registration.participant,
        subject=f"À lire et à revoir\u00a0: {session.title}",
        template="exchanges/email/resources.txt",
        context={
            "session": session,
            "resources": resources,
            "cycle_url": cycle_url(session.cycle),
        },
        key=resources_key(registration, resources),
        automatic=True,
        now=now,
    )


def write_invitation(participant: Participant, session: Session, *, now: datetime) -> None:
    """To a second group, once a person and a session: the link leads to a page with two buttons."""
    token = token_for(participant.pk, participant.nonce, Purpose.INVITATION)
    stop_url = _url("exchanges:unsubscribe", participant, Purpose.UNSUBSCRIBE)
    answer_url = settings.SITE_URL + reverse("exchanges:invitation", args=[token, session.pk])
    _write(
        "exchanges.invitation",
        participant,
        subject=f"Vous l’aviez demandé\u00a0: {session.title}",
        template="exchanges/email/invitation.txt",
        context={"session": session, "when": when(session), "answer_url": answer_url, "stop_url": stop_url},
        key=f"séance {session.pk}, {participant.pk}",
        unsubscribe=stop_url,
        automatic=True,
        now=now,
    )


def _by_day(registration: Registration) -> tuple[datetime, int]:
    return registration.session.starts_at, registration.pk


def _about(registration: Registration, template: str, subject: str, *, now: datetime, **more: Any) -> None:
    session = registration.session
    _write(
        f"exchanges.{Path(template).stem}",
        registration.participant,
        subject=f"{subject}\u00a0: {session.title}",
        template=template,
        context={"line": _line(registration), **more},
        key=f"{registration.pk}, {registration.sequence}, {session.sequence}",
        attachments=_calendars([registration], now=now),
        now=now,
    )


def _line(registration: Registration) -> dict[str, Any]:
    waits = registration.place == Place.WAITING
    return {
        "session": registration.session,
        "when": when(registration.session),
        "is_waiting": waits,
        "rank": rank_in_queue(registration) if waits else 0,
        "join_url": join_url(registration) if registration.place == Place.CONFIRMED else "",
    }


def _calendars(registrations: Sequence[Registration], *, now: datetime) -> list[Attachment]:
    return [
        Attachment(
            f"seance-{one.session_id}.ics",
            CALENDAR.format(method="REQUEST" if one.place == Place.CONFIRMED else "CANCEL"),
            invitation(one, join_url=join_url(one), now=now),
        )
        for one in registrations
    ]


def _write(
    kind: str,
    participant: Participant,
    *,
    subject: str,
    template: str,
    context: dict[str, Any],
    key: str,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    unsubscribe: str = "",
    automatic: bool = False,
) -> None:
    if not participant.email:
        return
    cycle = participant.cycle
    known = {"participant": participant, "cycle": cycle, "manage_url": manage_url(participant)}
    write_mail(
        kind,
        to=participant.email,
        subject=subject,
        template=template,
        context={**known, **context},
        key=key,
        now=now,
        reply_to=cycle.contact_email,
        attachments=attachments,
        unsubscribe=unsubscribe,
        automatic=automatic,
    )


def _url(page: str, participant: Participant, purpose: Purpose) -> str:
    return settings.SITE_URL + reverse(page, args=[token_for(participant.pk, participant.nonce, purpose)])

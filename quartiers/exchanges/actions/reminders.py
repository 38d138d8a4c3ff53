"""Reminders: found by the timer, written once each."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.models import Registration
from quartiers.exchanges.rules import HORIZON, Place, Reminder, Stage, reminder_due
from quartiers.office.queries import mails


@transaction.atomic
def send_reminders(*, now: datetime) -> int:
    """Write the reminders whose time has come, to those who have a place; returns how many. Safe to run twice.

    Each cycle has the reminders that its organiser chose. A session that moved has those of its new day.
    """
    rows = list(_coming(now))
    sent = _sent(rows)
    count = 0
    for one in rows:
        due = reminder_due(
            one.session.starts_at,
            zone=one.session.cycle.zone,
            confirmed_at=one.confirmed_at or one.asked_at,
            sent=sent[one.pk],
            chosen=one.session.cycle.reminders,
            now=now,
        )
        if due is not None:
            letters.write_reminder(one, due, now=now)
            count += 1
    return count


def _coming(now: datetime) -> list[Registration]:
    rows = Registration.objects.filter(
        place=Place.CONFIRMED,
        session__starts_at__gt=now,
        session__starts_at__lte=now + HORIZON,
        session__stage__in=(Stage.PUBLISHED, Stage.CLOSED),
        participant__anonymised_at=None,
    )
    around = "participant__cycle__organiser", "session__cycle__organiser"
    return list(rows.exclude(participant__email="").select_related(*around).order_by("pk"))


def _sent(rows: list[Registration]) -> dict[int, set[str]]:
    """The reminders of the day of their session that these registrations already had, in one query."""
    keys = {letters.reminder_key(one, kind): (one.pk, kind) for one in rows for kind in Reminder}
    found: dict[int, set[str]] = defaultdict(set)
    if not rows:
        return found
    earliest = min(one.session.starts_at for one in rows) - HORIZON
    written = mails().filter(kind=letters.REMINDER, created_at__gte=earliest)
    for key in written.values_list("key", flat=True):
        if key in keys:
            number, kind = keys[key]
            found[number].add(kind.value)
    return found

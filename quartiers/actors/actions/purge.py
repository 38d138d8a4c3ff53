"""What is erased of accounts once its time is over. Replayable."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from quartiers.actors.models import FailedAttempt, Invitation, OpenSession
from quartiers.actors.rules import INVITATION_KEPT, failure_window


def purge_invitations(*, now: datetime, dry_run: bool) -> int:
    """Erase invitations, with the address that they hold, some time after they stopped to open."""
    limit = now - timedelta(days=INVITATION_KEPT.on(now.date()))
    old = Invitation.objects.filter(Q(ends_at__lt=limit) | Q(accepted_at__lt=limit) | Q(revoked_at__lt=limit))
    return old.count() if dry_run else old.delete()[0]


def purge_sign_ins(*, now: datetime, dry_run: bool) -> int:
    """Erase failed attempts that count no more, and sessions that have ended, wherever they were opened."""
    attempts = FailedAttempt.objects.filter(at__lte=now - failure_window(now.date()))
    ended = Session.objects.filter(expire_date__lt=now)
    count = attempts.count() + ended.count()
    if not dry_run:
        attempts.delete()
        ended.delete()
        OpenSession.objects.exclude(key__in=Session.objects.values("session_key")).delete()
    return count

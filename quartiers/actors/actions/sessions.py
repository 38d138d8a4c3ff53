"""Where an account is signed in: opened, seen, closed."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from quartiers.actors.models import OpenSession
from quartiers.actors.rules import device


@transaction.atomic
def open_session(user_id: int, key: str, *, user_agent: str, now: datetime) -> None:
    """Remember where the account has just signed in."""
    OpenSession.objects.filter(user=user_id).exclude(key__in=Session.objects.values("session_key")).delete()
    OpenSession.objects.update_or_create(
        key=key, defaults={"user_id": user_id, "device": device(user_agent), "opened_at": now, "seen_at": now}
    )


def see_session(user_id: int, key: str, *, user_agent: str, now: datetime) -> None:
    """Note that the session is still in use; one that was opened elsewhere enters the list."""
    if not OpenSession.objects.filter(key=key).update(seen_at=now):
        open_session(user_id, key, user_agent=user_agent, now=now)


@transaction.atomic
def close_session(user_id: int, session_id: int) -> bool:
    """Sign out of one place, at once; False when it was not one of this account's."""
    found = OpenSession.objects.filter(user=user_id, pk=session_id).first()
    if found is None:
        return False
    Session.objects.filter(session_key=found.key).delete()
    found.delete()
    return True


@transaction.atomic
def close_sessions(user_id: int, *, but: str = "") -> int:
    """Sign out everywhere, at once, but from the session of this key; how many were closed."""
    keys = list(OpenSession.objects.filter(user=user_id).exclude(key=but).values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    return len(keys)


def forget_session(key: str) -> None:
    """Its owner has signed out."""
    OpenSession.objects.filter(key=key).delete()

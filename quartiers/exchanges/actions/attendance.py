"""Who came: the organiser's word, and the list of a video service."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from quartiers.exchanges.models import Registration, Session
from quartiers.exchanges.rules import Place, Presence
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

BY_HAND, BY_LIST = "saisie", "liste"
TOO_EARLY = "La séance n’a pas commencé. Les présences se notent dès son début."


@transaction.atomic
def set_presences(session: Session, presences: Mapping[int, Presence], *, by: Author, now: datetime) -> int:
    """Note who came, by hand; what was noted wins over links and lists. Returns how many changed.

    Args:
        session: begun.
        presences: by registration of this session; others are left aside.
        by: who notes.
        now: instant of the act.

    Raises:
        RuleBroken: it has not begun.
    """
    _check_begun(session, now)
    changed = 0
    for registration in _placed(session).filter(pk__in=presences):
        wanted = presences[registration.pk]
        if registration.presence != wanted:
            source = "" if wanted == Presence.UNKNOWN else BY_HAND
            Registration.objects.filter(pk=registration.pk).update(presence=wanted, presence_source=source)
            changed += 1
    if changed:
        audit(Verb.UPDATE, kind="exchanges.session", object_id=session.pk, by=by, fields=["presence"], now=now)
    return changed


@transaction.atomic
def note_listed(session: Session, registrations: Collection[int], *, by: Author, now: datetime) -> int:
    """Those of a list were there, unless the organiser already said otherwise. Returns how many changed.

    Raises:
        RuleBroken: it has not begun.
    """
    _check_begun(session, now)
    listed = _placed(session).filter(pk__in=registrations, presence=Presence.UNKNOWN)
    changed = listed.update(presence=Presence.PRESENT, presence_source=BY_LIST)
    if changed:
        audit(Verb.UPDATE, kind="exchanges.session", object_id=session.pk, by=by, fields=["presence"], now=now)
    return changed


def _check_begun(session: Session, now: datetime) -> None:
    if now < session.starts_at:
        raise RuleBroken(TOO_EARLY)


def _placed(session: Session) -> QuerySet[Registration]:
    return Registration.objects.filter(session=session, place=Place.CONFIRMED)

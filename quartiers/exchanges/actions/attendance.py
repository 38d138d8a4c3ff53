"""Who came: the organiser's word, and the list of a video service."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from quartiers.exchanges.models import Registration, Session
from quartiers.exchanges.queries.organised import presences_noted
from quartiers.exchanges.rules import Place, Presence
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

BY_HAND, BY_LIST = "saisie", "liste"
TOO_EARLY = "La séance n’a pas commencé. Les présences se notent dès son début."


@transaction.atomic
def set_presences(
    session: Session, asked: Mapping[str, str], *, base: Mapping[str, Any], by: Author, now: datetime
) -> tuple[Merge, int]:
    """Note who came, by hand; what was noted wins over links and lists.

    Who entered by her link, or was noted by somebody else, since the page opened stays so; where both noted one
    person, nothing is saved. Gives what could be kept of both, and how many changed.

    Args:
        session: begun.
        asked: as ``queries.organised.presences_noted`` gives it; others than those of this session are left aside.
        base: the same, as it was when the page opened.
        by: who notes.
        now: instant of the act.

    Raises:
        RuleBroken: it has not begun.
    """
    _check_begun(session, now)
    rows = list(_placed(session).select_for_update())
    stored = presences_noted(rows)
    merged = merge(base, {name: asked[name] for name in stored if name in asked}, stored)
    changed = [] if merged.clashes else merged.changed_from(stored)
    for row in rows:
        name = f"p{row.pk}"
        if name in changed:
            wanted = merged.values[name]
            source = "" if wanted == Presence.UNKNOWN else BY_HAND
            Registration.objects.filter(pk=row.pk).update(presence=wanted, presence_source=source)
    if changed:
        audit(Verb.UPDATE, kind="exchanges.session", object_id=session.pk, by=by, fields=["presence"], now=now)
    return merged, len(changed)


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

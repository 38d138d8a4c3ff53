"""What a session leaves, and who knows it already."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from quartiers.exchanges.models import Practice, ProgrammeItem, Registration, Resource, Session
from quartiers.exchanges.queries.organised import confirmed_in
from quartiers.exchanges.rules import Part
from quartiers.office.queries import mails

RESOURCES = "exchanges.resources"
#: What the form of a session's leavings says besides its documents, and what that of a card says.
LEFT = "minutes", "replay_address", "transcript"
CARD = "title", "context", "done", "result", "contact", "lever", "territory"


def resources_of(session: Session) -> QuerySet[Resource]:
    return Resource.objects.filter(session=session)


def left_by(session: Session) -> dict[str, Any]:
    """What a session leaves, as its form shows it: texts, and the list of its documents."""
    documents = resources_of(session).values("title", "address", "licence", "is_public")
    return {name: getattr(session, name) for name in LEFT} | {"resources": [dict(one) for one in documents]}


def state_of_practice(practice: Practice) -> dict[str, Any]:
    """What can be edited of a card, and whether it is published."""
    return {name: getattr(practice, name) for name in CARD} | {"is_published": practice.published_on is not None}


def not_told(session: Session, resources: Sequence[Resource]) -> list[Registration]:
    """Those who had a place and were not told of these documents; two queries."""
    people = list(confirmed_in(session).exclude(participant__email=""))
    keys = {resources_key(one, resources): one for one in people}
    told = set(mails().filter(kind=RESOURCES, key__in=keys).values_list("key", flat=True))
    return [one for key, one in keys.items() if key not in told]


def resources_key(registration: Registration, resources: Sequence[Resource]) -> str:
    """What makes a mail of documents one: whose it is, and all that it tells of."""
    session = registration.session
    told = [session.replay_address, "minutes" if session.minutes else "", *(one.address for one in resources)]
    return f"documents {registration.pk}, {hashlib.sha256(repr(told).encode()).hexdigest()[:16]}"


def practices_of(session: Session) -> QuerySet[Practice]:
    """The cards that came of a session, drafts included."""
    return Practice.objects.filter(session=session)


def practice_of(practice_id: int, organisation_id: int) -> Practice | None:
    """A card of an organiser; None for one of somebody else."""
    rows = Practice.objects.filter(pk=practice_id, session__cycle__organiser=organisation_id)
    return rows.select_related("session__cycle__organiser").first()


def testimonies_of(session: Session) -> QuerySet[ProgrammeItem]:
    return ProgrammeItem.objects.filter(session=session, part=Part.TESTIMONY)

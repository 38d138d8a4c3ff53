"""What a session leaves: minutes, replay with its transcript, documents, practices; and the mail that says so."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.models import Practice, Resource, Session
from quartiers.exchanges.queries.afterwards import not_told, resources_of
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.names import search_name

SESSION, PRACTICE = "exchanges.session", "exchanges.practice"
SEARCHED = ("title", "context", "done", "result", "territory")
NO_TRANSCRIPT = (
    "Il manque la transcription de l’enregistrement. Collez-la\u00a0: qui n’entend pas la vidéo la lit à la place."
)
NOTHING_TO_SEND = "Rien n’est encore à lire. Ajoutez un compte rendu, un enregistrement ou un document, puis envoyez."
ALL_TOLD = "Tous les inscrits ont déjà reçu ces documents. Ajoutez-en un autre avant d’écrire de nouveau."


@transaction.atomic
def set_afterwards(
    session: Session, values: Mapping[str, str], resources: Iterable[Mapping[str, Any]], *, by: Author, now: datetime
) -> None:
    """Make what a session leaves exactly this; a document keeps the day it was first given.

    Args:
        session: it.
        values: minutes, replay_address, transcript.
        resources: title, address, licence, is_public, in this order.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: a replay without transcript, or a social security number in a text.
    """
    if values["replay_address"] and not values["transcript"].strip():
        raise RuleBroken(NO_TRANSCRIPT)
    for text in values.values():
        check_no_nir(text)
    given_on = {one.address: one.published_on for one in resources_of(session)}
    Resource.objects.filter(session=session).delete()
    Resource.objects.bulk_create(
        Resource(session=session, published_on=given_on.get(one["address"], now.date()), **one) for one in resources
    )
    Session.objects.filter(pk=session.pk).update(**values)
    audit(Verb.UPDATE, kind=SESSION, object_id=session.pk, by=by, fields=[*values, "resources"], now=now)


@transaction.atomic
def send_resources(session: Session, *, by: Author, now: datetime) -> int:
    """Tell those who had a place, present or not, what there is to read and to see; returns how many were told.

    The same documents are told once; a new one may be told again.

    Raises:
        RuleBroken: the session is not over, leaves nothing yet, or everybody knows.
    """
    if session.ends_at > now:
        raise RuleBroken("La séance n’est pas finie. Les documents s’envoient après elle.")
    resources = list(resources_of(session))
    if not (resources or session.minutes or session.replay_address):
        raise RuleBroken(NOTHING_TO_SEND)
    people = not_told(session, resources)
    if not people:
        raise RuleBroken(ALL_TOLD)
    for registration in people:
        letters.write_resources(registration, resources, now=now)
    audit(Verb.UPDATE, kind=SESSION, object_id=session.pk, by=by, fields=["resources_sent"], now=now)
    return len(people)


@transaction.atomic
def write_practice(
    session: Session,
    values: Mapping[str, str],
    *,
    practice: Practice | None = None,
    is_published: bool,
    by: Author,
    now: datetime,
) -> Practice:
    """Make a card of a testimony, or change it; published, anybody finds it.

    Args:
        session: where it was told.
        values: title, context, done, result, contact, lever, territory.
        practice: the card to change; None for a new one.
        is_published: whether anybody may read it; withdrawn, it stays with the organiser.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: a text holds a social security number.
    """
    for text in values.values():
        check_no_nir(text)
    shown_on = practice.published_on if practice is not None else None
    given = {
        **values,
        "search_text": search_name(" ".join(values[name] for name in SEARCHED)),
        "published_on": (shown_on or now.date()) if is_published else None,
    }
    if practice is None:
        made = Practice.objects.create(session=session, fictional=session.cycle.fictional, **given)
        audit(Verb.CREATE, kind=PRACTICE, object_id=made.pk, by=by, now=now)
        return made
    Practice.objects.filter(pk=practice.pk).update(**given)
    audit(Verb.UPDATE, kind=PRACTICE, object_id=practice.pk, by=by, fields=sorted(given), now=now)
    return practice

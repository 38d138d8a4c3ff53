"""What a session leaves: minutes, replay with its transcript, documents, practices; and the mail that says so."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.models import Practice, Resource, Session
from quartiers.exchanges.queries.afterwards import CARD, LEFT, left_by, not_told, resources_of, state_of_practice
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.merge import Merge, merge
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
    session: Session, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Make what a session leaves exactly this, unless somebody changed the same lines meanwhile.

    Then nothing is saved. A document keeps the day it was first given.

    Args:
        session: it.
        asked: as ``queries.afterwards.left_by`` gives it.
        base: the same, as it was when the page opened.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: a replay without transcript, or a social security number in a text.
    """
    held = Session.objects.select_for_update().get(pk=session.pk)
    stored = left_by(held)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if merged.clashes or not changed:
        return merged
    values = {name: merged.values[name] for name in LEFT}
    if values["replay_address"] and not values["transcript"].strip():
        raise RuleBroken(NO_TRANSCRIPT)
    for text in values.values():
        check_no_nir(text)
    if "resources" in changed:
        _set_resources(held, merged.values["resources"], now=now)
    Session.objects.filter(pk=held.pk).update(**values)
    audit(Verb.UPDATE, kind=SESSION, object_id=held.pk, by=by, fields=changed, now=now)
    return merged


def _set_resources(session: Session, resources: Iterable[Mapping[str, Any]], *, now: datetime) -> None:
    given_on = {one.address: one.published_on for one in resources_of(session)}
    Resource.objects.filter(session=session).delete()
    Resource.objects.bulk_create(
        Resource(session=session, published_on=given_on.get(one["address"], now.date()), **one) for one in resources
    )


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
def write_practice(session: Session, values: Mapping[str, Any], *, by: Author, now: datetime) -> Practice:
    """Make a card of a testimony; published, anybody finds it.

    Args:
        session: where it was told.
        values: as ``queries.afterwards.state_of_practice`` gives them.
        by: who decides.
        now: instant of the decision.

    Raises:
        RuleBroken: a text holds a social security number.
    """
    fictional = session.cycle.fictional
    made = Practice.objects.create(session=session, fictional=fictional, **_card(values, shown_on=None, now=now))
    audit(Verb.CREATE, kind=PRACTICE, object_id=made.pk, by=by, now=now)
    return made


@transaction.atomic
def change_practice(
    practice: Practice, asked: Mapping[str, Any], *, base: Mapping[str, Any], by: Author, now: datetime
) -> Merge:
    """Change a card, unless somebody changed the same lines meanwhile; withdrawn, it stays with the organiser.

    Raises:
        RuleBroken: as ``write_practice``.
    """
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    stored = state_of_practice(held)
    merged = merge(base, asked, stored)
    changed = merged.changed_from(stored)
    if changed and not merged.clashes:
        Practice.objects.filter(pk=held.pk).update(**_card(merged.values, shown_on=held.published_on, now=now))
        audit(Verb.UPDATE, kind=PRACTICE, object_id=held.pk, by=by, fields=changed, now=now)
    return merged


def _card(state: Mapping[str, Any], *, shown_on: date | None, now: datetime) -> dict[str, Any]:
    """The columns of a card; one that is published keeps its first day."""
    values = {name: state[name] for name in CARD}
    for text in values.values():
        check_no_nir(text)
    return {
        **values,
        "search_text": search_name(" ".join(values[name] for name in SEARCHED)),
        "published_on": (shown_on or now.date()) if state["is_published"] else None,
    }

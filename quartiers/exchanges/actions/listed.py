"""Registrations that an organiser enters, one by one or in a table: on paper, by phone, gathered by a partner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from quartiers.exchanges.actions.registrations import Asked, Identity, NewNeed, complete, register
from quartiers.exchanges.models import Cycle, Participant, Question, Session
from quartiers.exchanges.queries.organised import registered_as
from quartiers.exchanges.queries.public import coming_sessions
from quartiers.exchanges.rules import Audience
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb, plain

BY_TABLE = "tableau importé"
SAID = {
    "first_name": "Prénom",
    "last_name": "Nom",
    "organisation": "Organisation",
    "phone": "Téléphone",
    "commune_name": "Commune ou quartier",
}


@dataclass(frozen=True)
class ListedPerson:
    """A line of the table: who, the title of one session, what she asks, what she answers by number of question."""

    identity: Identity
    session: str
    needs: tuple[NewNeed, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register_listed(people: Iterable[ListedPerson], *, by: Author, now: datetime) -> list[Participant]:
    """Register the lines of a table, as one by one: places, queue and mails are the same. Safe to run twice.

    A person who stands on several lines is registered once, and gets one mail. Of who is known already, what she has
    not said is added. Nobody's agreement is ever imported.

    Args:
        people: the lines, in order.
        by: whose sessions they must be.
        now: instant of the act.

    Raises:
        RuleBroken: a session is none of hers that takes registrations, or several; two lines of one person give two
            answers to one question. Nothing is then written.
    """
    sessions = open_sessions(by, now)
    gathered: dict[tuple[int, str], list[tuple[ListedPerson, Session]]] = {}
    for one in people:
        session, name = session_named(one.session, sessions), f"{one.identity.first_name} {one.identity.last_name}"
        key = session.cycle_id, one.identity.email.strip().lower() or plain(name)
        gathered.setdefault(key, []).append((one, session))
    made = [_register_lines(lines, by=by, now=now) for lines in gathered.values()]
    return [one for one in made if one is not None]


def _register_lines(lines: Sequence[tuple[ListedPerson, Session]], *, by: Author, now: datetime) -> Participant | None:
    """One person, from all her lines; None when she was registered everywhere already."""
    who, cycle = lines[0][0].identity, lines[0][1].cycle
    names = {"email": who.email, "first_name": who.first_name, "last_name": who.last_name}
    held = {session.pk: registered_as(session, **names) for _, session in lines}
    wanted = [session for _, session in lines if held[session.pk] is None]
    needs = [need for one, _ in lines for need in one.needs]
    asked = Asked(who, wanted, needs=needs, answers=_answers([one for one, _ in lines]), entered_by=BY_TABLE)
    for known in {one for one in held.values() if one is not None}:
        complete(known, asked)
    return register_for(cycle, asked, by=by, now=now) if wanted else None


def _answers(lines: Sequence[ListedPerson]) -> dict[str, Any]:
    """What one person answers on all her lines.

    Raises:
        RuleBroken: one question has two answers.
    """
    said: dict[str, Any] = {}
    for one in lines:
        for number, answer in one.answers.items():
            if said.setdefault(number, answer) != answer:
                who = f"{one.identity.first_name} {one.identity.last_name}"
                raise RuleBroken(
                    f"{who} a deux réponses différentes à une même question, d’une ligne à l’autre. Gardez-en une, "
                    "puis déposez le tableau de nouveau. Rien n’a été enregistré."
                )
    return said


@transaction.atomic
def register_for(cycle: Cycle, asked: Asked, *, by: Author, now: datetime) -> Participant:
    """Register somebody in her place; the journal keeps who did.

    Raises:
        RuleBroken: as ``register``.
    """
    made = register(cycle, asked, now=now)
    audit(Verb.CREATE, kind="exchanges.registration", object_id=cycle.pk, by=by, now=now)
    return made


def left_aside(participant: Participant, asked: Asked) -> dict[str, str]:
    """What was said of somebody who had said otherwise, by its label: what she said stays. Two queries at most."""
    who = asked.identity
    said_of_her = {name: getattr(who, name) for name in SAID}
    aside = {SAID[name]: said for name, said in said_of_her.items() if said and said != getattr(participant, name)}
    if who.audience != participant.audience:
        aside["Elle vient comme"] = Audience(who.audience).label
    differing = {number for number, said in asked.answers.items() if participant.answers.get(number) != said}
    for one in Question.objects.filter(pk__in=differing) if differing else ():
        said = asked.answers[str(one.pk)]
        aside[one.label] = ", ".join(said) if isinstance(said, list) else str(said)
    return aside


def open_sessions(by: Author, now: datetime) -> Mapping[str, list[Session]]:
    """The sessions of an organiser that take registrations, by their title without case nor accent."""
    found: dict[str, list[Session]] = {}
    for one in coming_sessions(now=now).filter(cycle__organiser=by.organisation_id):
        found.setdefault(plain(one.title), []).append(one)
    return found


def session_named(title: str, sessions: Mapping[str, list[Session]]) -> Session:
    """The one session of this title.

    Raises:
        RuleBroken: none bears it, or several do.
    """
    named = sessions.get(plain(title), [])
    if len(named) != 1:
        why = "plusieurs séances portent ce titre" if named else "aucune de vos séances ouvertes ne porte ce titre"
        raise RuleBroken(
            f"Séance «{NBSP}{title}{NBSP}»{NBSP}: {why}. Copiez le titre tel qu’il est sur la page du cycle."
        )
    return named[0]

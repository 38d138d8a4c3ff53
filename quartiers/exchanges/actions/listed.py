"""Registrations that an organiser enters, one by one or in a table: on paper, by phone, gathered by a partner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from quartiers.exchanges.actions.registrations import Asked, Identity, NewNeed, register
from quartiers.exchanges.models import Cycle, Participant, Session
from quartiers.exchanges.queries.organised import is_registered
from quartiers.exchanges.queries.public import coming_sessions
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb, plain

BY_TABLE = "tableau importé"


@dataclass(frozen=True)
class ListedPerson:
    """A line of the table: who, the title of one session, and what she asks."""

    identity: Identity
    session: str
    needs: tuple[NewNeed, ...] = ()


@transaction.atomic
def register_listed(people: Iterable[ListedPerson], *, by: Author, now: datetime) -> list[Participant]:
    """Register the lines of a table, as one by one: places, queue and mails are the same. Safe to run twice.

    A person who stands on several lines is registered once, and gets one mail. Nobody's agreement is ever imported.

    Args:
        people: the lines, in order.
        by: whose sessions they must be.
        now: instant of the act.

    Raises:
        RuleBroken: a session is none of hers that takes registrations, or several; nothing is then written.
    """
    sessions = _open_sessions(by, now)
    gathered: dict[tuple[int, str], list[tuple[ListedPerson, Session]]] = {}
    for one in people:
        session, name = _found(one.session, sessions), f"{one.identity.first_name} {one.identity.last_name}"
        key = session.cycle_id, one.identity.email.strip().lower() or plain(name)
        gathered.setdefault(key, []).append((one, session))
    made = []
    for lines in gathered.values():
        first, cycle = lines[0][0], lines[0][1].cycle
        who = first.identity
        names = {"email": who.email, "first_name": who.first_name, "last_name": who.last_name}
        asked = [session for _, session in lines if not is_registered(session, **names)]
        if asked:
            needs = [need for one, _ in lines for need in one.needs]
            made.append(register_for(cycle, Asked(who, asked, needs=needs, entered_by=BY_TABLE), by=by, now=now))
    return made


@transaction.atomic
def register_for(cycle: Cycle, asked: Asked, *, by: Author, now: datetime) -> Participant:
    """Register somebody in her place; the journal keeps who did.

    Raises:
        RuleBroken: as ``register``.
    """
    made = register(cycle, asked, now=now)
    audit(Verb.CREATE, kind="exchanges.registration", object_id=cycle.pk, by=by, now=now)
    return made


def _open_sessions(by: Author, now: datetime) -> Mapping[str, list[Session]]:
    found: dict[str, list[Session]] = {}
    for one in coming_sessions(now=now).filter(cycle__organiser=by.organisation_id):
        found.setdefault(plain(one.title), []).append(one)
    return found


def _found(title: str, sessions: Mapping[str, list[Session]]) -> Session:
    named = sessions.get(plain(title), [])
    if len(named) != 1:
        why = "plusieurs séances portent ce titre" if named else "aucune de vos séances ouvertes ne porte ce titre"
        raise RuleBroken(
            f"Séance «{NBSP}{title}{NBSP}»{NBSP}: {why}. Copiez le titre tel qu’il est sur la page du cycle."
        )
    return named[0]

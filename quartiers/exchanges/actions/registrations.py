"""Registrations: who gets a place, who waits, who leaves.

Every change of places holds the row of the session: two requests for the last place are served one after the other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from quartiers.exchanges import letters
from quartiers.exchanges.actions.needs import express_need
from quartiers.exchanges.models import ConsentGiven, Cycle, Invitation, Participant, Registration, Session
from quartiers.exchanges.rules import CONSENT_WORDS, Audience, Consent, Nature, Place, Stage, place_for, promoted
from quartiers.exchanges.tokens import new_nonce
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NARROW, NBSP
from quartiers.kernel.nir import check_no_nir
from quartiers.office.actions import audit
from quartiers.office.rules import Author, Verb

NO_SESSION = "Aucune séance n’est choisie. Cochez au moins une séance."
NOT_OPEN = f"Les inscriptions à cette séance sont closes{NBSP}: "
#: What a session says at length, that no place and no mail needs.
LONG = ("summary", "easy_summary", "audiences", "minutes", "replay_address", "transcript", "provider", "room")
#: What may be added to what is known of a person, when she said nothing of it.
ADDED, PLACE = ("organisation", "phone"), ("commune_name", "commune_id", "neighbourhood_id")
INVITED_ONLY = "Cette séance est réservée aux personnes invitées. Utilisez le lien reçu par courriel."


@dataclass(frozen=True)
class Identity:
    """Who registers. ``email`` in any case; empty only for an entry by the organiser."""

    email: str
    first_name: str
    last_name: str
    organisation: str = ""
    audience: Audience = Audience.AUTRE
    phone: str = ""
    commune_name: str = ""
    commune_id: str | None = None
    neighbourhood_id: str | None = None


@dataclass(frozen=True)
class NewNeed:
    """A need typed with a registration; ``session`` None for the whole cycle."""

    text: str
    nature: Nature
    session: Session | None = None


@dataclass(frozen=True)
class Asked:
    """What a visitor sends in one form."""

    identity: Identity
    sessions: Collection[Session]
    consents: Collection[Consent] = ()
    needs: Collection[NewNeed] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    entered_by: str = ""


@transaction.atomic
def register(cycle: Cycle, asked: Asked, *, now: datetime) -> Participant:
    """Register a person for several sessions at once, without account.

    An address already known in the cycle is the same person: sessions, needs and what was not known of her are added,
    what she said of herself stays, and she learns it by mail. The answer never tells whether she was known.

    Raises:
        RuleBroken: no session, one that is over, closed, of another cycle or by invitation, or a text that holds a
            social security number.
    """
    if not asked.sessions:
        raise RuleBroken(NO_SESSION)
    for text in (asked.identity.first_name, asked.identity.last_name, asked.identity.organisation):
        check_no_nir(text)
    for text in asked.answers.values():
        check_no_nir(str(text))
    sessions = _locked(cycle, asked.sessions)
    for session in sessions:
        _check_open(session, now=now)
    participant, is_new = _participant(cycle, asked, now=now)
    for kind in asked.consents:
        give_consent(participant, kind, now=now, is_new=is_new)
    for rank, need in enumerate(asked.needs):
        express_need(
            participant,
            text=need.text,
            nature=need.nature,
            session=need.session,
            origin="inscription",
            now=now,
            is_first=is_new and not rank,
        )
    taken = _take_places(participant, sessions, now=now, is_new=is_new)
    letters.write_summary(participant, now=now, rows=taken if is_new else None)
    return participant


@transaction.atomic
def set_sessions(participant: Participant, sessions: Collection[Session], *, now: datetime) -> None:
    """Make the coming registrations of a participant exactly these, from her own page; sessions that are over stay.

    Raises:
        RuleBroken: as ``register``, for the sessions that are added.
    """
    cycle = Cycle.objects.get(pk=participant.cycle_id)
    coming = Registration.objects.filter(participant=participant, session__starts_at__gt=now)
    held = {one.session_id: one for one in coming.exclude(place=Place.CANCELLED)}
    wanted = {session.pk for session in sessions}
    if wanted == set(held):
        return
    for session_id, registration in held.items():
        if session_id not in wanted:
            _give_back(registration, now=now)
    added = [session for session in sessions if session.pk not in held]
    locked = _locked(cycle, added)
    for session in locked:
        _check_open(session, now=now, participant=participant)
    _take_places(participant, locked, now=now)
    letters.write_summary(participant, now=now)


@transaction.atomic
def take_invited_place(participant: Participant, session: Session, *, now: datetime) -> None:
    """Register somebody who was invited, with what she said of herself before; she is told by mail.

    Raises:
        RuleBroken: the session takes nobody any more, or she is not invited.
    """
    locked = _locked(participant.cycle, [session])
    for held in locked:
        _check_open(held, now=now, participant=participant)
    _take_places(participant, locked, now=now)
    letters.write_summary(participant, now=now)


@transaction.atomic
def cancel(registration: Registration, *, now: datetime) -> None:
    """Give a place back, or leave the queue; the next in the queue gets the place. Safe to run twice.

    Raises:
        RuleBroken: the session is over.
    """
    session = Session.objects.select_for_update().get(pk=registration.session_id)
    if session.ends_at <= now:
        raise RuleBroken("Cette séance est passée. Il n’y a plus rien à annuler.")
    _give_back(registration, now=now)


def cancel_silently(registration: Registration, *, now: datetime) -> None:
    """Give a place back without writing to her who leaves; the next in the queue is told.

    Inside a transaction of the caller.
    """
    _give_back(registration, now=now, is_told=False)


@transaction.atomic
def change_quota(session: Session, quota: int | None, *, now: datetime) -> None:
    """Set the number of places; those who wait get the new ones, in order.

    Raises:
        RuleBroken: more people than that already have a place.
    """
    locked = Session.objects.select_for_update().get(pk=session.pk)
    confirmed = Registration.objects.filter(session=locked, place=Place.CONFIRMED).count()
    if quota is not None and quota < confirmed:
        raise RuleBroken(
            f"{confirmed} personnes ont déjà une place. Gardez au moins {confirmed} places, "
            "ou annulez des inscriptions."
        )
    Session.objects.filter(pk=locked.pk).update(quota=quota)
    fill_places(locked.pk, now=now)


def fill_places(session_id: int, *, now: datetime) -> list[Registration]:
    """Give the places left to those who wait, first come first; returns those who got one.

    The caller holds the row of the session.
    """
    session = Session.objects.select_for_update().get(pk=session_id)
    if session.starts_at <= now:
        return []
    rows = Registration.objects.filter(session=session)
    queue = list(rows.filter(place=Place.WAITING).order_by("asked_at", "pk").values_list("pk", flat=True))
    chosen = promoted(session.quota, confirmed=rows.filter(place=Place.CONFIRMED).count(), queue=queue)
    rows.filter(pk__in=chosen).update(place=Place.CONFIRMED, confirmed_at=now, sequence=F("sequence") + 1)
    lucky = list(rows.filter(pk__in=chosen).select_related("participant", "session", "session__cycle"))
    for registration in lucky:
        letters.write_promotion(registration, now=now)
        _note_place(registration, now=now)
    return lucky


def complete(participant: Participant, asked: Asked) -> Participant:
    """Add what is said of somebody and was not known; what she said of herself never changes. Safe to run twice.

    Who only knows her address may answer a question that she did not; the rest is for who organises.
    """
    held = Participant.objects.select_for_update().get(pk=participant.pk)
    new = {"answers": {**asked.answers, **held.answers}}
    if asked.entered_by:
        empty = [name for name in ADDED if not getattr(held, name)]
        empty += () if held.commune_name else PLACE
        new |= {name: getattr(asked.identity, name) for name in empty}
    changed = [name for name, value in new.items() if getattr(held, name) != value]
    for name in changed:
        setattr(held, name, new[name])
    if changed:
        held.save(update_fields=changed)
    return held


def give_consent(participant: Participant, kind: Consent, *, now: datetime, is_new: bool = False) -> None:
    """Note an agreement, with the wording of the day; safe to run twice. Who is new has none yet."""
    if is_new:
        wording = len(CONSENT_WORDS[kind])
        ConsentGiven.objects.create(participant=participant, kind=kind, wording=wording, given_at=now)
        return
    ConsentGiven.objects.get_or_create(
        participant=participant,
        kind=kind,
        withdrawn_at=None,
        defaults={"wording": len(CONSENT_WORDS[kind]), "given_at": now},
    )


def withdraw_consent(participant: Participant, kind: Consent, *, now: datetime) -> None:
    """End an agreement; what was given stays on record with its end."""
    ConsentGiven.objects.filter(participant=participant, kind=kind, withdrawn_at=None).update(withdrawn_at=now)


def revoke_links(participant: Participant) -> None:
    """Close every link that this participant ever received."""
    Participant.objects.filter(pk=participant.pk).update(nonce=new_nonce())


def _locked(cycle: Cycle, sessions: Iterable[Session]) -> list[Session]:
    """The sessions, held until the end of the transaction, always in the same order."""
    numbers = sorted({session.pk for session in sessions})
    rows = Session.objects.select_for_update().filter(pk__in=numbers, cycle=cycle).defer(*LONG)
    held = list(rows.order_by("pk"))
    if len(held) != len(numbers):
        raise RuleBroken("Une des séances n’est pas de ce cycle. Rechargez la page et recommencez.")
    for session in held:
        session.cycle = cycle
    return held


def _check_open(session: Session, *, now: datetime, participant: Participant | None = None) -> None:
    when = f"«{NBSP}{session.title}{NBSP}»"
    if session.stage != Stage.PUBLISHED:
        raise RuleBroken(f"{NOT_OPEN}{when}. Choisissez une autre séance.")
    if session.starts_at <= now:
        raise RuleBroken(f"La séance {when} a déjà commencé ou est passée{NARROW}; choisissez une séance à venir.")
    invited = participant is not None and Invitation.objects.filter(session=session, participant=participant).exists()
    if session.invitation_only and not invited:
        raise RuleBroken(INVITED_ONLY)


def _participant(cycle: Cycle, asked: Asked, *, now: datetime) -> tuple[Participant, bool]:
    """Who it is, and whether she is new in the cycle."""
    who = asked.identity
    fresh = {
        "first_name": who.first_name,
        "last_name": who.last_name,
        "organisation": who.organisation,
        "audience": who.audience,
        "phone": who.phone,
        "commune_name": who.commune_name,
        "commune_id": who.commune_id,
        "neighbourhood_id": who.neighbourhood_id,
        "answers": dict(asked.answers),
        "nonce": new_nonce(),
        "entered_by": asked.entered_by,
        "created_at": now,
    }
    email = who.email.strip().lower()
    if not email:
        return Participant.objects.create(cycle=cycle, email="", **fresh), True
    found, is_new = Participant.objects.get_or_create(cycle=cycle, email=email, defaults=fresh)
    return (found if is_new else complete(found, asked)), is_new


def _take_places(
    participant: Participant, sessions: Sequence[Session], *, now: datetime, is_new: bool = False
) -> list[Registration]:
    """Give her a place, or a rank, in each of these sessions, whose rows are held; returns the rows that are made."""
    numbers = [session.pk for session in sessions]
    rows = Registration.objects.filter(session__in=numbers)
    counted = rows.order_by().values_list("session", "place").annotate(Count("pk"))
    counts = {(session, place): count for session, place, count in counted}
    held = {} if is_new else {one.session_id: one for one in rows.filter(participant=participant)}
    made = []
    for session in sessions:
        place = place_for(
            session.quota,
            confirmed=counts.get((session.pk, Place.CONFIRMED), 0),
            waiting=counts.get((session.pk, Place.WAITING), 0),
        )
        given = {
            "place": place,
            "asked_at": now,
            "confirmed_at": now if place == Place.CONFIRMED else None,
            "cancelled_at": None,
        }
        before = held.get(session.pk)
        if before is None:
            made.append(Registration(participant=participant, session=session, **given))
        elif before.place == Place.CANCELLED:
            rows.filter(pk=before.pk).update(**given, sequence=F("sequence") + 1)
    return Registration.objects.bulk_create(made)


def _give_back(registration: Registration, *, now: datetime, is_told: bool = True) -> None:
    Session.objects.select_for_update().get(pk=registration.session_id)
    held = Registration.objects.filter(pk=registration.pk).exclude(place=Place.CANCELLED)
    had_place = held.filter(place=Place.CONFIRMED).exists()
    if not held.update(place=Place.CANCELLED, cancelled_at=now, sequence=F("sequence") + 1):
        return
    _note_place(registration, now=now)
    if had_place:
        if is_told:
            letters.write_cancellation(registration, now=now)
        fill_places(registration.session_id, now=now)


def _note_place(registration: Registration, *, now: datetime) -> None:
    """A place given back, or given by the queue, is a line of the organiser's journal."""
    by = Author(None, Cycle.objects.values_list("organiser", flat=True).get(pk=registration.session.cycle_id))
    audit(Verb.UPDATE, kind="exchanges.place", object_id=registration.pk, by=by, fields=["place"], now=now)

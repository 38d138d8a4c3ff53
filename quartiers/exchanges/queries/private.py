"""What a personal link opens."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from quartiers.exchanges.models import (
    ConsentGiven,
    Cycle,
    Invitation,
    JoinClick,
    Need,
    Participant,
    Question,
    Registration,
    Resource,
    SurveyAnswer,
)
from quartiers.exchanges.queries.public import PUBLIC_STAGES
from quartiers.exchanges.rules import CONSENT_WORDS, QUESTION, Consent, Door, Place, Presence, door
from quartiers.exchanges.tokens import Purpose, read_token, token_for


def participant_of(token: str, purpose: Purpose) -> Participant | None:
    """Whose link it is; None when it was never one, was revoked, or when she is anonymised."""
    read = read_token(token, purpose)
    if read is None:
        return None
    number, nonce = read
    held = Participant.objects.filter(pk=number, nonce=nonce, anonymised_at=None)
    return held.select_related("cycle", "cycle__organiser").first()


def was_signed(token: str, purpose: Purpose) -> bool:
    """Whether the link was once one of ours: it answers «gone» rather than «not found»."""
    return read_token(token, purpose) is not None


def cycle_behind(token: str, purpose: Purpose) -> Cycle | None:
    """The public cycle that a link of ours came from, even closed since; None once nothing of it is left."""
    number, _ = read_token(token, purpose) or (0, "")
    rows = Participant.objects.filter(pk=number, cycle__stage__in=PUBLIC_STAGES)
    found = rows.select_related("cycle").first()
    return found.cycle if found else None


def registrations_of(participant: Participant) -> QuerySet[Registration]:
    """Her registrations, cancelled ones included, by date of session."""
    rows = Registration.objects.filter(participant=participant).select_related(
        "participant", "session", "session__cycle", "session__cycle__organiser"
    )
    return rows.order_by("session__starts_at", "pk")


def rank_in_queue(registration: Registration) -> int:
    """Her rank among those who wait, from 1."""
    queue = Registration.objects.filter(session=registration.session_id, place=registration.place)
    earlier = queue.filter(asked_at__lt=registration.asked_at)
    same_instant = queue.filter(asked_at=registration.asked_at, pk__lte=registration.pk)
    return earlier.count() + same_instant.count()


def needs_of(participant: Participant) -> QuerySet[Need]:
    return Need.objects.filter(participant=participant).select_related("session", "group", "group__session")


def consents_of(participant: Participant) -> set[Consent]:
    """What she agrees to now."""
    rows = ConsentGiven.objects.filter(participant=participant, withdrawn_at=None)
    return {Consent(kind) for kind in rows.values_list("kind", flat=True)}


def known_of(participant: Participant) -> dict[str, Any]:
    """What she may correct, as its form writes it: who she is, and each answer by number of question."""
    names = ("first_name", "last_name", "organisation", "audience", "commune_name", "phone")
    said = {name: getattr(participant, name) for name in names}
    return said | {f"{QUESTION}{number}": answer for number, answer in participant.answers.items()}


@dataclass(frozen=True)
class Line:
    """One of her sessions, as her page shows it."""

    registration: Registration
    badge: str
    words: str
    rank: int
    is_over: bool
    join_token: str
    is_open: bool = False
    left: tuple[tuple[str, str], ...] = ()


def lines_of(rows: list[Registration], *, now: datetime) -> list[Line]:
    """Her sessions that hold, by date, with what each leaves to those who had a place; one query more."""
    held = [one for one in rows if one.place != Place.CANCELLED]
    placed = [one.session_id for one in held if one.place == Place.CONFIRMED]
    left: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for one in Resource.objects.filter(session__in=placed):
        left[one.session_id].append((one.address, one.title))
    return [_line(one, tuple(left[one.session_id]), now=now) for one in held]


def everything_about(participant: Participant) -> dict[str, Any]:
    """What she receives when she asks for her data (RGPD, article 15), in words that she can read."""
    registrations = registrations_of(participant)
    return {
        "cycle": participant.cycle.title,
        "prénom": participant.first_name,
        "nom": participant.last_name,
        "courriel": participant.email,
        "organisation": participant.organisation,
        "public": participant.audience,
        "commune ou quartier": participant.commune_name,
        "téléphone": participant.phone,
        "réponses": _answers(participant),
        "inscrit le": participant.created_at.isoformat(),
        "inscriptions": [
            {
                "séance": one.session.title,
                "début": one.session.starts_at.isoformat(),
                "état": Place(one.place).label,
                "présence": Presence(one.presence).label,
            }
            for one in registrations
        ],
        "besoins": [
            {"texte": one.text, "nature": one.nature, "exprimé le": one.created_at.isoformat()}
            for one in needs_of(participant)
        ],
        "avis": [
            {
                "séance": one.session.title,
                "note sur 5": one.satisfaction,
                "utile": one.useful,
                "manque": one.missing,
                "veut un second groupe": one.wants_second_group,
            }
            for one in SurveyAnswer.objects.filter(participant=participant).select_related("session")
        ],
        "entrées dans la salle": [
            {"séance": one.registration.session.title, "le": one.at.isoformat()}
            for one in JoinClick.objects.filter(registration__participant=participant).select_related(
                "registration__session"
            )
        ],
        "invitations": [
            {"séance": one.session.title, "envoyée le": one.sent_at.isoformat(), "réponse": one.get_answer_display()}
            for one in Invitation.objects.filter(participant=participant).select_related("session")
        ],
        "accords": [
            {
                "objet": CONSENT_WORDS[Consent(one.kind)][one.wording - 1],
                "donné le": one.given_at.isoformat(),
                "retiré le": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in ConsentGiven.objects.filter(participant=participant)
        ],
    }


def _answers(participant: Participant) -> dict[str, Any]:
    """Her answers under the words of the questions."""
    asked = {str(one.pk): one.label for one in Question.objects.filter(cycle=participant.cycle_id)}
    return {asked.get(number, f"question {number}"): answer for number, answer in participant.answers.items()}


def _line(one: Registration, left: tuple[tuple[str, str], ...], *, now: datetime) -> Line:
    waits, is_over = one.place == Place.WAITING, one.session.ends_at <= now
    words = Presence(one.presence).label if is_over else Place(one.place).label
    kind = "mute" if is_over else "wait" if waits else "ok"
    token = token_for(one.participant_id, one.participant.nonce, Purpose.JOIN) if not waits else ""
    return Line(
        one,
        kind,
        words,
        rank_in_queue(one) if waits else 0,
        is_over,
        token,
        is_open=bool(token) and door(one.session.starts_at, one.session.ends_at, now=now) is Door.OPEN,
        left=_to_do(one, now=now) + left,
    )


def _to_do(one: Registration, *, now: datetime) -> tuple[tuple[str, str], ...]:
    """What she may still see or say of a session that is over."""
    session, found = one.session, []
    came = one.presence in (Presence.PRESENT, Presence.LATE)
    if session.ends_at <= now and came and not one.gave_opinion:
        token = token_for(one.participant_id, one.participant.nonce, Purpose.SURVEY)
        found.append((reverse("exchanges:survey", args=[token, session.pk]), "Donner mon avis"))
    if session.ends_at <= now and came:
        token = token_for(one.participant_id, one.participant.nonce, Purpose.CERTIFICATE)
        found.append((reverse("exchanges:certificate", args=[token, session.pk]), "Mon attestation de présence"))
    if session.replay_address:
        found.append((session.replay_address, "Revoir la séance"))
    return tuple(found)


def attended(registration_id: int) -> Registration | None:
    """A registration whose person was there, once its session is known; None for any other."""
    rows = Registration.objects.filter(pk=registration_id, presence__in=(Presence.PRESENT, Presence.LATE))
    around = "participant", "session__cycle__organiser"
    return rows.select_related(*around).first()


def initials(registration: Registration) -> str:
    """«A. D.», enough for who holds the certificate, and nobody else; empty once she is forgotten."""
    who = registration.participant
    return " ".join(f"{word[0].upper()}." for word in (who.first_name, who.last_name) if word)

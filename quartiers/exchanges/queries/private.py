"""What a personal link opens."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from quartiers.exchanges.models import ConsentGiven, Need, Participant, Registration
from quartiers.exchanges.rules import CONSENT_WORDS, Consent, Place, Presence
from quartiers.exchanges.shown import when
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


@dataclass(frozen=True)
class Line:
    """One of her sessions, as her page shows it."""

    registration: Registration
    when: str
    badge: str
    words: str
    rank: int
    is_over: bool
    join_token: str


def lines_of(rows: list[Registration], *, now: datetime) -> list[Line]:
    """Her sessions that hold, by date."""
    return [_line(one, now=now) for one in rows if one.place != Place.CANCELLED]


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
        "commune": participant.commune_name,
        "téléphone": participant.phone,
        "réponses": participant.answers,
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
        "accords": [
            {
                "objet": CONSENT_WORDS[Consent(one.kind)][one.wording - 1],
                "donné le": one.given_at.isoformat(),
                "retiré le": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in ConsentGiven.objects.filter(participant=participant)
        ],
    }


def _line(one: Registration, *, now: datetime) -> Line:
    waits, is_over = one.place == Place.WAITING, one.session.ends_at <= now
    words = Presence(one.presence).label if is_over else Place(one.place).label
    kind = "mute" if is_over else "wait" if waits else "ok"
    token = token_for(one.participant_id, one.participant.nonce, Purpose.JOIN) if not waits else ""
    return Line(one, when(one.session), kind, words, rank_in_queue(one) if waits else 0, is_over, token)

"""What people thought of a session: asked by mail once it is over, answered with or without one's name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from quartiers.exchanges import letters
from quartiers.exchanges.actions.needs import express_need
from quartiers.exchanges.actions.registrations import give_consent
from quartiers.exchanges.models import Participant, Registration, Session, SurveyAnswer
from quartiers.exchanges.rules import Consent, Nature, Place, Presence
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.nir import check_no_nir
from quartiers.office.queries import mails

#: Asked so long after the end, and no later than that.
AFTER, NO_LATER = timedelta(minutes=30), timedelta(days=3)
ALREADY = (
    "Votre avis sur cette séance est déjà compté. Merci. Vous pouvez encore poser une question depuis votre page."
)
GO_ON = "Je veux poursuivre en second groupe."


@dataclass(frozen=True)
class Opinion:
    """What somebody answers. ``satisfaction`` from 1 to 5; ``may_contact`` adds that agreement to those she gave."""

    satisfaction: int
    useful: str = ""
    missing: str = ""
    wants_second_group: bool = False
    may_contact: bool = False
    is_anonymous: bool = False


@transaction.atomic
def send_surveys(*, now: datetime) -> int:
    """Ask those who came, once each; returns how many. Safe to run twice."""
    rows = Registration.objects.filter(
        place=Place.CONFIRMED,
        presence__in=(Presence.PRESENT, Presence.LATE),
        session__ends_at__lte=now - AFTER,
        session__ends_at__gt=now - NO_LATER,
        participant__anonymised_at=None,
    ).exclude(participant__email="")
    asked = set(mails().filter(kind=letters.SURVEY, created_at__gt=now - NO_LATER).values_list("key", flat=True))
    around = "participant__cycle__organiser", "session__cycle__organiser"
    due = [one for one in rows.select_related(*around).order_by("pk") if letters.survey_key(one) not in asked]
    for registration in due:
        letters.write_survey(registration, now=now)
    return len(due)


@transaction.atomic
def answer_survey(participant: Participant, session: Session, opinion: Opinion, *, now: datetime) -> None:
    """Keep an opinion, one a person: under her name she may change it; without a name it is given once for all.

    Without a name nothing ties the answer to her, not even its hour, and what she wants next cannot be noted for her.

    Raises:
        RuleBroken: the session is not over, her opinion is already counted, or a text holds a social security number.
    """
    if session.ends_at > now:
        raise RuleBroken("La séance n’est pas finie. Revenez donner votre avis après elle.")
    for words in (opinion.useful, opinion.missing):
        check_no_nir(words)
    given: dict[str, Any] = {
        "satisfaction": opinion.satisfaction,
        "useful": opinion.useful,
        "missing": opinion.missing,
        "wants_second_group": opinion.wants_second_group,
    }
    place = Registration.objects.select_for_update().filter(participant=participant, session=session)
    is_named = SurveyAnswer.objects.filter(session=session, participant=participant).exists()
    if place.filter(gave_opinion=True).exists() and (opinion.is_anonymous or not is_named):
        raise RuleBroken(ALREADY)
    place.update(gave_opinion=True)
    if opinion.is_anonymous:
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        SurveyAnswer.objects.create(session=session, at=day, **given)
        return
    given["at"] = now
    SurveyAnswer.objects.update_or_create(session=session, participant=participant, defaults=given)
    if opinion.may_contact:
        give_consent(participant, Consent.RECONTACT, now=now)
    if opinion.wants_second_group:
        words = opinion.missing.strip() or GO_ON
        express_need(participant, text=words, nature=Nature.AUTRE, session=session, origin="avis", now=now)

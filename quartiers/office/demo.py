"""Mails of the demonstration, to invented people: a campaign to read again, and one that may not have left."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import make_aware

from quartiers.office import actions
from quartiers.office.models import Mail
from quartiers.office.rules import MailState

KIND, KEY = "office.example", "exemple, les métiers du soin"
NAMES = ("Awa", "Bruno", "Chloé", "Djamila", "Étienne", "Fatou", "Gaël", "Hind", "Inès", "Joël", "Karima", "Léo")
SUBJECT = "Il reste de la place : les métiers du soin".replace(" :", "\u00a0:")


def load(today: date) -> str:
    """Write them, once; one French sentence says what was done."""
    if Mail.objects.filter(kind=KIND).exists():
        return "Les courriels de l’exemple sont déjà écrits."
    now = make_aware(datetime.combine(today, time()))
    with transaction.atomic():
        for number, name in enumerate(NAMES, start=1):
            _write(f"personne{number}@exemple.fr", name, KEY, now)
        _interrupted(_write("personne1@exemple.fr", NAMES[0], f"{KEY}, rappel", now - timedelta(days=1)))
    return f"Une campagne de {len(NAMES)} courriels attend d’être relue."


def _write(to: str, name: str, key: str, now: datetime) -> Mail:
    context = {"name": name, "day": now.date() + timedelta(days=10)}
    return actions.write_mail(
        KIND,
        to=to,
        subject=SUBJECT,
        template="office/email/example.txt",
        context=context,
        key=key,
        now=now,
        draft=True,
    )


def _interrupted(mail: Mail) -> None:
    """As a worker that was stopped in the middle leaves it."""
    lost = mail.created_at + timedelta(minutes=11)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.CLAIMED, claimed_at=mail.created_at, attempts=1)
    actions.note_lost_claims(now=lost)

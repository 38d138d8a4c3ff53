"""What the office remembers; all invented."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from quartiers.office import models

WRITTEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Mail(DjangoModelFactory):
    class Meta:
        model = models.Mail

    kind = "exemple.annonce"
    key = factory.Sequence(lambda n: f"objet {n}")
    recipient = "awa.diarra@exemple.fr"
    subject = "Une séance est ajoutée au cycle"
    text = "Bonjour,\n\nUne séance est ajoutée.\n\n- jeudi 26 novembre\n- à 10 h\n\nhttps://exemple.fr/echanges/\n"
    token = factory.Sequence(lambda n: f"{n:043d}")
    state = "ready"
    created_at = WRITTEN
    due_at = WRITTEN


class Job(DjangoModelFactory):
    class Meta:
        model = models.Job

    token = factory.Sequence(lambda n: f"{n:043d}")
    kind = "territory.address"
    total = 10
    created_at = WRITTEN
    heard_at = WRITTEN
    expires_at = datetime(2999, 1, 1, tzinfo=UTC)

"""Authorisations, networks, records of sources; all invented."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from quartiers.actors import models
from quartiers.actors.rules.authorisations import Act
from tests.factories.actors import SINCE, Membership, Organisation

JOINED = date(2026, 1, 5)


class Authorisation(DjangoModelFactory):
    class Meta:
        model = models.Authorisation

    organisation = factory.SubFactory(Organisation)
    act = Act.PREFECT
    reference = "Arrêté d’exemple n° 11-2026-042"
    signed_on = JOINED
    valid_from = JOINED
    recorded_at = SINCE


class NetworkMember(DjangoModelFactory):
    class Meta:
        model = models.NetworkMember

    network = factory.SubFactory(Organisation, name="Réseau solidaire Sud", kind="reseau")
    member = factory.SubFactory(Organisation)
    since = JOINED


class NetworkDelegate(DjangoModelFactory):
    class Meta:
        model = models.NetworkDelegate

    network = factory.SubFactory(Organisation, name="Réseau solidaire Sud", kind="reseau")
    person = factory.SubFactory(Membership)
    title = "déléguée"
    since = JOINED


class SourceRecord(DjangoModelFactory):
    class Meta:
        model = models.SourceRecord

    organisation = factory.SubFactory(Organisation, source="dora")
    source = "dora"
    external_id = factory.Sequence(lambda n: f"dora--{n}")
    text = '{"source": "dora", "id": "dora--1", "nom": "Chantier vu par sa source", "date_maj": "2026-01-05"}'
    digest = "0" * 64
    received_at = SINCE

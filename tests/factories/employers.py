"""Employers of insertion and their posts; all invented."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from quartiers.iae import models
from quartiers.iae.actions.employers import search_text
from tests.factories.actors import Organisation, Site

NOW, DAY = datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 11, 2)
POST = {"title": "Agent des espaces verts", "rome": "A1203", "openings": 2, "contract": "cddi"}


class EmployerSheet(DjangoModelFactory):
    class Meta:
        model = models.EmployerSheet

    organisation = factory.SubFactory(Organisation, kind="aci")
    activities = "|espaces_verts|"


class Post(DjangoModelFactory):
    class Meta:
        model = models.Post

    organisation = factory.SubFactory(Organisation, kind="aci")
    title = "Agent des espaces verts"
    rome = "A1203"
    openings = 2
    confirmed_on = factory.LazyFunction(timezone.localdate)
    search_text = factory.LazyAttribute(lambda one: search_text(one.title))


def employer(**more):
    """An employer in Carcassonne, with its sheet, an open post and one that nobody confirmed."""
    found = Organisation(**{"name": "Chantier des Tilleuls", "kind": "aci", "phone": "01 99 00 12 34", **more})
    Site(organisation=found, address="8 allée des Tilleuls", city="Carcassonne", latitude=43.2130, longitude=2.3510)
    EmployerSheet(organisation=found, convention_from=date(2026, 1, 1))
    Post(organisation=found, is_clause=True, market="Le marché des Tilleuls", description="Tondre, tailler.")
    Post(organisation=found, title="Maçon", rome="F1703", confirmed_on=timezone.localdate() - timedelta(days=120))
    return found

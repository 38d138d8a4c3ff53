"""The demonstration: an archive and a living cycle, loaded once, without anybody's name."""

from datetime import date

import pytest
from django.urls import reverse

from quartiers.actors.invented import ORGANISATIONS
from quartiers.exchanges import demo
from quartiers.exchanges.models import Cycle, Need, NeedGroup, Participant, Practice, Registration, Session
from quartiers.exchanges.rules import Nature, Place
from tests import factories

TODAY = date(2026, 11, 2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    name, kind = ORGANISATIONS["ressources"]
    factories.Organisation(name=name, kind=kind)
    return demo.load(TODAY)


def test_the_cycle_to_come_is_alive(loaded):
    coming = Cycle.objects.get(slug=demo.OPEN)
    first = Session.objects.filter(cycle=coming).earliest("starts_at")
    places = Registration.objects.filter(session=first)

    assert Participant.objects.filter(cycle=coming).count() == 40
    assert places.filter(place=Place.CONFIRMED).count() == first.quota
    assert places.filter(place=Place.WAITING).exists()
    assert set(Need.objects.filter(cycle=coming).values_list("nature", flat=True)) == {one.value for one in Nature}
    assert NeedGroup.objects.filter(session__speaker_sought=True).exists()
    assert first.starts_at.weekday() == 1
    assert coming.copied_from.slug == demo.ARCHIVE


def test_the_archive_keeps_numbers_and_practices_but_nobody(loaded, client):
    past = Participant.objects.filter(cycle__slug=demo.ARCHIVE)

    assert past.filter(anonymised_at=None).count() == past.exclude(email="").count() == 0
    assert Practice.objects.exclude(published_on=None).count() == 4
    assert "64" in client.get(reverse("exchanges:public_figures", args=[demo.ARCHIVE])).content.decode()


def test_it_is_loaded_once(loaded):
    assert demo.load(TODAY) == "Les échanges de l’exemple sont déjà chargés."
    assert Cycle.objects.count() == 2

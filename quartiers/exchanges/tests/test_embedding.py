"""A cycle on another site: only where the installation says so, and never more than its public page tells."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from quartiers.exchanges.models import Cycle
from tests import factories, people

SITE = "https://www.ville.exemple.fr"
URL = "http://127.0.0.1:8000/echanges/cycle-2027/"
CARD = "/echanges/cycle-2027/carte/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def session(settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.EMBEDDERS = [SITE]
    return factories.Session(title="Acheter mieux", quota=20, room="https://visio.exemple.fr/secret")


def asked(client, **given):
    return client.get("/api/echanges/oembed", {"url": URL} | given)


def test_only_the_sites_that_are_named_may_frame_the_card_and_nothing_else(client, session):
    card, page = client.get(CARD), client.get("/echanges/cycle-2027/")

    assert f"frame-ancestors {SITE}" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_without_any_there_is_no_card(client, session, settings):
    settings.EMBEDDERS = []

    assert client.get(CARD).status_code == 404
    assert asked(client).status_code == 404
    assert "oembed" not in client.get("/echanges/cycle-2027/").content.decode()


def test_the_card_shows_what_is_to_come_and_never_the_room(client, session):
    factories.Session(cycle=session.cycle, title="Réservée", invitation_only=True)
    past = timezone.now() - timedelta(days=2)
    factories.Session(cycle=session.cycle, title="Passée", starts_at=past, ends_at=past + timedelta(hours=1))
    text = client.get(CARD).content.decode()

    assert "Acheter mieux" in text
    assert "20\u00a0places" in text
    assert URL in text
    assert not any(word in text for word in ("secret", "Réservée", "Passée"))
    assert "csrfmiddlewaretoken" not in text


def test_a_cycle_that_is_not_public_or_is_over(client, session):
    Cycle.objects.update(stage="draft")
    assert (client.get(CARD).status_code, asked(client).status_code) == (404, 404)

    Cycle.objects.update(stage="archived")
    assert "Aucune séance n’est à venir" in client.get(CARD).content.decode()


def test_a_site_learns_how_to_show_it(client, session):
    Cycle.objects.update(title="Cycle d’échanges <2027>")
    told = asked(client, maxwidth=500).json()

    assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 500, 480)
    assert f'src="http://127.0.0.1:8000{CARD}"' in told["html"]
    assert 'title="Cycle d’échanges &lt;2027&gt;"' in told["html"]
    head = client.get("/echanges/cycle-2027/").content.decode()
    assert "/api/echanges/oembed?url=" in head.partition("application/json+oembed")[2].partition(">")[0]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://[",
        "https://ailleurs.fr/echanges/cycle-2027/",
        "http://127.0.0.1:8000/echanges/rien/",
        f"{URL}merci/",
    ],
)
def test_an_address_that_is_not_ours_is_not_found(client, session, url):
    assert asked(client, url=url).status_code == 404


def test_another_format_is_refused(client, session):
    assert asked(client, format="xml").status_code == 422


def test_the_organiser_copies_the_code_and_no_frame_runs_in_her_page(client, session):
    Cycle.objects.update(organiser=people.organisation())
    people.sign_in(client, "administrator")
    text = client.get(reverse("exchanges:organise", args=[session.cycle_id])).content.decode()

    assert "&lt;iframe src=" in text
    assert "<iframe" not in text


def test_the_card_costs_as_many_queries_for_many_sessions(client, session, django_assert_num_queries):
    for _ in range(50):
        factories.Session(cycle=session.cycle)
    with django_assert_num_queries(3):
        client.get(CARD)

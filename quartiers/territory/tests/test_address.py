"""An address, by the page and by the API: asked, sought in the background, answered once, forgotten."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from playwright.sync_api import Page

from quartiers.office.actions import run_job
from quartiers.territory.tests.test_views import words
from tests import browser, factories
from tests.geocoding_server import Known, Service, geocoding_server

Job = apps.get_model("office", "Job")
TYPED = "12 rue de la Paix 11000 Carcassonne"
LABEL = "12 Rue de la Paix 11000 Carcassonne"


@pytest.fixture
def service() -> Iterator[Service]:
    with geocoding_server(known={TYPED: Known(LABEL)}) as running:
        yield running


@pytest.fixture(autouse=True)
def _installation(request, settings, service):
    request.getfixturevalue("transactional_db" if request.node.get_closest_marker("browser") else "db")
    settings.GEOCODING_URL = service.url
    factories.Outline()
    factories.Coverage()
    factories.Neighbourhood(fictional=False, communes=[factories.Commune(code="11069", name="Carcassonne")])


def ask(client, typed=TYPED, le="2024-06-01") -> str:
    """The address of the page that waits."""
    response = client.post("/adresse/", {"adresse": typed, "le": le})
    assert response.status_code == 302, words(response)
    return response["Location"]


def work() -> None:
    for job in Job.objects.all():
        run_job(job.pk, clock=lambda: datetime.now(UTC))


def asked_and_sought(client, typed=TYPED, le="2024-06-01") -> str:
    page = ask(client, typed, le)
    work()
    return page


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_page_waits_with_and_without_script(client):
    page = ask(client)
    whole, fragment = client.get(page), client.get(page, HTTP_HX_REQUEST="true")

    assert "Recherche de l’adresse…" in words(whole)
    assert '<meta http-equiv="refresh" content="1">' in whole.content.decode()
    assert 'hx-trigger="load delay:500ms"' in fragment.content.decode()
    assert "<html" not in fragment.content.decode()


def test_a_long_wait_offers_a_pin(client):
    page = ask(client)

    assert "plus long que d’habitude" not in words(client.get(page))
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=30)):
        assert "placer une épingle" in words(client.get(page))


def test_no_address_ever_stands_in_the_address_of_a_page(client):
    assert "Paix" not in ask(client)
    assert len(ask(client)) > 40


def test_the_answer_says_what_was_understood_and_why(client):
    text = words(client.get(asked_and_sought(client)))

    assert "Oui, dans le quartier prioritaire" in text
    assert LABEL in text
    assert "numéro" in text
    assert "1er\u00a0juin\u00a02024" in text
    assert "elle ne se rouvre pas" in text


def test_the_answer_is_shown_once_then_nothing_is_left(client):
    page = asked_and_sought(client)
    first, again = client.get(page), client.get(page)

    assert first.status_code == 200
    assert "no-store" in first["Cache-Control"]
    assert Job.objects.count() == 0
    assert again.status_code == 410
    assert 'name="adresse"' in again.content.decode()
    assert "Cette réponse n’existe plus" in again.content.decode()


def test_htmx_learns_that_there_is_an_answer_without_consuming_it(client):
    page = asked_and_sought(client)
    fragment = client.get(page, HTTP_HX_REQUEST="true")

    assert fragment["HX-Refresh"] == "true"
    assert "Oui" in words(client.get(page))


def test_a_head_request_never_consumes_an_answer(client):
    page = asked_and_sought(client)

    assert client.head(page).status_code == 405
    assert client.get(page).status_code == 200


def test_what_the_service_found_only_as_a_street_is_never_a_certainty(client, service):
    service.known["rue de la Paix"] = Known("Rue de la Paix 11000 Carcassonne", kind="street")
    text = words(client.get(asked_and_sought(client, "rue de la Paix")))

    assert "À vérifier" in text
    assert "pas le numéro" in text


def test_the_other_addresses_are_offered_to_choose_from(client, service, monkeypatch):
    found = [
        {
            "label": label,
            "latitude": 43.213,
            "longitude": 2.3522,
            "kind": "housenumber",
            "score": 0.9,
            "citycode": "11069",
        }
        for label in (LABEL, "12 Rue de la Paix 11100 Narbonne", "<script>")
    ]
    page = ask(client)
    Job.objects.update(state="done", result={"candidates": found})
    response = client.get(page)

    assert 'value="12 Rue de la Paix 11100 Narbonne"' in response.content.decode()
    assert "<script>" not in response.content.decode()
    assert '<input type="hidden" name="le" value="2024-06-01">' in response.content.decode()


def test_an_address_that_nobody_knows_keeps_what_was_typed(client):
    response = client.get(asked_and_sought(client, "un endroit que personne ne connaît"))

    assert "aucune adresse qui ressemble" in words(response)
    assert 'value="un endroit que personne ne connaît"' in response.content.decode()
    assert Job.objects.count() == 0


def test_without_network_the_page_says_so_keeps_what_was_typed_and_offers_a_pin(client, settings):
    settings.GEOCODING_URL = "http://127.0.0.1:9"
    response = client.get(asked_and_sought(client))

    assert "ne répond pas" in words(response)
    assert "placer une épingle" in words(response)
    assert f'value="{TYPED}"' in response.content.decode()
    assert Job.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é" * 43])
def test_a_token_that_opens_nothing_is_gone(client, token):
    assert client.get(f"/adresse/{token}/").status_code == 410


def test_after_its_date_an_answer_is_gone_even_before_the_purge(client):
    page = asked_and_sought(client)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=11)):
        assert client.get(page).status_code == 410


def test_an_address_with_a_social_security_number_is_kept_nowhere(client, service):
    response = client.post("/adresse/", {"adresse": "2 84 12 76 451 089 48 rue de la Paix"})

    assert "numéro de sécurité sociale" in words(response)
    assert Job.objects.count() == 0
    assert service.seen == []


def test_a_form_of_another_site_is_refused():
    assert Client(enforce_csrf_checks=True).post("/adresse/", {"adresse": TYPED}).status_code == 403


def test_page_and_api_share_one_limit(client):
    with time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC)):
        pages = [client.post("/adresse/").status_code for _ in range(30)]

        assert pages == [200] * 30
        assert client.post("/adresse/").status_code == 429
        assert post(client, TYPED).status_code == 429


# --- The API --------------------------------------------------------------------------------------------------------


def post(client, address, **more):
    body = json.dumps({"address": address, **more}, ensure_ascii=True)
    return client.post("/api/addresses", body, content_type="application/json")


def test_the_api_gives_a_ticket_then_the_answer_once(client):
    response = post(client, TYPED, on="2024-06-01")
    ticket = response.json()
    waiting = client.get(ticket["url"]).json()
    work()
    answered, again = client.get(ticket["url"]), client.get(ticket["url"])

    assert response.status_code == 202
    assert waiting["state"] == "waiting"
    assert (answered.json()["answer"]["verdict"], answered.json()["answer"]["on"]) == ("yes", "2024-06-01")
    assert (answered.json()["found"]["label"], answered.json()["found"]["kind"]) == (LABEL, "housenumber")
    assert again.status_code == 404
    assert "Posez la question de nouveau" in again.json()["message"]
    assert Job.objects.count() == 0


def test_the_api_says_the_same_as_the_page(client):
    page = words(client.get(asked_and_sought(client)))
    ticket = post(client, TYPED, on="2024-06-01").json()
    work()

    assert client.get(ticket["url"]).json()["answer"]["reason"].replace("\u00a0", " ") in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("address", "broken", "state"), [("personne ne la connaît", False, "done"), (TYPED, True, "failed")]
)
def test_the_api_says_what_was_missing(client, settings, address, broken, state):
    if broken:
        settings.GEOCODING_URL = "http://127.0.0.1:9"
    ticket = post(client, address).json()
    work()
    answer = client.get(ticket["url"]).json()

    assert (answer["state"], answer["answer"]) == (state, None)
    assert answer["message"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("", 409),
        ("12", 409),
        ("rue " * 2500, 409),
        ("2 84 12 76 451 089 48", 409),
        (None, 422),
        ({}, 422),
    ],
)
def test_hostile_addresses_are_refused_with_a_sentence(client, service, address, status):
    response = post(client, address)

    assert response.status_code == status, response.content
    assert response.json()["message"]
    assert Job.objects.count() == 0


@pytest.mark.parametrize("address", ["12 rue\x00 de la Paix", "12 rue \ud800 de la Paix"])
def test_what_is_no_character_never_reaches_the_database(client, address):
    assert post(client, address).status_code == 202
    assert Job.objects.get().payload["text"] == "12 rue de la Paix"


# --- In a browser ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
def test_a_resident_gets_her_answer_and_every_state_is_sound(live_server, page: Page, axe, width):
    page.set_viewport_size({"width": width, "height": 720})
    page.goto(f"{live_server.url}/adresse/")
    page.fill("main [name=adresse]", TYPED)
    page.click("text=Vérifier l’adresse")
    page.wait_for_selector("h1:has-text('Oui, dans le quartier')")

    axe(page)
    assert browser.sideways_px(page) == 0
    assert page.reload().status == 410
    axe(page)


@pytest.mark.browser
def test_the_page_that_waits_turns_into_the_answer_by_itself(live_server, page: Page, axe):
    now = datetime.now(UTC)
    job = Job.objects.create(
        token="t" * 43, kind="address_lookup", payload={"text": TYPED, "on": "2024-06-01"}, total=1, created_at=now,
        heard_at=now, expires_at=now + timedelta(minutes=10),
    )  # fmt: skip
    page.goto(f"{live_server.url}/adresse/{job.token}/")
    axe(page)
    work()

    page.wait_for_selector("h1:has-text('Oui, dans le quartier')")


@pytest.mark.browser
def test_without_javascript_the_answer_comes_too(live_server, page_without_javascript: Page):
    page_without_javascript.goto(f"{live_server.url}/adresse/")
    page_without_javascript.fill("main [name=adresse]", TYPED)
    page_without_javascript.click("text=Vérifier l’adresse")

    page_without_javascript.wait_for_selector("h1:has-text('Oui, dans le quartier')")

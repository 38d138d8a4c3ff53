"""Each refusal has its page: the right status, what happened, what to do; under the API the same as JSON."""

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path

from quartiers.kernel.errors import RuleBroken
from quartiers.web import editing
from quartiers.web.errors import Gone
from quartiers.web.throttle import too_many

FAULTS = {
    "400": BadRequest("illisible"),
    "403": PermissionDenied("secret"),
    "404": Http404("secret"),
    "409": RuleBroken("Ce quartier n’existe pas. Choisissez-en un autre.", source="décret n° 2023-1314"),
    "410": Gone("Cette réponse est effacée. Envoyez le fichier de nouveau."),
    "500": ValueError("secret"),
}
SAID = {
    "400": "Cette demande ne peut pas être lue.",
    "403": "Cette page n’est pas ouverte à votre rôle.",
    "404": "Cette page n’existe pas, ou elle ne vous est pas ouverte.",
    "409": "Ce quartier n’existe pas. Choisissez-en un autre.",
    "410": "Cette réponse est effacée. Envoyez le fichier de nouveau.",
    "500": "La plateforme s’est trompée, pas vous.",
}


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAULTS[kind]


def hurry(request: HttpRequest) -> HttpResponse:
    return too_many(request, 90)


def version(request: HttpRequest) -> HttpResponse:
    """What a page that two people edit reads of what it showed, and of the choice of the second one."""
    base = editing.base_of(request, {})
    return JsonResponse([base, dict(editing.typed(request, base, several=["towns"]).lists())], safe=False)


urlpatterns = [
    path("faute/<str:kind>/", fail),
    path("api/faute/<str:kind>/", fail),
    path("presse/", hurry),
    path("version/", version),
    path("", include("config.urls")),
]
handler400 = "quartiers.web.errors.bad_request"
handler403 = "quartiers.web.errors.forbidden"
handler404 = "quartiers.web.errors.not_found"
handler500 = "quartiers.web.errors.server_error"
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("kind", FAULTS)
def test_an_error_has_its_status_its_sentence_and_a_way_out(client, kind):
    response = client.get(f"/faute/{kind}/")
    content = response.content.decode()

    assert response.status_code == int(kind)
    assert SAID[kind] in content
    assert 'href="/"' in content
    assert content.count("<h1") == 1
    assert "secret" not in content


def test_a_broken_rule_names_its_source(client):
    assert "décret n° 2023-1314" in client.get("/faute/409/").content.decode()


def test_too_many_requests_say_how_long_to_wait(client):
    response = client.get("/presse/")

    assert response.status_code == 429
    assert "90\u00a0secondes" in response.content.decode()
    assert response["Retry-After"] == "90"


@pytest.mark.parametrize("kind", ["400", "403", "404", "500"])
def test_the_api_answers_in_json(client, kind):
    response = client.get(f"/api/faute/{kind}/")

    assert response.status_code == int(kind)
    assert response["Content-Type"] == "application/json"
    assert response.json()["message"].endswith(".")
    assert "secret" not in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_page_too(client):
    response = client.get("/", headers={"host": "ailleurs.example"})

    assert response.status_code == 400
    assert SAID["400"] in response.content.decode()


def test_a_form_without_its_proof_is_told_to_load_the_page_again():
    response = Client(enforce_csrf_checks=True).post("/lecture/", {"theme": "dark"})

    assert response.status_code == 403
    assert "Ce formulaire est resté ouvert trop longtemps." in response.content.decode()


def test_the_page_of_a_breakdown_leans_on_nothing(django_assert_num_queries, settings):
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        "default": settings.STORAGES["default"],
    }
    with django_assert_num_queries(0):
        content = render_to_string("500.html")

    assert "La plateforme s’est trompée" in content
    assert "/static/web/tokens.css" in content


@pytest.mark.parametrize("status", ["400", "403", "404", "409", "410", "500"])
def test_an_error_page_is_light(client, status):
    assert len(client.get(f"/faute/{status}/").content) < 10_000


@pytest.mark.parametrize("kind", ["404", "409"])
def test_a_form_that_is_refused_gives_back_what_was_written(client, kind):
    sent = {"note": "Trois lieux <b>visités</b>", "depart": '{"note": "un mot"}', "password": "cheval pile agrafe"}
    page = client.post(f"/faute/{kind}/", sent).content.decode()

    assert "Ce que vous aviez écrit" in page
    assert "Trois lieux &lt;b&gt;visités&lt;/b&gt;" in page
    assert "un mot" not in page
    assert "cheval" not in page


@pytest.mark.parametrize("address", ["/faute/404/?note=Trois lieux", "/nulle-part/"])
def test_nothing_is_given_back_where_nothing_was_sent_to_a_page(client, address):
    method = client.get if "?" in address else client.post
    page = method(address, {"note": "Trois lieux"}).content.decode()

    assert "Ce que vous aviez écrit" not in page


@pytest.mark.parametrize(
    "shown",
    ["[" * 100_000, '{"a":' * 100_000, "9" * 5000, '{"name": "\\ud800"}', "[]", "NaN", "{"],
    ids=["deep list", "deep object", "long number", "half a character", "list", "no number", "cut"],
)
def test_what_no_page_writes_counts_as_nothing_seen(client, shown):
    answer = client.post("/version/", {"depart": shown, "choix-name": "theirs", "name": "Le mien"})

    assert answer.status_code == 200
    assert answer.json() == [{}, {"depart": [shown], "name": ["Le mien"]}]


def test_a_choice_among_several_boxes_takes_what_the_page_showed(client):
    for shown, kept in (('{"towns": ["a", "b"]}', ["a", "b"]), ('{"towns": 5}', ["5"])):
        answer = client.post("/version/", {"depart": shown, "choix-towns": "theirs"})
        assert answer.json()[1]["towns"] == kept

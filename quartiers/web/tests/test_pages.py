"""The frame of every page, the preferences of the reader, the pages a public site owes, the gallery."""

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from quartiers.web.reading import Reading
from quartiers.web.views.reading import way_back

pytestmark = pytest.mark.django_db
OWED = ["/aide/", "/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/lecture/"]
ELSEWHERE = [
    "https://ailleurs.example/",
    "//ailleurs.example/",
    "/\\ailleurs.example",
    "javascript:alert(1)",
    "http:///ailleurs.example",
    "\x00/quartiers/",
    "quartiers/",
    "",
    "/" + "a" * 3000,
]


def page(client: Client, address: str = "/aide/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def choose(client: Client, **choices: str):
    return client.post("/lecture/", {"theme": "system", "letters": "plain", **choices})


# --- The frame ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", OWED)
def test_a_page_is_french_light_and_has_one_title(client, address):
    content = page(client, address)

    assert '<html lang="fr"' in content
    assert content.count("<h1") == 1
    assert len(content.encode()) < 60_000


@pytest.mark.parametrize("address", OWED)
def test_one_can_go_straight_to_the_content(client, address):
    content = page(client, address)

    assert content.index('href="#contenu"') < content.index("<header")
    assert '<main id="contenu" tabindex="-1">' in content


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", "Accueil"),
        ("/adresse/", "Accueil"),
        ("/adresse/point/", "Accueil"),
        ("/fichier/", "Accueil"),
        ("/quartiers/", "Quartiers"),
        ("/communes/", "Quartiers"),
        ("/echanges/", "Rencontres et échanges"),
        ("/structures/", "Trouver une structure"),
        ("/achats/heures/", "Employeurs et acheteurs"),
        ("/simulateurs/", "Employeurs et acheteurs"),
    ],
)
def test_the_thread_is_under_the_current_entry(client, address, current):
    menu = page(client, address).split('<nav class="espaces"')[1].split("</nav>")[0]

    assert re.findall(r'aria-current="page">([^<]+)<', menu) == [current]


def test_no_entry_is_current_on_a_page_of_the_footer(client):
    menu = page(client).split('<nav class="espaces"')[1].split("</nav>")[0]

    assert "aria-current" not in menu


@pytest.mark.parametrize("demo", [True, False])
def test_the_demonstration_says_that_it_is_one(client, settings, demo):
    settings.DEMO = demo

    assert ("Démonstration" in page(client)) is demo


def test_each_link_of_the_frame_opens(client):
    content = page(client)
    links = set(re.findall(r'<a[^>]+href="(/[^"#]*)"', content))

    assert len(links) >= 10
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


# --- Langue et lecture ----------------------------------------------------------------------------------------------


def test_the_choices_hold_without_account_and_are_said(client):
    response = choose(client, theme="dark", letters="facile", retour="/regles/")
    after = client.get(response["Location"]).content.decode()

    assert (response.status_code, response["Location"]) == (302, "/regles/")
    assert 'data-bs-theme="dark"' in after
    assert 'data-lecture="facile"' in after
    assert "Vos choix de lecture sont gardés" in after
    assert "Vos choix de lecture" not in page(client)


def test_the_cookies_tell_a_choice_and_nothing_else(client):
    cookies = choose(client, theme="light").cookies

    assert cookies["theme"].value == "light"
    assert cookies["theme"]["httponly"]
    assert cookies["theme"]["samesite"] == "Lax"
    assert cookies["lecture"].value == ""
    assert "sessionid" not in cookies


def test_going_back_to_the_device_erases_the_cookies(client):
    choose(client, theme="dark", letters="facile")
    choose(client)

    assert 'data-bs-theme="' not in page(client)
    assert 'data-lecture="' not in page(client)


def test_the_page_shows_the_choice_in_force(client):
    choose(client, theme="dark")

    assert re.search(r'value="dark"[^>]*checked', page(client, "/lecture/"))


def test_a_choice_that_does_not_exist_is_refused_and_kept_nowhere(client):
    response = choose(client, theme="rose")

    assert response.status_code == 200
    assert "Ce choix n’existe pas." in response.content.decode()
    assert "<title>Erreur" in response.content.decode()
    assert "theme" not in response.cookies


@pytest.mark.parametrize("cookie", ["", "rose", '"><script>', "x" * 4000])
def test_a_cookie_one_wrote_oneself_changes_nothing(client, cookie):
    client.cookies["theme"] = cookie
    client.cookies["lecture"] = cookie

    assert 'data-bs-theme="' not in page(client)
    assert 'data-lecture="' not in page(client)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_one_never_leaves_the_site(client, address):
    assert choose(client, retour=address)["Location"] == "/"


@given(st.text())
def test_the_way_back_is_a_page_of_the_site(address):
    back = way_back(address)

    assert back.startswith("/")
    assert not back.startswith(("//", "/\\"))


@given(st.sampled_from(["system", "light", "dark"]), st.sampled_from(["plain", "facile"]))
def test_what_is_kept_is_what_is_read(theme, letters):
    client = Client()
    choose(client, theme=theme, letters=letters)
    request = client.get("/lecture/").wsgi_request

    assert Reading.of(request) == Reading(theme, letters)


# --- What a public site owes ----------------------------------------------------------------------------------------


def test_accessibility_is_said_not_audited(client):
    assert "n’est <b>pas audité</b>" in page(client, "/accessibilite/")
    assert "Accessibilité\u00a0: non auditée" in page(client)


def test_the_publisher_is_named_or_said_to_be_missing(client, settings):
    settings.PUBLISHER = settings.CONTACT_EMAIL = ""
    assert "L’éditeur n’est pas encore renseigné." in page(client, "/mentions-legales/")
    assert "Aucune adresse de contact n’est encore donnée." in page(client, "/mentions-legales/")

    settings.PUBLISHER, settings.CONTACT_EMAIL = "Communauté <du> Narbonnais", "cite@narbonne.example"
    content = page(client, "/mentions-legales/")
    assert "Communauté &lt;du&gt; Narbonnais" in content
    assert 'href="mailto:cite@narbonne.example"' in content


def test_each_cookie_that_is_set_is_declared(client):
    declared = page(client, "/donnees-personnelles/")
    client.get("/adresse/")
    choose(client, theme="dark", letters="facile")

    assert {"theme", "lecture", "csrftoken", "messages"} <= set(client.cookies)
    assert [name for name in client.cookies if name not in declared] == []


# --- The gallery ----------------------------------------------------------------------------------------------------


def test_the_gallery_is_for_demonstrations_only(client, settings):
    settings.DEMO = False
    assert client.get("/composants/").status_code == 404

    settings.DEMO = True
    assert "À quoi ressemble chaque composant" in page(client, "/composants/")

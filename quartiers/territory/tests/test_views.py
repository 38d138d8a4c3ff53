"""The pages of the ground, as a visitor sees them."""

import html
import re
from datetime import date
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartiers.kernel.french import NARROW, NBSP
from quartiers.territory.forms.address import AddressForm, PointForm
from quartiers.territory.portraits import overlap_sentence
from quartiers.territory.queries import location, shapes
from quartiers.territory.rules import Answer, Verdict
from quartiers.territory.views.answers import steps
from tests import factories
from tests.factories import CARCASSONNE

pytestmark = pytest.mark.django_db
many_times = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
LONGITUDE, LATITUDE = CARCASSONNE
FAR = (LONGITUDE + 0.5, LATITUDE)
#: Composed above, in desks, whose tests count its queries.
COMPOSED = "/quartiers/QN01101Z/"
ADDRESSES = [
    "/quartiers/",
    "/quartiers/QN01101Z/",
    "/communes/",
    "/communes/11069/",
    "/territoires/",
    "/territoires/departement/11/",
    "/territoires/intercommunalite/200035715/",
    "/adresse/",
    "/adresse/point/",
    f"/adresse/point/?latitude={LATITUDE}&longitude={LONGITUDE}",
    "/donnees/",
]


@pytest.fixture
def ground():
    commune = factories.Commune(code="11069", name="Carcassonne")
    factories.Outline()
    factories.Coverage()
    current = factories.Neighbourhood(code="QN01101Z", communes=[commune], fictional=False, source="ANCT")
    factories.Neighbourhood(older=True, code="QP911001", name="Ancien", communes=[commune], fictional=False)
    factories.Indicator(neighbourhood=current, code="pop_mun", value=2060)
    return current


def words(response) -> str:
    """The text of a page, without its tags, spaces run together."""
    assert response.status_code == 200, response.status_code
    bare = re.sub(r"<(script|svg|style)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[ \n]+", " ", html.unescape(bare))


def point(client, latitude=LATITUDE, longitude=LONGITUDE, **more) -> str:
    return words(client.get("/adresse/point/", {"latitude": latitude, "longitude": longitude, **more}))


# --- Every page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_opens_with_the_ground_and_without(client, address):
    """Empty, then loaded: a detail is not found before, everything else says what is missing."""
    assert client.get(address).status_code in {200, 404}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_light_and_carries_no_style_of_its_own(client, ground, address):
    response = client.get(address)
    content = response.content.decode()

    assert response.status_code == 200
    assert len(response.content) < 60_000
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]+(?:src|nonce)=)[^>]*>", content)
    assert content.count("<h1") == 1


@pytest.mark.parametrize(
    "address",
    ["/quartiers/QN99999Z/", "/quartiers/%00/", "/communes/00000/", "/territoires/departement/99/",
     "/territoires/intercommunalite/123456789/", "/territoires/departement/<script>/"],
)  # fmt: skip
def test_what_is_not_loaded_is_not_found(client, ground, address):
    assert client.get(address).status_code == 404


def cost(client, address) -> int:
    """Queries of the page, nothing kept from before."""
    location.forget()
    shapes.forget()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one != COMPOSED])
def test_a_page_costs_the_same_queries_for_1_and_100_rows(client, ground, address):
    costs = []
    for numbers in (range(1), range(1, 100)):
        for number in numbers:
            commune = factories.Commune(code=f"11{300 + number}", epci=ground.communes.get().epci)
            row = factories.Neighbourhood(code=f"QN111{number:02}Z", communes=[commune])
            factories.Indicator(neighbourhood=row, code="pop_mun", value=100)
        costs.append(cost(client, address))

    assert costs[0] == costs[1] <= 13


# --- A point --------------------------------------------------------------------------------------------------------


def test_yes_names_the_neighbourhood_the_list_and_the_day(client, ground):
    text = point(client, le="2024-06-01")

    assert f"Oui, dans le quartier prioritaire «{NBSP}Les Tilleuls{NBSP}»" in text
    assert "200\u00a0m de la limite" in text
    assert "1er\u00a0juin\u00a02024" in text
    assert "liste de 2024" in text
    assert "justificatif de domicile" in text


def test_no_is_said_only_where_the_list_is_loaded(client, ground):
    assert "Non, dans aucun quartier prioritaire" in point(client, FAR[1], FAR[0])
    assert "Nous ne pouvons pas le dire" in point(client, FAR[1], FAR[0], le="2020-01-01")


def test_near_the_border_the_answer_is_to_be_checked(client, ground):
    text = point(client, LATITUDE + 200.4 / 111_100, LONGITUDE)

    assert "À vérifier" in text
    assert "Ne concluez pas sur cette seule page" in text


def test_a_neighbourhood_within_300_metres_is_information_only(client, ground):
    text = point(client, LATITUDE + 300 / 111_100, LONGITUDE)

    assert "Non, dans aucun quartier prioritaire" in text
    assert "à 100\u00a0m" in text
    assert "n’ouvre aucun droit à l’emploi" in text


def test_an_invented_neighbourhood_is_said_to_be_one(client, ground):
    assert "Exemple fictif" not in point(client)
    ground.fictional = True
    ground.save()
    factories.ContourImport()

    assert "Exemple fictif" in point(client)
    assert "Exemple fictif" in words(client.get("/quartiers/QN01101Z/"))
    assert "Exemple fictif" in words(client.get("/territoires/departement/11/"))
    assert "QN01101Z, exemple fictif" in words(client.get("/quartiers/"))
    assert "Exemple fictif" in words(client.get("/territoires/"))
    assert ";oui;" in b"".join(client.get("/quartiers/?format=csv&liste=2024").streaming_content).decode()


@time_machine.travel("2019-05-02 12:00:00+02:00", tick=False)
def test_without_a_date_the_answer_is_about_today(client, ground):
    assert "liste de 2015" in point(client)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"latitude": "", "longitude": ""}, "Il manque la latitude et la longitude."),
        ({"latitude": "43,2"}, "Il faut deux nombres"),
        ({"latitude": "43,2", "longitude": "ici"}, "Ce ne sont pas des degrés décimaux"),
        ({"latitude": "2,35", "longitude": "43,21"}, "semblent à l’envers"),
        ({"latitude": "6230000", "longitude": "650000"}, "Lambert-93"),
        ({"latitude": "43,2", "longitude": "2,3", "le": "31/02/2024"}, "Cette date n’existe pas"),
    ],
)
def test_a_refused_point_says_what_to_do_and_keeps_what_was_typed(client, ground, parameters, sentence):
    response = client.get("/adresse/point/", parameters)

    assert sentence in words(response)
    for value in parameters.values():
        assert f'value="{value}"' in response.content.decode() or not value
    assert "<title>Erreur\u00a0: " in response.content.decode()


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("43,213, 2,3522", ""),
        ("43.213,2.3522", ""),
        ("43,213", "2,3522"),
        ("43.213 2.3522", ""),
        ("43.213° N", "2.3522° E"),
    ],
)
def test_coordinates_are_read_as_people_paste_them(latitude, longitude):
    form = PointForm({"latitude": latitude, "longitude": longitude})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["point"] == (43.213, 2.3522)


def test_a_western_longitude_in_letters_is_refused_rather_than_taken_for_an_eastern_one():
    assert not PointForm({"latitude": "48,39° N", "longitude": "4,49° O"}).is_valid()


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_makes_the_form_of_a_point_fail(latitude, longitude):
    form = PointForm({"latitude": latitude, "longitude": longitude})

    assert form.is_valid() == ("point" in form.cleaned_data and not form.errors)


@pytest.mark.parametrize("verdict", Verdict)
def test_each_answer_says_what_to_do_next(client, ground, verdict):
    assert "Que faire maintenant" in point(client)
    assert all(step.endswith(".") for step in steps(_answer(verdict)))


def _answer(verdict):
    return Answer(verdict, date(2026, 1, 1), 2024, None, (), "", "", 0.0, False)


# --- An address: the form -------------------------------------------------------------------------------------------


def test_the_page_says_to_whom_the_address_goes(client):
    content = client.get("/adresse/").content.decode()

    assert "Géoplateforme, IGN" in content
    assert 'autocomplete="street-address"' in content
    assert "jamais un nom" in content


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Il manque l’adresse."),
        ("12", "Il manque l’adresse."),
        ("Amina 2 84 12 76 451 089 48", "numéro de sécurité sociale"),
        ("a\x00b", "caractère illisible"),
        ("rue " * 2500, f"9{NARROW}999 caractères"),
    ],
)
def test_an_address_that_is_none_is_told_so(typed, sentence):
    form = AddressForm({"adresse": typed})

    assert sentence in form.errors["adresse"][0]


def test_a_form_refused_keeps_what_was_typed(client):
    response = client.post("/adresse/", {"adresse": "12", "le": "31/02/2024"})

    assert 'value="12"' in response.content.decode()
    assert 'value="31/02/2024"' in response.content.decode()
    assert "Cette date n’existe pas" in words(response)
    assert "<title>Erreur\u00a0: " in response.content.decode()


# --- A neighbourhood ------------------------------------------------------------------------------------------------


def test_a_neighbourhood_tells_its_population_validity_source_and_repair(client, ground):
    ground.repair = "Le contour se croisait. Réparé."
    ground.save()
    text = words(client.get("/quartiers/QN01101Z/"))

    for part in (
        "Carcassonne",
        "2\u202f060",
        "depuis le 1er\u00a0janvier\u00a02024",
        "ANCT",
        "Le contour se croisait",
        "en vigueur",
    ):
        assert part in text
    assert "plus en vigueur" in words(client.get("/quartiers/QP911001/"))


def test_a_figure_that_was_not_published_is_never_zero(client, ground):
    factories.Indicator(neighbourhood=factories.Neighbourhood(), code="tp60", value=40)
    text = words(client.get("/quartiers/QN01101Z/"))

    assert "Taux de pauvreté" in text
    assert "non publié" in text


def test_without_any_figure_the_page_says_so(client, ground):
    assert "Aucun chiffre n’est publié" in words(client.get("/quartiers/QP911001/"))


def test_the_two_lists_stand_side_by_side(client, ground):
    text = words(client.get("/quartiers/QN01101Z/"))

    assert "La quasi-totalité de la surface de Les Tilleuls se trouve aussi dans la liste de 2015." in text
    assert "Ancien" in text
    assert "n’occupe le sol" in overlap_sentence("Les Tilleuls", 2015, [])


# --- Territories ----------------------------------------------------------------------------------------------------


def test_the_sentence_above_the_map_says_the_total(client, ground):
    text = words(client.get("/territoires/departement/11/"))

    assert "1\u00a0quartier prioritaire , dans 1\u00a0commune" in text
    assert "2\u202f060\u00a0habitants y vivent" in text


def test_the_other_list_is_one_link_away_and_says_when_it_is_not_complete(client, ground):
    response = client.get("/territoires/departement/11/?liste=2015")

    assert 'href="?liste=2024"' in response.content.decode()
    assert "Cette liste n’est pas complète ici" in words(response)


def test_where_nothing_is_loaded_the_page_does_not_say_none(client):
    factories.Commune(code="11069")

    assert "Nous ne pouvons pas le dire" in words(client.get("/territoires/departement/11/"))
    factories.Coverage()
    assert "Aucun quartier prioritaire ici" in words(client.get("/territoires/departement/11/"))


def test_lists_are_narrowed_by_name_of_commune_and_by_epci(client, ground):
    factories.Neighbourhood(code="QN01102Z", name="Évêché – Ailleurs")

    assert "Ailleurs" in words(client.get("/quartiers/?q=EVECHE"))
    assert "Ailleurs" not in words(client.get("/quartiers/?q=carcassonne"))
    assert "Ailleurs" not in words(client.get("/quartiers/?intercommunalite=200035715"))
    assert "Aucun quartier ne correspond" in words(client.get("/quartiers/?q=zzz"))
    assert "Carcassonne" in words(client.get("/communes/?quartiers=oui"))


def test_open_data_gives_commands_with_this_address(client, ground):
    factories.ContourImport(source="ANCT, Licence Ouverte")
    text = words(client.get("/donnees/"))

    assert 'curl "http://testserver/api/locate?latitude=43.184' in text
    assert "ANCT, Licence Ouverte" in text


# --- Hostile addresses ----------------------------------------------------------------------------------------------

names = st.sampled_from(
    ["latitude", "longitude", "le", "liste", "q", "departement", "intercommunalite", "page", "tri"]
)
values = st.text(max_size=20) | st.sampled_from(
    ["\x00", "\ud800", "nan", "9" * 400, "-1", "2024", "<script>", "43,2, 2,3"]
)


@many_times
@given(st.sampled_from(ADDRESSES), st.dictionaries(names, values, max_size=5))
def test_no_address_breaks_a_page(client, ground, address, parameters):
    response = client.get(f"{address.partition('?')[0]}?{urlencode(parameters, errors='surrogatepass')}")

    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_a_map_without_neighbourhoods_leads_to_the_other_list_and_names_the_towns(client, ground):
    ground.delete()

    page = client.get("/territoires/departement/11/").content.decode()

    assert 'href="?liste=2015"' in page
    assert "Voir la liste de 2015" in page
    assert re.search(r'<g class="ville"[^>]*>\s*<circle[^>]*/?>\s*<text[^>]*>\s*Carcassonne', page)

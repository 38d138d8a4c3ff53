"""Places are named as people name them, and come out as codes."""

import pytest
from django.core.exceptions import ValidationError

from quartiers.actors.forms.fields import MOST_PLACES, PlacesField
from quartiers.territory.queries import places
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def towns():
    return [
        factories.Commune(code="11262", name="Narbonne"),
        factories.Commune(code="11263", name="Narbonne-Plage"),
        factories.Commune(code="11069", name="Carcassonne"),
        factories.Commune(code="31506", name="Saint-Martin"),
        factories.Commune(code="31507", name="Saint-Martin"),
    ]


@pytest.fixture
def field(towns):
    return PlacesField("Communes", rows=places.communes, noun="cette commune", max_length=9000)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", []),
        (" \n;; ", []),
        ("11262", ["11262"]),
        ("11262, 11069", ["11069", "11262"]),
        ("11262 11069\n11262", ["11069", "11262"]),
        ("narbonne", ["11262"]),
        ("CARCASSONNE ; Narbonne", ["11069", "11262"]),
        ("Carcassonne, Narbonne", ["11069", "11262"]),
        ("Narbonne (11262)\nCarcassonne (11069)", ["11069", "11262"]),
        ("carcass", ["11069"]),
        ("plage", ["11263"]),
    ],
)
def test_a_place_is_known_by_its_name_or_its_code(field, typed, codes):
    assert field.clean(typed) == codes


def test_what_the_field_shows_is_what_it_reads(field):
    shown = field.prepare_value(["11069", "11262", "99999"])

    assert shown == "Carcassonne (11069)\nNarbonne (11262)\n99999"
    assert field.clean(shown) == ["11069", "11262", "99999"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Atlantide", "Nous ne trouvons pas «\u00a0Atlantide\u00a0»"),
        ("Saint-Martin", "Saint-Martin (31506), Saint-Martin (31507)"),
        ("Narbonne\nAtlantide", "le code de cette commune"),
        ("11262\n" * (MOST_PLACES + 1), f"Gardez-en {MOST_PLACES}"),
        ("'" * 40, "Nous ne trouvons pas"),
    ],
)
def test_a_name_that_is_unknown_or_shared_is_asked_again(field, typed, said):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert said in refused.value.messages[0]


def test_an_intercommunality_is_known_by_a_word_of_its_name():
    factories.Commune(epci=factories.Epci(code="241100593", name="Le Grand Narbonne"))
    field = PlacesField("Intercommunalités", rows=places.epcis, noun="cette intercommunalité")

    assert field.clean("grand narbonne") == ["241100593"]

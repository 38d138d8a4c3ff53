"""Where somebody comes from: what she typed becomes codes, when it names one place only."""

import pytest

from quartiers.exchanges.queries.places import place_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_commune_whatever_its_case_and_accents():
    commune = factories.Commune(name="Sallèles-d’Aude")

    assert place_of("SALLELES D'AUDE") == (commune.pk, None)
    assert place_of("Ailleurs") == place_of("  ") == (None, None)


def test_a_neighbourhood_of_the_list_in_force_gives_its_commune_when_it_stands_in_one():
    neighbourhood = factories.Neighbourhood(name="Les Tilleuls", generation=2024)
    commune, other = factories.Commune(), factories.Commune()
    neighbourhood.communes.set([commune])
    assert place_of("les tilleuls") == (commune.pk, neighbourhood.pk)

    neighbourhood.communes.set([commune, other])
    assert place_of("les tilleuls") == (None, neighbourhood.pk)


def test_two_of_one_name_are_nobody_s():
    for _ in range(2):
        factories.Neighbourhood(name="Centre", generation=2024)

    assert place_of("Centre") == (None, None)


def test_it_costs_two_queries_at_most(django_assert_num_queries):
    with django_assert_num_queries(2):
        place_of("Nulle part")

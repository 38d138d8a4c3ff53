"""The open data of Occitanie, as published: contours of 2015 and their indicators."""

from io import StringIO
from pathlib import Path

import pytest
import shapely
from django.core.management import call_command

from quartiers.territory.contours import read_contours
from quartiers.territory.indicator_file import read_indicators
from quartiers.territory.indicators import CATALOGUE
from quartiers.territory.models import Commune, Coverage, Indicator, Neighbourhood
from quartiers.territory.rules import Generation

DATA = Path(__file__).parents[4] / "shared/data/territory"
CONTOURS = DATA / "qpv_occitanie_2015.geojson"
INDICATORS = DATA / "qpv_occitanie_2015_indicators.csv"

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not CONTOURS.exists(), reason="the open data of Occitanie is not beside the project"),
]


@pytest.fixture(scope="module")
def file():
    return read_contours(CONTOURS, Generation.Y2015)


def test_the_105_neighbourhoods_of_occitanie_are_read(file):
    assert len(file.contours) == 105
    assert len(file.departments) == 12
    assert file.remarks == ()
    assert not file.national


def test_32_contours_are_repaired_and_hardly_change(file):
    assert len(file.repaired) == 32
    assert all("Réparé" in contour.repair for contour in file.repaired)
    assert shapely.is_valid(shapely.from_wkb([contour.geometry for contour in file.contours])).all()


def test_coordinates_rounded_to_four_decimals_are_right_to_seven_metres(file):
    assert file.decimals == 4
    assert all(6.7 < contour.precision_m < 7.0 for contour in file.contours)


def test_every_column_of_the_indicators_has_a_meaning():
    table = read_indicators(INDICATORS)

    assert len(table.lines) == 105
    assert set(table.indicators) == set(CATALOGUE) - {"abc"}
    assert table.unpublished == 216


@pytest.mark.django_db
def test_contours_then_indicators_are_loaded_and_a_second_run_changes_nothing():
    def run():
        out = StringIO()
        call_command("import_neighbourhoods", CONTOURS, "--generation", "2015", stdout=out)
        call_command("import_indicators", INDICATORS, stdout=out)
        return out.getvalue()

    run()
    second = run()

    assert Neighbourhood.objects.count() == 105
    assert Neighbourhood.objects.exclude(repair="").count() == 32
    assert Neighbourhood.objects.filter(communes__isnull=True).count() == 0
    assert Coverage.objects.filter(generation=2015).count() == 12
    assert Indicator.objects.count() == 105 * 41 - 216
    assert Commune.objects.filter(department_id="11").count() == 433
    assert "Quartiers\u00a0: rien à changer (105 déjà à jour)." in second
    assert "Chiffres\u00a0: rien à changer" in second

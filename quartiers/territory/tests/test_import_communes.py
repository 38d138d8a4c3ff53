from io import StringIO

import pytest
import shapely
from django.core.management import CommandError, call_command

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import reference
from quartiers.territory.actions import import_communes
from quartiers.territory.models import Commune, Department, Epci, Outline, Region
from quartiers.territory.rules import CentreKind
from tests import factories

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("import_communes", *options, stdout=out)
    return out.getvalue()


def record(**given):
    known = {
        "code": "90010",
        "name": "Belfort",
        "department": "90",
        "epci": None,
        "parent": None,
        "population": 46_000,
        "geometry": factories.square(6.86, 47.64, 4_000),
        "town_hall": (6.8628, 47.6370),
    }
    return reference.CommuneRecord(**known | given)


@pytest.fixture
def source(monkeypatch):
    """Replaces what the package holds by a few records."""

    def give(*records):
        monkeypatch.setattr(reference, "communes", lambda departments: iter(records))

    return give


def test_a_department_is_loaded_with_all_it_belongs_to():
    run("--department", "90")
    belfort = Commune.objects.select_related("department__region", "epci").get(code="90010")

    assert Commune.objects.count() == 101
    assert (belfort.name, belfort.search_name, belfort.population_year) == ("Belfort", "belfort", 2017)
    assert belfort.department.region.name == "Bourgogne-Franche-Comté"
    assert "Grand Belfort" in belfort.epci.name
    assert set(Epci.objects.values_list("pk", flat=True)) == set(Commune.objects.values_list("epci_id", flat=True))
    assert belfort.source == reference.SOURCE


def test_a_second_run_changes_nothing_and_says_so():
    first = run("--department", "90")
    rows = list(Commune.objects.order_by("pk").values())
    second = run("--department", "90")

    assert "Communes\u00a0: 101\u00a0ajouts" in first
    assert "Communes\u00a0: rien à changer (101 déjà à jour)." in second
    assert list(Commune.objects.order_by("pk").values()) == rows


def test_several_departments_are_loaded_in_one_run():
    run("--department", "90", "--department", "2a")

    assert set(Department.objects.values_list("code", flat=True)) == {"90", "2A"}
    assert set(Region.objects.values_list("code", flat=True)) == {"27", "94"}


def test_an_unknown_department_is_refused_and_nothing_is_written():
    with pytest.raises(CommandError, match=r"Département inconnu.*99"):
        run("--department", "90", "--department", "99")

    assert not Department.objects.exists()


def test_an_overseas_collectivity_is_loaded_without_communes():
    report = import_communes(["987"])

    assert Department.objects.get().name == "Polynésie française"
    assert report.communes.created == 0


def test_a_town_hall_inside_the_contour_is_the_centre(source):
    source(record())
    import_communes(["90"])
    belfort = Commune.objects.get()

    assert (belfort.longitude, belfort.latitude) == (6.8628, 47.6370)
    assert belfort.centre_kind == CentreKind.TOWN_HALL


@pytest.mark.parametrize("town_hall", [(2.35, 48.85), None])
def test_a_town_hall_elsewhere_gives_way_to_a_point_on_the_surface(source, town_hall):
    source(record(town_hall=town_hall))
    import_communes(["90"])
    belfort = Commune.objects.get()

    assert belfort.centre_kind == CentreKind.SURFACE
    assert shapely.contains_xy(shapely.from_wkb(bytes(belfort.geometry)), belfort.longitude, belfort.latitude)


def test_a_commune_without_contour_has_no_centre_and_is_told(source):
    source(record(geometry=None), record(code="90001", name="Andelnans"))
    report = import_communes(["90"])
    belfort, andelnans = Commune.objects.order_by("-code")

    assert (belfort.longitude, belfort.centre_kind) == (None, CentreKind.NONE)
    assert andelnans.centre_kind == CentreKind.TOWN_HALL
    assert report.without_contour == ["Belfort"]


def test_a_population_that_is_not_published_has_no_year(source):
    source(record(population=None))
    import_communes(["90"])

    assert Commune.objects.values_list("population", "population_year").get() == (None, None)


def test_an_arrondissement_points_to_its_city(source):
    source(record(), record(code="90011", name="Belfort 1er Arrondissement", parent="90010"))
    import_communes(["90"])

    assert Commune.objects.get(code="90011").parent_id == "90010"


def test_what_changed_is_updated_and_the_rest_is_not(source):
    source(record(), record(code="90001", name="Andelnans"))
    import_communes(["90"])
    source(record(population=46_500), record(code="90001", name="Andelnans"))
    report = import_communes(["90"])

    assert (report.communes.created, report.communes.updated, report.communes.unchanged) == (0, 1, 1)
    assert Commune.objects.get(code="90010").population == 46_500


def test_a_commune_that_vanished_is_said_and_kept(source):
    source(record(), record(code="90001", name="Andelnans"))
    import_communes(["90"])
    source(record())
    report = import_communes(["90"])

    assert report.vanished == ["Andelnans (90001)"]
    assert Commune.objects.count() == 2


def test_the_command_says_what_vanished_and_what_has_no_contour(source):
    source(record(), record(code="90001", name="Andelnans"))
    run("--department", "90")
    source(record(geometry=None))
    said = run("--department", "90")

    assert "1\u00a0commune sans contour dans la source\u00a0: Belfort." in said
    assert "ne figurent plus dans la source, et sont gardées\u00a0: Andelnans (90001)." in said


def test_communes_of_other_departments_are_not_said_to_have_vanished(source):
    factories.Commune(code="11069", name="Carcassonne")
    source(record())

    assert import_communes(["90"]).vanished == []


def test_a_failure_half_way_writes_nothing(source):
    source(record(), record(code="90001", name="Andelnans", geometry=b"not a contour"))
    with pytest.raises(shapely.errors.ShapelyError):
        import_communes(["90"])

    assert not Commune.objects.exists()
    assert not Region.objects.exists()


@pytest.mark.parametrize("count", [1, 100])
def test_a_replay_asks_as_few_queries_for_100_communes_as_for_one(source, count, django_assert_num_queries):
    source(*(record(code=f"90{n:03d}", name=f"Commune {n}") for n in range(count)))
    import_communes(["90"])

    with django_assert_num_queries(6):
        import_communes(["90"])


def test_the_action_refuses_an_unknown_department_too():
    with pytest.raises(RuleBroken, match="Département inconnu"):
        import_communes(["00"])


def test_the_outline_of_a_department_follows_its_communes(source):
    source(record())
    import_communes(["90"])
    before = bytes(Outline.objects.get(pk="90").geometry)
    source(record(), record(code="90001", name="Andelnans", geometry=factories.square(6.92, 47.64, 4_000)))
    import_communes(["90"])
    after = bytes(Outline.objects.get(pk="90").geometry)

    assert shapely.contains_xy(shapely.from_wkb([before, after]), 6.92, 47.64).tolist() == [False, True]

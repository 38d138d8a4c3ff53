import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import reference
from quartiers.territory.actions import departments_not_loaded, import_neighbourhoods
from quartiers.territory.contours import OFFICIAL_ENTRY, read_contours
from quartiers.territory.models import Commune, ContourImport, Coverage, Department, Neighbourhood
from quartiers.territory.rules import Generation
from quartiers.territory.tests.contour_files import (
    BELFORT,
    bowtie,
    collection,
    newer,
    older,
    polygon,
    write,
    write_zip,
)
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def aude():
    factories.Commune(code="11069", name="Carcassonne")
    factories.Commune(code="11262", name="Narbonne")


@pytest.fixture
def load(tmp_path, aude):
    """Calls the action on a file made of these features."""

    def call(*features, generation=Generation.Y2015, covers=("11",), **options):
        file = read_contours(write(tmp_path, *features), generation)
        return import_neighbourhoods(file, covers=covers, source="ANCT", now=NOW, **options)

    return call


def run(path, *options, generation=2015):
    out = StringIO()
    call_command("import_neighbourhoods", path, "--generation", str(generation), *options, stdout=out)
    return out.getvalue()


def snapshot():
    """Everything that an import may write."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Neighbourhood, Neighbourhood.communes.through, ContourImport, Coverage, Commune)
    ]


def test_a_neighbourhood_of_2015_is_loaded_with_its_dates_and_its_commune(load):
    load(older())
    neighbourhood = Neighbourhood.objects.get()

    assert (neighbourhood.valid_from, neighbourhood.valid_to) == (date(2015, 1, 1), date(2023, 12, 31))
    assert [commune.name for commune in neighbourhood.communes.all()] == ["Carcassonne"]
    assert (neighbourhood.generation, neighbourhood.department_id, neighbourhood.source) == (2015, "11", "ANCT")
    assert not neighbourhood.fictional


def test_a_neighbourhood_of_2024_may_stand_in_several_communes(load):
    load(newer(insee_com="11069, 11262"), generation=Generation.Y2024)
    neighbourhood = Neighbourhood.objects.get()

    assert (neighbourhood.valid_from, neighbourhood.valid_to) == (date(2024, 1, 1), None)
    assert {commune.pk for commune in neighbourhood.communes.all()} == {"11069", "11262"}


def test_overseas_the_list_of_2024_applies_from_2025(load):
    factories.Commune(code="97411", department=factories.Department(code="974", name="La Réunion"))
    load(newer("QN97401I", polygon(55.45, -20.9), insee_com="97411"), generation=Generation.Y2024, covers=["974"])

    assert Neighbourhood.objects.get().valid_from == date(2025, 1, 1)


def test_the_load_is_stamped_with_its_digest_counts_and_coverage(load):
    load(older(), older("QP011002", bowtie()))
    stamp = ContourImport.objects.get()

    assert (stamp.neighbourhood_count, stamp.repaired_count, stamp.imported_at) == (2, 1, NOW)
    assert len(stamp.digest) == 64
    assert Coverage.objects.values_list("generation", "department_id", "contour_import_id").get() == (
        2015,
        "11",
        stamp.pk,
    )


def test_a_repaired_contour_keeps_the_sentence_that_says_so(load):
    load(older(geometry=bowtie()))

    assert "se croisait" in Neighbourhood.objects.get().repair


def test_the_same_file_twice_changes_nothing(load):
    load(older(), older("QP011002", bowtie()))
    before = snapshot()
    report = load(older(), older("QP011002", bowtie()))

    assert snapshot() == before
    assert report.already == NOW
    assert report.neighbourhoods.unchanged == 2


def test_a_corrected_file_updates_in_place(load):
    factories.Indicator(neighbourhood=factories.Neighbourhood(older=True, code="QP011001"))
    load(older(), older("QP011002"))
    report = load(older(geometry=polygon(2.36, 43.22)), older("QP011002"))

    assert (report.neighbourhoods.created, report.neighbourhoods.updated, report.neighbourhoods.unchanged) == (0, 1, 1)
    assert Neighbourhood.objects.get(pk="QP011001").name == "La Conte - Ozanam"
    assert ContourImport.objects.count() == 2
    assert Coverage.objects.get().contour_import == ContourImport.objects.first()


def test_a_neighbourhood_whose_commune_changes_is_updated(load):
    load(older())
    report = load(older(code_commune="11262"))

    assert (report.neighbourhoods.updated, report.neighbourhoods.unchanged) == (1, 0)
    assert [commune.pk for commune in Neighbourhood.objects.get().communes.all()] == ["11262"]


def test_a_commune_that_no_longer_exists_is_said_and_the_neighbourhood_kept(load):
    report = load(older(code_commune="11999"))

    assert report.unknown_communes == ["11999 (QP011001)"]
    assert not Neighbourhood.objects.get().communes.exists()


def test_a_neighbourhood_absent_from_a_newer_file_is_said_and_kept(load):
    load(older(), older("QP011002"))
    report = load(older())

    assert report.absent == ["La Conte - Ozanam (QP011002)"]
    assert not report.removed
    assert Neighbourhood.objects.count() == 2


def test_a_neighbourhood_absent_from_a_newer_file_is_removed_when_asked(load):
    load(older(), older("QP011002"))
    report = load(older(), replace=True)

    assert report.removed
    assert [neighbourhood.pk for neighbourhood in Neighbourhood.objects.all()] == ["QP011001"]


def test_replacing_touches_neither_the_other_generation_nor_a_department_that_is_not_covered(load):
    elsewhere = factories.Department(code="66", name="Pyrénées-Orientales")
    kept = [factories.Neighbourhood(), factories.Neighbourhood(older=True, code="QP066001", department=elsewhere)]
    load(older(), replace=True)

    assert Neighbourhood.objects.filter(pk__in=[one.pk for one in kept]).count() == 2


def test_covering_a_new_department_with_the_same_file_is_a_change(load):
    factories.Commune(code="48095", department=factories.Department(code="48", name="Lozère"))
    load(older())
    report = load(older(), covers=("11", "48"))

    assert report.already is None
    assert set(Coverage.objects.values_list("department_id", flat=True)) == {"11", "48"}


def test_a_partial_file_covers_nothing_and_withdraws_nothing(load):
    load(older())
    load(older("QP011002"), covers=())

    assert Coverage.objects.get().department_id == "11"
    assert Neighbourhood.objects.count() == 2


def test_fictional_contours_say_so(load):
    load(older(), fictional=True)

    assert Neighbourhood.objects.get().fictional


def test_the_action_refuses_a_department_whose_communes_are_not_loaded(tmp_path):
    file = read_contours(write(tmp_path, older()), Generation.Y2015)

    assert departments_not_loaded(file, ["48"]) == ["11", "48"]
    with pytest.raises(RuleBroken, match=r"11, 48.*quartiers import_communes --department 11 --department 48"):
        import_neighbourhoods(file, covers=["48"], source="ANCT", now=NOW)
    assert snapshot() == [[], [], [], [], []]


@pytest.mark.parametrize("count", [1, 100])
def test_a_load_asks_as_few_queries_for_100_neighbourhoods_as_for_one(
    aude, tmp_path, count, django_assert_num_queries
):
    file = read_contours(write(tmp_path, *(older(f"QP011{n:03d}") for n in range(count))), Generation.Y2015)
    import_neighbourhoods(file, covers=["11"], source="ANCT", now=NOW)

    with django_assert_num_queries(10):
        import_neighbourhoods(file, covers=["11"], source="ANCT", now=NOW)


class TestCommand:
    def test_missing_communes_are_imported_first_and_it_says_so(self, tmp_path):
        path = write(tmp_path, older("QP090001", polygon(*BELFORT), code_commune="90010", code_departement="90"))
        said = run(path)

        assert "Communes de 90\u00a0: pas encore chargées, import d’abord." in said
        assert "Quartiers\u00a0: 1\u00a0ajout" in said
        assert "où la réponse peut être «\u00a0non\u00a0»\u00a0: 90." in said
        assert Neighbourhood.objects.get().communes.get().name == "Belfort"

    def test_a_second_run_says_that_the_file_is_already_there(self, aude, tmp_path):
        path = write(tmp_path, older())
        run(path)
        before = snapshot()

        assert "Fichier déjà importé le" in run(path)
        assert "Quartiers\u00a0: rien à changer (1 déjà à jour)." in run(path)
        assert snapshot() == before

    def test_a_dry_run_tells_everything_and_writes_nothing(self, tmp_path):
        path = write(tmp_path, older("QP090001", polygon(*BELFORT), code_commune="90010", code_departement="90"))
        said = run(path, "--dry-run")

        assert "Quartiers\u00a0: 1\u00a0ajout" in said
        assert "Essai\u00a0: rien n’a été écrit." in said
        assert snapshot() == [[], [], [], [], []]
        assert not Department.objects.exists()

    def test_repairs_precision_and_unknown_communes_are_told(self, aude, tmp_path):
        said = run(write(tmp_path, older(geometry=bowtie(), code_commune="11069 11999", code_departement="66")))

        assert "Contours réparés\u00a0: 1." in said
        assert "QP011001 La Conte - Ozanam\u00a0: Le contour se croisait" in said
        assert "Précision des contours\u00a0: 6,9\u00a0m (4\u00a0décimales dans le fichier)." in said
        assert "11999 (QP011001)" in said
        assert "le fichier dit département 66" in said

    def test_absent_neighbourhoods_are_listed_with_the_option_that_removes_them(self, aude, tmp_path):
        run(write(tmp_path, older(), older("QP011002")))
        path = write(tmp_path, older())

        assert "gardés, ajoutez --replace" in run(path)
        assert "(supprimés)\u00a0: La Conte - Ozanam (QP011002)" in run(path, "--replace")

    def test_coverage_may_be_widened_or_withheld(self, aude, tmp_path):
        factories.Commune(code="48095", department=factories.Department(code="48", name="Lozère"))
        path = write(tmp_path, older())
        partial = run(path, "--covers", "aucun")
        assert "peut être «\u00a0non\u00a0»\u00a0: aucun." in partial
        assert not Coverage.objects.exists()

        run(path, "--covers", "48")
        assert set(Coverage.objects.values_list("department_id", flat=True)) == {"11", "48"}

    @pytest.mark.parametrize("options", [(), ("--covers", "france")])
    def test_the_national_file_covers_every_department(self, tmp_path, options):
        for department in reference.departments():
            factories.Commune(department=factories.Department(code=department.code, name=department.name))
        factories.Commune(code="11069")
        name = f"GEOJSON/{'QP_autre_WGS84.geojson' if options else OFFICIAL_ENTRY}"
        path = write_zip(tmp_path, {name: json.dumps(collection(newer()))})
        run(path, *options, generation=2024)

        assert Coverage.objects.count() == len(reference.departments()) == 103

    def test_an_unknown_department_to_cover_is_refused(self, aude, tmp_path):
        with pytest.raises(CommandError, match="Département inconnu"):
            run(write(tmp_path, older()), "--covers", "99")

    def test_the_publisher_may_be_named(self, aude, tmp_path):
        run(write(tmp_path, older()), "--source", "Préfecture de l’Aude")

        assert Neighbourhood.objects.get().source == "Préfecture de l’Aude"

    REFUSED = {
        "a truncated file": lambda folder: _cut(write(folder, older())),
        "a truncated zip": lambda folder: _cut(write_zip(folder, {"a.geojson": json.dumps(collection(older()))})),
        "a latin-1 file": lambda folder: _recoded(write(folder, older(nom_qp="Près Saint-Jean"))),
        "an empty collection": lambda folder: write(folder),
        "duplicate codes": lambda folder: write(folder, older(), older()),
        "Lambert-93": lambda folder: write(folder, older(), older("QP011002", polygon(647_000, 6_236_000, 400))),
        "latitude first": lambda folder: write(folder, older("QP011002"), older(geometry=polygon(43.2, 2.35))),
        "another generation": lambda folder: write(folder, older(), newer()),
        "a missing file": lambda folder: folder / "absent.geojson",
        "a missing property at the end": lambda folder: write(folder, older(), older("QP011002", nom_qp=None)),
    }

    @pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED.keys())
    def test_a_refused_file_leaves_everything_as_it_was(self, load, tmp_path, make):
        load(older(), older("QP011003"))
        before = snapshot()

        with pytest.raises(CommandError) as refused:
            run(make(tmp_path))
        assert str(refused.value).endswith(".")
        assert snapshot() == before


def _cut(path):
    path.write_bytes(path.read_bytes()[:-40])
    return path


def _recoded(path):
    path.write_text(path.read_text(encoding="utf-8"), encoding="latin-1")
    return path

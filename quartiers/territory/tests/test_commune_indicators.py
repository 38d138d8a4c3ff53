"""Figures published by commune: what is loaded, what is left aside, how a city gathers its arrondissements."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from quartiers.office.tables import write_table
from quartiers.territory.models import Commune, Indicator
from quartiers.territory.queries.grounds import commune_figures
from tests import factories

JOBSEEKERS = ("abcde", "abc")


@pytest.fixture
def ground(db):
    for code in ("11001", "11002", "01004"):
        factories.Commune(code=code)


@pytest.fixture
def run(tmp_path):
    def call(content, *options):
        path = tmp_path / "demandeurs.csv"
        path.write_text(content)
        out = StringIO()
        call_command("import_indicators", path, *options, stdout=out)
        return out.getvalue().replace("\u00a0", " ")

    return call


def stored():
    return {(one.commune_id, one.code): one.value for one in Indicator.objects.all()}


def figures():
    return commune_figures(Commune.objects.filter(parent=None).order_by().values("pk"), JOBSEEKERS)


def test_each_published_figure_of_a_commune_becomes_a_row_with_its_source(ground, run):
    said = run(
        "code_commune;lib_com;abcde\n11001;Aigues-Vives;120\n11002;Airoux;0\n", "--source", "Dares", "--year", "2026"
    )

    assert stored() == {("11001", "abcde"): 120, ("11002", "abcde"): 0}
    assert set(Indicator.objects.values_list("source", "year")) == {("Dares", 2026)}
    assert "2 communes, 1 indicateur lus." in said


@pytest.mark.parametrize("mark", ["", "s", "nd", "*", "…"])
def test_a_masked_figure_gives_no_row_and_never_a_zero(ground, run, mark):
    assert "Non publiés : 1." in run(f"code_commune;abcde\n11001;120\n11002;{mark}\n")
    assert stored() == {("11001", "abcde"): 120}
    assert figures().values == {"11001": 120}


def test_the_same_file_twice_changes_nothing_and_a_newer_one_withdraws_what_is_masked(ground, run):
    content = "code_commune;abcde\n11001;120\n11002;45\n"
    run(content)
    assert "rien à changer (2 déjà à jour)" in run(content)
    said = run("code_commune;abcde\n11001;130\n11002;s\n")

    assert "1 modification" in said
    assert "Publiés auparavant et retirés : 1." in said
    assert stored() == {("11001", "abcde"): 130}


def test_a_zero_that_a_spreadsheet_dropped_comes_back(ground, tmp_path):
    path = tmp_path / "demandeurs.xlsx"
    write_table(path, ["insee_com", "abc"], [[1004, 75], ["11001", 120]])
    call_command("import_indicators", path, stdout=StringIO())

    assert stored() == {("01004", "abc"): 75, ("11001", "abc"): 120}


def test_communes_that_are_not_loaded_are_left_aside_and_named(ground, run):
    said = run("code_commune;abcde\n11001;120\n97502;30\n98735;s\n2A004;90\n")

    assert stored() == {("11001", "abcde"): 120}
    assert "Communes qui ne sont pas chargées ici, laissées de côté : 3 (97502, 98735, 2A004)." in said
    assert "Non publiés : 0." in said


def test_a_table_that_names_its_neighbourhood_and_its_commune_is_one_of_neighbourhoods(ground, run):
    factories.Neighbourhood(older=True, code="QP011001")
    run("code_commune;code_qp;abcde\n11001;QP011001;80\n")

    assert Indicator.objects.values_list("neighbourhood_id", "commune_id").get() == ("QP011001", None)


REFUSED = {
    "a bad number": ("11001;12x\n", "Ligne 2, colonne abcde.*12x.*n’est pas un nombre"),
    "a negative count": ("11001;-3\n", "Ligne 2, colonne abcde.*-3.*ne peut pas être négatif"),
    "a name for a code": ("11001;1\nAiroux;2\n", "Ligne 3, colonne code_commune.*Airoux.*code Insee"),
    "no code": (";2\n", "Ligne 2, colonne code_commune.*code Insee"),
    "a postcode too long": ("110010;2\n", "Ligne 2, colonne code_commune.*110010"),
    "two periods": ("11001;1\n11001;2\n", "Ligne 3.*11001 est déjà ligne 2.*une seule période"),
    "nothing that is loaded": ("75056;1\n", "Aucune commune de ce fichier n’est chargée.*import_communes"),
}


@pytest.mark.parametrize(("lines", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_and_nothing_is_written(ground, run, lines, said):
    with pytest.raises(CommandError, match=said):
        run(f"code_commune;abcde\n{lines}")

    assert stored() == {}


def test_a_figure_is_of_one_place_only(ground):
    both = {"neighbourhood": factories.Neighbourhood(), "commune": factories.Commune()}
    for places in (both, dict.fromkeys(both)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Indicator.objects.create(code="abcde", value=1, source="Dares", **places)


@pytest.mark.parametrize("count", [1, 40])
def test_a_replay_asks_as_few_queries_for_40_communes_as_for_one(db, run, count, django_assert_num_queries):
    codes = [factories.Commune(code=f"11{n:03d}").code for n in range(count)]
    content = "code_commune;abcde\n" + "".join(f"{code};40\n" for code in codes)
    run(content)

    with django_assert_num_queries(5):
        run(content)


@pytest.fixture
def paris(db):
    city = factories.Commune(code="75056")
    return [factories.Commune(code=f"751{n:02d}", parent=city) for n in (1, 2)]


def test_a_city_is_the_sum_of_its_arrondissements_once_all_are_published(paris):
    first, second = paris
    factories.CommuneIndicator(commune=first, value=100)
    assert figures() is None
    factories.CommuneIndicator(commune=second, value=50)
    assert figures().values == {"75056": 150}


def test_the_own_figure_of_a_city_comes_before_that_sum(paris):
    for town in paris:
        factories.CommuneIndicator(commune=town, value=100)
    factories.CommuneIndicator(commune=paris[0].parent, value=190)
    assert figures().values == {"75056": 190}


def test_categories_are_never_mixed_and_the_origin_says_which(ground):
    assert figures() is None
    factories.CommuneIndicator(commune=factories.Commune(code="11001"), code="abc", value=80, year=None)
    found = figures()
    assert (found.values, found.origin) == (
        {"11001": 80},
        "Tenus de chercher un emploi\u00a0: catégories A, B et C. Source\u00a0: Dares.",
    )
    factories.CommuneIndicator(commune=factories.Commune(code="11002"), code="abcde", value=99)
    found = figures()
    assert found.values == {"11002": 99}
    assert found.origin.endswith("catégories A, B, C, D et E. Source\u00a0: Dares, 2026.")
    Indicator.objects.filter(code="abcde").update(source="Dares, 2e trimestre 2026")
    assert figures().origin.endswith("Source\u00a0: Dares, 2e trimestre 2026.")

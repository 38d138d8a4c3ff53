from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from quartiers.office.tables import write_table
from quartiers.territory.indicator_file import read_indicators
from quartiers.territory.indicators import CATALOGUE, TO_CHECK, Kind, Theme, meaning_of
from quartiers.territory.models import Indicator
from quartiers.territory.tests.contour_files import refusal
from tests import factories


@pytest.fixture
def ground(db):
    for code in ("QP011001", "QP011002"):
        factories.Neighbourhood(older=True, code=code)


@pytest.fixture
def run(tmp_path):
    def call(content, *options, encoding="utf-8"):
        path = tmp_path / "indicateurs.csv"
        path.write_bytes(content.encode(encoding))
        out = StringIO()
        call_command("import_indicators", path, *options, stdout=out)
        return out.getvalue()

    return call


def stored():
    return {(one.neighbourhood_id, one.code): one.value for one in Indicator.objects.all()}


def test_each_published_figure_becomes_a_row(ground, run):
    said = run("code_qp,nom_qp,pop_mun,tp60\nQP011001,La Conte,1177,40.2\nQP011002,Ozanam,2470,43.9\n")

    assert stored() == {
        ("QP011001", "pop_mun"): 1177,
        ("QP011001", "tp60"): Decimal("40.2"),
        ("QP011002", "pop_mun"): 2470,
        ("QP011002", "tp60"): Decimal("43.9"),
    }
    assert "2\u00a0quartiers, 2\u00a0indicateurs lus." in said
    assert "Chiffres\u00a0: 4\u00a0ajouts" in said


@pytest.mark.parametrize("mark", ["", "s", "nd", "n/a", "*", "NS", " "])
def test_what_is_not_published_gives_no_row_and_never_a_zero(ground, run, mark):
    said = run(f"code_qp;pop_mun;tp60\nQP011001;0;{mark}\n")

    assert stored() == {("QP011001", "pop_mun"): 0}
    assert "Non publiés\u00a0: 1." in said


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("\ufeffcode_qp,tp60\nQP011001,40.2\n", "utf-8"),
        ("code_qp;tp60;nom_qp\nQP011001;40,2;Près\n", "latin-1"),
        ('code_qp,tp60\nqp011001,"40,2"\n', "utf-8"),
        ("CODE_QP\tTP60\nQP011001\t40,20\n", "utf-8"),
    ],
)
def test_the_usual_shapes_of_csv_are_read_alike(ground, run, content, encoding):
    run(content, encoding=encoding)

    assert stored() == {("QP011001", "tp60"): Decimal("40.2")}


def test_thousands_are_read_with_their_spaces(ground, run):
    run("code_qp;decuc_q2;pop_mun\nQP011001;10\u202f788;1 177\n")

    assert stored() == {("QP011001", "decuc_q2"): 10788, ("QP011001", "pop_mun"): 1177}


def test_a_workbook_is_read_like_a_csv(ground, tmp_path):
    path = tmp_path / "indicateurs.xlsx"
    write_table(path, ["code_qp", "tp60", "pop_mun"], [["QP011001", 40.2, ""]])
    call_command("import_indicators", path, stdout=StringIO())

    assert stored() == {("QP011001", "tp60"): Decimal("40.2")}


def test_the_same_file_twice_changes_nothing_and_says_so(ground, run):
    content = "code_qp,pop_mun,tp60\nQP011001,1177,40.2\n"
    run(content)
    rows = list(Indicator.objects.values())

    assert "rien à changer (2 déjà à jour)" in run(content)
    assert list(Indicator.objects.values()) == rows


def test_a_new_file_changes_what_differs_and_withdraws_what_is_no_longer_published(ground, run):
    run("code_qp,pop_mun,tp60\nQP011001,1177,40.2\nQP011002,2470,43.9\n")
    said = run("code_qp,pop_mun,tp60\nQP011001,1180,\n")

    assert stored() == {
        ("QP011001", "pop_mun"): 1180,
        ("QP011002", "pop_mun"): 2470,
        ("QP011002", "tp60"): Decimal("43.9"),
    }
    assert "1\u00a0modification" in said
    assert "Publiés auparavant et retirés\u00a0: 1." in said


def test_columns_that_the_file_does_not_have_are_left_alone(ground, run):
    run("code_qp,pop_mun\nQP011001,1177\n")
    run("code_qp,tp60\nQP011001,40.2\n")

    assert set(stored()) == {("QP011001", "pop_mun"), ("QP011001", "tp60")}


def test_source_and_year_are_kept(ground, run):
    run("code_qp,tp60\nQP011001,40.2\n", "--source", "Insee, Filosofi", "--year", "2017")

    assert Indicator.objects.values_list("source", "year").get() == ("Insee, Filosofi", 2017)


def test_an_unknown_indicator_keeps_its_code_and_is_told(ground, run):
    assert "Libellés à vérifier\u00a0: part_xyz." in run("code_qp,part_xyz\nQP011001,3\n")
    assert TO_CHECK in meaning_of("part_xyz").label


REFUSED = {
    "a bad number": ("code_qp,tp60\nQP011001,40.2\nQP011002,12x\n", "Ligne 3, colonne tp60.*12x.*n’est pas un nombre"),
    "a formula": ("code_qp,tp60\nQP011001,=1+1\n", "Ligne 2, colonne tp60"),
    "an endless number": (f"code_qp,tp60\nQP011001,{'9' * 40}\n", "Ligne 2, colonne tp60"),
    "an unknown code": ("code_qp,tp60\nQP011001,1\nQP099001,2\n", "ligne 3, colonne code_qp.*QP099001"),
    "an empty code": ("code_qp,tp60\n,1\n", "ligne 2, colonne code_qp"),
    "a code twice": ("code_qp,tp60\nQP011001,1\nQP011001,2\n", "Ligne 3.*QP011001 est déjà ligne 2"),
    "no code column": ("quartier,tp60\nQP011001,1\n", "Aucune colonne ne donne le code"),
    "a column twice": ("code_qp,tp60,TP60\nQP011001,1,2\n", "Deux colonnes portent le même nom.*tp60"),
    "a long title": (f"code_qp,{'x' * 60}\nQP011001,1\n", "dépasse 40 caractères"),
    "titles alone": ("code_qp,tp60\n", "qu’une ligne"),
    "nothing": ("", "vide"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_and_nothing_is_written(ground, run, content, said):
    with pytest.raises(CommandError, match=said):
        run(content)

    assert stored() == {}


def test_only_the_first_faults_are_listed_and_the_others_counted(ground, run):
    rows = "".join(f"QP011{n:03d},x\n" for n in range(20))

    with pytest.raises(CommandError, match="et 15 autres"):
        run("code_qp,tp60\n" + rows)


@pytest.mark.parametrize("count", [1, 40])
def test_a_replay_asks_as_few_queries_for_40_neighbourhoods_as_for_one(db, run, count, django_assert_num_queries):
    codes = [factories.Neighbourhood(older=True, code=f"QP011{n:03d}").code for n in range(count)]
    content = "code_qp,tp60\n" + "".join(f"{code},40.2\n" for code in codes)
    run(content)

    with django_assert_num_queries(5):
        run(content)


@given(content=st.text(max_size=200) | st.binary(max_size=200))
def test_any_file_is_read_or_refused_with_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "indicateurs.csv"
    raw = content.encode("utf-8", errors="replace") if isinstance(content, str) else content
    path.write_bytes(b"code_qp;tp60\n" + raw)
    sentence = refusal(lambda: read_indicators(path))

    assert sentence == "" or sentence.endswith(".")


@given(values=st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=8), comma=st.booleans())
def test_written_figures_come_back_as_they_were(tmp_path_factory, values, comma):
    path = tmp_path_factory.mktemp("figures") / "indicateurs.csv"
    lines = [f"QP011{n:03d};{value:f}".replace(".", "," if comma else ".") for n, value in enumerate(values)]
    path.write_text("code_qp;tp60\n" + "\n".join(lines) + "\n")

    assert [line.figures["tp60"] for line in read_indicators(path).lines] == values


def test_the_catalogue_names_each_indicator_once_with_its_unit():
    labels = [meaning.label for meaning in CATALOGUE.values()]

    assert len(set(labels)) == len(labels)
    assert all(meaning.code == code and code == code.lower() for code, meaning in CATALOGUE.items())
    assert {meaning_of(code).unit for code in ("tp60", "disp_q2", "pop_mun")} == {"%", "€", ""}
    assert all(theme.label for theme in Theme)
    assert all(kind.unit in ("", "%", "€") for kind in Kind)

"""The list engine, on the communes and neighbourhoods of the ground room."""

import csv
import io
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.html import format_html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from quartiers.kernel.errors import RuleBroken
from quartiers.territory.models import Commune, Department, Epci, Neighbourhood, Region
from quartiers.territory.names import search_name
from quartiers.web.lists import (
    ChoiceFilter,
    Column,
    Empty,
    Kind,
    ListSpec,
    Noun,
    TextFilter,
    filtered,
    list_response,
    read_listing,
)
from quartiers.web.lists.listing import clean_text

pytestmark = pytest.mark.django_db
many_times = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)

COMMUNES = ListSpec(
    id="communes",
    noun=Noun("commune", "communes", feminine=True),
    caption="Communes",
    columns=(
        Column(
            "nom", "Commune", "name", sort=("search_name",), link=lambda row: f"/communes/{row.code}/", under="code"
        ),
        Column("departement", "Département", "department.name", sort=("department__name",)),
        Column("intercommunalite", "Intercommunalité", "epci.name", missing="aucune"),
        Column("population", "Habitants", "population", sort=("population",), kind=Kind.NUMBER, missing="non publié"),
        Column("centre", "Centre", "centre_kind", show=lambda row: format_html("<b>{}</b>", row.name), export=False),
        Column("code", "Code", "code", page=False),
    ),
    filters=(
        TextFilter("q", "Nom ou code", fields=("code",), folded=("search_name",), fold=search_name),
        ChoiceFilter("departement", "Département", [("31", "Haute-Garonne"), ("34", "Hérault")], "department_id"),
        ChoiceFilter(
            "population", "Population", [("connue", "Connue")], lambda rows, _: rows.exclude(population=None)
        ),
        ChoiceFilter(
            "zone", "Zone", [("31", "Toulouse"), ("34", "Montpellier")], "department", chips=True, counts=True
        ),
    ),
    order="nom",
    empty=Empty("Aucune commune n’est chargée.", "Elles apparaîtront ici.", "/aide/", "Savoir comment"),
)

NEIGHBOURHOODS = ListSpec(
    id="quartiers",
    noun=Noun("quartier", "quartiers"),
    caption="Quartiers",
    columns=(
        Column("nom", "Quartier", "name", sort=("name",)),
        Column("depuis", "Depuis", "valid_from", sort=("valid_from",), kind=Kind.DAY),
    ),
    filters=(TextFilter("q", "Nom ou commune", fields=("name", "communes__name")),),
    order="-depuis",
)


@pytest.fixture
def ground():
    region = Region.objects.create(code="76", name="Occitanie")
    for code, name in (("31", "Haute-Garonne"), ("34", "Hérault")):
        Department.objects.create(code=code, name=name, region=region)
    Epci.objects.create(code="243100518", name="Toulouse Métropole", kind="ME")


def commune(code: str, name: str, population: int | None = 100, department: str = "31", epci: str | None = None):
    return Commune(
        code=code,
        name=name,
        search_name=search_name(name),
        population=population,
        department_id=department,
        epci_id=epci,
        source="essai",
    )


@pytest.fixture
def communes(ground):
    Commune.objects.bulk_create(
        [
            commune("31555", "Toulouse", 511_684, epci="243100518"),
            commune("31160", "L’Haÿ-des-Œillets", 7_000),
            commune("31001", "Agassac", None),
            commune("34172", "Montpellier", 307_101, "34"),
        ]
    )


def rows():
    return Commune.objects.select_related("department", "epci")


def listing(address: str = "", spec: ListSpec = COMMUNES, of=rows):
    return read_listing(spec, of(), QueryDict(address), path="/communes/")


def names(address: str = "") -> list[str]:
    return [one.name for one in listing(address).objects]


def page(address: str = "", spec: ListSpec = COMMUNES, of=rows, **headers: str):
    return list_response(RequestFactory().get(f"/communes/?{address}", **headers), spec, of(), "web/list.html")


def text_of(response) -> str:
    return response.getvalue().decode() if response.streaming else response.content.decode()


# --- Order, search, filters -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["Agassac", "L’Haÿ-des-Œillets", "Montpellier", "Toulouse"]),
        ("tri=-nom", ["Toulouse", "Montpellier", "L’Haÿ-des-Œillets", "Agassac"]),
        ("tri=population", ["L’Haÿ-des-Œillets", "Montpellier", "Toulouse", "Agassac"]),
        ("tri=-population", ["Toulouse", "Montpellier", "L’Haÿ-des-Œillets", "Agassac"]),
        ("tri=-departement", ["Montpellier", "Toulouse", "L’Haÿ-des-Œillets", "Agassac"]),
        ("q=hay+oeillets", ["L’Haÿ-des-Œillets"]),
        ("q=L'HAŸ", ["L’Haÿ-des-Œillets"]),
        ("q=34172", ["Montpellier"]),
        ("q=toulouse+montpellier", []),
        ("q=%25", []),
        ("departement=34", ["Montpellier"]),
        ("departement=31&q=tou", ["Toulouse"]),
        ("population=connue&tri=nom", ["L’Haÿ-des-Œillets", "Montpellier", "Toulouse"]),
        ("zone=34", ["Montpellier"]),
    ],
)
def test_the_address_orders_searches_and_filters(communes, address, expected):
    assert names(address) == expected


def test_empty_values_come_last_in_both_directions(communes):
    assert names("tri=population")[-1] == names("tri=-population")[-1] == "Agassac"


def test_a_search_across_a_relation_gives_each_row_once(communes):
    one = Neighbourhood.objects.create(
        code="QN03101M",
        name="Les Izards",
        generation=2024,
        department_id="31",
        valid_from=date(2024, 1, 1),
        geometry=b"",
        precision_m=1,
        source="essai",
    )
    one.communes.set(["31555", "31160", "31001"])

    found = listing("q=a", NEIGHBOURHOODS, Neighbourhood.objects.all)

    assert [row.name for row in found.objects] == ["Les Izards"]
    assert found.total == 1
    assert found.heads[1].sorted == "descending"
    assert found.rows[0][1].text == "1er\u00a0janv.\u00a02024"


def test_chips_count_the_rows_under_the_other_filters(communes):
    chips = listing("zone=34&population=connue").chips[0]

    assert [(option.label, option.count, option.current) for option in chips.options] == [
        ("Tous", 3, False),
        ("Toulouse", 2, False),
        ("Montpellier", 1, True),
    ]
    assert chips.options[0].link == "/communes/?population=connue"


def test_active_filters_are_read_back(communes):
    found = listing("q=toul&departement=31&tri=-nom")

    assert found.summary == "1\u00a0commune, nom ou code «\u00a0toul\u00a0», Haute-Garonne."
    assert found.active_field_count == 2
    assert listing("").summary == ""


def test_links_keep_what_was_chosen_and_nothing_else(communes):
    found = listing("q=o&tri=-nom&page=1&inconnu=%3Cscript%3E&departement=99")

    assert found.heads[0].link == "/communes/?q=o&tri=nom"
    assert found.heads[3].link == "/communes/?q=o&tri=-population"
    assert [option.link for option in found.exports] == [
        "/communes/?q=o&tri=-nom&format=csv",
        "/communes/?q=o&tri=-nom&format=xlsx",
    ]
    assert found.hidden == {"tri": "-nom"}


# --- Pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(ground):
    Commune.objects.bulk_create(commune(f"31{number:03}", f"Commune {number % 7}", number) for number in range(143))


def test_a_page_says_where_it_stands(many):
    first, last = listing(""), listing("page=8")

    assert first.position == "1 à 20 sur 143"
    assert last.position == "141 à 143 sur 143"
    assert (first.previous, first.next) == ("", "/communes/?page=2")
    assert (last.previous, last.next) == ("/communes/?page=7", "")
    assert listing("page=2").previous == "/communes/"
    assert [option.label for option in listing("page=4").pages] == ["1", "…", "3", "4", "5", "…", "8"]


def test_the_pages_hold_each_row_once_whatever_the_ties(many):
    codes = [one.code for number in range(1, 9) for one in listing(f"page={number}&tri=nom").objects]

    assert len(codes) == len(set(codes)) == 143


@pytest.mark.parametrize("order", ["nom", "-nom", "population", "-population", "departement"])
def test_the_pages_follow_the_order_of_the_whole_from_both_ends(many, order):
    Commune.objects.filter(code__endswith="3").update(population=None)
    whole = list(filtered(COMMUNES, rows(), QueryDict(f"tri={order}")))

    assert [one for number in range(1, 9) for one in listing(f"page={number}&tri={order}").objects] == whole


@pytest.mark.parametrize(
    ("asked", "given_page"), [("-1", 1), ("0", 1), ("1e3", 1), ("²", 1), ("9" * 5000, 8), ("3", 3)]
)
def test_a_strange_page_is_the_first_or_the_last(many, asked, given_page):
    assert listing(f"page={asked}").page == given_page


@pytest.mark.parametrize("count", [1, 100])
def test_a_page_costs_the_same_queries_whatever_the_rows(ground, django_assert_num_queries, count):
    Commune.objects.bulk_create(commune(f"31{n:03}", f"Commune {n}", epci="243100518") for n in range(count))

    with django_assert_num_queries(4):  # total, keys of the page, its rows, counts of the chips
        page("q=commune&departement=31")


@pytest.mark.parametrize("count", [1, 100])
def test_an_export_costs_one_query_whatever_the_rows(ground, django_assert_num_queries, count):
    Commune.objects.bulk_create(commune(f"31{n:03}", f"Commune {n}", epci="243100518") for n in range(count))

    with django_assert_num_queries(1):
        assert text_of(page("format=csv")).count("\r\n") == count + 1


# --- Hostile addresses ----------------------------------------------------------------------------------------------

values = st.text(max_size=30) | st.sampled_from(
    ["\x00", "\ud800", "<script>", "x" * 10_000, "31", "-nom", "csv", "' OR 1=1"]
)
parameter_names = st.sampled_from(["q", "departement", "population", "zone", "tri", "page", "__proto__"])


@many_times
@given(st.dictionaries(parameter_names, values, max_size=7))
def test_no_address_makes_a_list_fail(communes, parameters):
    response = page(urlencode(parameters, errors="surrogatepass"))

    assert response.status_code == 200
    assert b"<script>" not in response.content


@many_times
@given(st.dictionaries(parameter_names, st.text(max_size=20), max_size=7))
def test_even_undecoded_parameters_do_not_make_a_list_fail(communes, parameters):
    found = read_listing(COMMUNES, rows(), parameters, path="/communes/")

    assert found.total >= len(found.objects)
    assert found.summary.isprintable() or found.told


@given(st.text())
def test_a_cleaned_text_is_short_printable_and_stable(text):
    clean = clean_text(text)

    assert len(clean) <= 100
    assert clean.isprintable()
    assert clean_text(clean) == clean


def test_what_was_typed_is_escaped(communes):
    content = page("q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()

    assert "<script>" not in content
    assert "&lt;script&gt;" in content


# --- What the page says ---------------------------------------------------------------------------------------------


def test_the_table_tells_its_order_and_labels_its_cells(communes):
    content = re.sub(r"(?<=>)\s+|\s+(?=[<>])|(?<=\s)\s+", "", page("tri=-population").content.decode())
    content = content.replace("\n", " ")

    assert content.count("aria-sort=") == 1
    assert '<th scope="col" class="n" aria-sort="descending">' in content
    assert '<td data-l="Habitants" class="n"><span>511\u202f684</span></td>' in content
    assert '<a href="/communes/31555/">Toulouse</a><span class="quand">31555</span>' in content
    assert '<span class="soft">non publié</span>' in content
    assert '<span class="soft">aucune</span>' in content
    assert "<b>Toulouse</b>" in content
    assert ">Code<" not in content
    assert "style=" not in content


def test_an_empty_list_says_why_and_what_to_do(ground):
    nothing = page("").content.decode()
    none_found = page("q=zzz").content.decode()

    assert "Aucune commune n’est chargée." in nothing
    assert 'href="/aide/">Savoir comment</a>' in nothing
    assert "Aucune commune ne correspond." in none_found
    assert "Tout afficher" in none_found
    assert "<table" not in nothing + none_found


def test_htmx_receives_the_list_alone_and_its_announcement(communes):
    whole = page("")
    alone = page("", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="communes")
    elsewhere = page("", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="autre")
    history = page("", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="communes", HTTP_HX_HISTORY_RESTORE_REQUEST="true")

    assert 'class="liste-zone"' not in alone.content.decode()
    assert 'id="communes-annonce" hx-swap-oob="innerHTML"' in alone.content.decode()
    for response in (whole, elsewhere, history):
        assert '<div id="communes" class="liste-zone">' in response.content.decode()
        assert "HX-Request" in response["Vary"]


def test_more_than_three_fields_fold_and_open_when_one_is_in_use(communes):
    fields = [TextFilter(name, name, fields=("name",)) for name in "abcd"]
    spec = ListSpec(
        id="x", noun=COMMUNES.noun, caption="", columns=COMMUNES.columns, order="nom", filters=tuple(fields)
    )

    assert [field.name for field in listing("d=t", spec).more_fields] == ["d"]
    assert '<details class="plus-de-filtres"\n               open>' in page("d=t", spec).content.decode()
    assert "open>" not in page("a=t", spec).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"order": "centre"},
        {"order": "inconnu"},
        {"filters": (TextFilter("page", "x"),)},
        {"filters": (TextFilter("q", "x"), TextFilter("q", "y"))},
    ],
)
def test_a_list_declared_wrong_does_not_start(change):
    declared = {"id": "x", "noun": COMMUNES.noun, "caption": "", "columns": COMMUNES.columns, "order": "nom", **change}

    with pytest.raises(ValueError, match="x: "):
        ListSpec(**declared)


# --- Exports --------------------------------------------------------------------------------------------------------

HEADER = ["Commune", "Département", "Intercommunalité", "Habitants", "Code"]


def test_the_csv_holds_all_the_rows_of_the_address_in_its_order(communes):
    response = page("format=csv&population=connue&tri=-population&page=7")

    content = list(csv.reader(io.StringIO(text_of(response).lstrip("\ufeff"), newline=""), delimiter=";"))
    assert content[0] == HEADER
    assert [line[0] for line in content[1:]] == ["Toulouse", "Montpellier", "L’Haÿ-des-Œillets"]
    assert content[1] == ["Toulouse", "Haute-Garonne", "Toulouse Métropole", "511684", "31555"]
    assert 'filename="communes.csv"' in response["Content-Disposition"]


def test_the_xlsx_holds_numbers_as_numbers_and_codes_as_text(communes):
    response = page("format=xlsx&q=toulouse")

    lines = load_workbook(io.BytesIO(response.getvalue())).get_sheet_by_index(0).to_python()
    response.close()
    assert lines == [HEADER, ["Toulouse", "Haute-Garonne", "Toulouse Métropole", 511684.0, "31555"]]


def test_a_formula_in_a_name_leaves_guarded(ground):
    commune("31001", '=HYPERLINK("http://x")').save()

    assert "\"'=HYPERLINK" in text_of(page("format=csv"))


def test_an_xlsx_beyond_a_sheet_is_refused_with_a_way_out(communes, monkeypatch):
    monkeypatch.setattr("quartiers.web.exports.XLSX_MAX_ROWS", 2)
    monkeypatch.setattr("quartiers.web.lists.listing.XLSX_MAX_ROWS", 2)

    with pytest.raises(RuleBroken, match="Demandez le fichier CSV"):
        page("format=xlsx")
    assert [option.label for option in listing("").exports] == ["CSV"]


def test_an_unknown_format_is_the_page(communes):
    assert page("format=exe")["Content-Type"].startswith("text/html")


def test_what_the_export_holds_is_what_the_pages_hold(many):
    on_pages = [one.code for number in range(1, 9) for one in listing(f"page={number}&q=commune").objects]

    assert [one.code for one in filtered(COMMUNES, rows(), QueryDict("q=commune"))] == on_pages

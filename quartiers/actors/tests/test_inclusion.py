"""Files of the data·inclusion schema: in, again, corrected, withdrawn, and out as they came."""

import json
from datetime import date
from unittest.mock import Mock, patch

import pytest
from data_inclusion.schema import v1
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quartiers.actors import inclusion
from quartiers.actors.actions import organisations as edits
from quartiers.actors.actions.data_inclusion import import_structures, take_from_source
from quartiers.actors.file_loads import LOADS
from quartiers.actors.models import Organisation, Site, SourceRecord
from quartiers.actors.queries.inclusion import differences, records
from quartiers.actors.queries.organisations import state_of_organisation, state_of_site
from quartiers.kernel.errors import RuleBroken
from quartiers.office.actions import cancel_job, run_job, start_load
from quartiers.office.queries import jobs
from quartiers.office.rules import PLATFORM
from tests import factories, people

pytestmark = pytest.mark.django_db
NOW = factories.SINCE
WHO = {"by": PLATFORM, "now": NOW}


def record(key="1", source="dora", **more):
    return {"source": source, "id": f"{source}--{key}", "nom": "Chantier des Lices", "date_maj": "2026-01-05"} | more


def load(*rows, complete=False, **more):
    return import_structures(rows, complete=complete, **WHO, **more)


def load_file(path):
    return import_structures(inclusion.read(path), complete=False, **WHO)


def counts(report):
    return (report.created, report.changed, report.unchanged, report.refused)


# --- In and out -----------------------------------------------------------------------------------------------------

SAFE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.integers(1 - 2**63, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | SAFE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAFE, inner, max_size=3),
    max_leaves=5,
)
KNOWN = [one.value for one in v1.ReseauPorteur]
RECORDS = st.fixed_dictionaries(
    {
        "nom": st.text(st.characters(exclude_categories=["Cs"]), min_size=3, max_size=150).filter(
            lambda text: not text.endswith(".")
        ),
        "date_maj": st.dates(date(2000, 1, 1), date(2026, 9, 1)).map(date.isoformat),
    },
    optional={
        "description": st.text(st.characters(exclude_categories=["Cs"]), min_size=5, max_size=60),
        "siret": st.from_regex(r"[0-9]{14}", fullmatch=True),
        "code_insee": st.sampled_from(["11069", "2A004", "99999"]),
        "code_postal": st.from_regex(r"[0-9]{5}", fullmatch=True),
        "commune": SAFE,
        "adresse": SAFE,
        "telephone": SAFE,
        "latitude": st.floats(-90, 90) | st.none(),
        "longitude": st.floats(-180, 180),
        "reseaux_porteurs": st.lists(st.sampled_from([*KNOWN, "mot-de-demain", "autre mot"]), unique=True, max_size=6),
        "champ_de_demain": VALUES,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=5))
def test_what_comes_in_goes_out_unchanged(tmp_path, found):
    Organisation.objects.all().delete()
    rows = [{"source": "dora", "id": f"dora--{at}"} | one for at, one in enumerate(found)]
    for name in ("in.json", "in.ndjson"):
        inclusion.write(rows, tmp_path / name)
    report = load(*inclusion.read(tmp_path / "in.json"))
    inclusion.write(records(), tmp_path / "out.ndjson")

    assert counts(report) == (len(rows), 0, 0, 0)
    out = list(inclusion.read(tmp_path / "out.ndjson"))
    assert [list(one.items()) for one in out] == [list(one.items()) for one in rows]
    assert counts(load(*inclusion.read(tmp_path / "in.ndjson"))) == (0, 0, len(rows), 0)


def test_a_record_becomes_a_structure_with_its_place_its_kind_and_its_networks():
    factories.Commune(code="11069", name="Carcassonne")
    load(
        record(
            reseaux_porteurs=["coorace", "aci"],
            siret="73282932000074",
            code_insee="11069",
            latitude=43.2,
            longitude=2.3,
            adresse="Chemin des Lices",
        )
    )

    found, site = Organisation.objects.get(), Site.objects.get()
    assert (found.kind, found.network_codes, found.siret) == ("aci", ["coorace", "aci"], "73282932000074")
    assert (site.commune_id, site.latitude, site.address, site.is_main) == ("11069", 43.2, "Chemin des Lices", True)
    assert "carcassonne" in found.search_text


def test_a_longitude_next_to_nothing_is_held_as_nothing(client):
    """PostgreSQL refuses to square it."""
    load(record(latitude=43.2, longitude=1e-200))

    assert client.get("/structures/", {"pres": "43.2,0.0"}).status_code == 200
    assert Site.objects.get().longitude == 0
    assert next(records())["longitude"] == 1e-200


@pytest.mark.parametrize("networks", [None, [], ["coorace"], ["aci", "ei"], ["mot-de-demain"]])
def test_a_kind_that_is_not_said_is_unknown_whatever_the_name(networks):
    load(record(nom="Atelier et chantier d’insertion", reseaux_porteurs=networks))

    assert Organisation.objects.get().kind == "inconnue"


def test_words_of_another_version_are_kept_and_told():
    report = load(record(reseaux_porteurs=["mot-de-demain", "aci"], champ_de_demain={"a": [1]}))

    assert dict(report.unknown_words) == {"mot-de-demain": 1}
    assert next(records())["reseaux_porteurs"] == ["mot-de-demain", "aci"]


@pytest.mark.parametrize("apart", [False, True], ids=["in one file", "in two"])
def test_two_sources_may_number_their_records_alike(apart):
    """The schema does not ask that an identifier begin with its source."""
    both = [record(source="dora", id="1", nom="Chez Dora"), record(source="soliguide", id="1", nom="Chez Soliguide")]
    for some in [both[:1], both[1:]] if apart else [both]:
        load(*some)
    assert load(*both).unchanged == 2

    assert sorted(Organisation.objects.values_list("source", "name")) == [
        ("dora", "Chez Dora"),
        ("soliguide", "Chez Soliguide"),
    ]


def test_the_order_of_a_set_changes_nothing():
    load(record(reseaux_porteurs=["aci", "coorace"]))

    assert counts(load(record(reseaux_porteurs=["coorace", "aci"]))) == (0, 0, 1, 0)


def test_a_siret_with_a_wrong_key_stays_in_the_record_alone():
    report = load(record(siret="73282932000075"))

    assert report.wrong_sirets == 1
    assert Organisation.objects.get().siret == ""
    assert [(one.here, one.there) for one in differences(Organisation.objects.get())] == [("", "73282932000075")]


# --- Corrected here -------------------------------------------------------------------------------------------------


def correct():
    """Load a structure, then correct its phone and its town."""
    load(record(telephone="01 99 00 11 11", commune="Narbonne"))
    site = Site.objects.select_related("organisation").get(organisation__source="dora")
    found = site.organisation
    edits.change_organisation(found.pk, {"phone": "01 99 00 22 22"}, base=state_of_organisation(found), **WHO)
    edits.change_site(site.pk, {"city": "Tarbes"}, base=state_of_site(site), **WHO)
    return found.pk


def test_what_was_corrected_here_is_never_overwritten_and_the_rest_follows_its_source():
    key = correct()
    load(record(telephone="01 99 00 33 33", commune="Lourdes", description="Espaces verts."))

    found = Organisation.objects.get(pk=key)
    assert (found.phone, Site.objects.get().city, found.description) == ("01 99 00 22 22", "Tarbes", "Espaces verts.")
    assert [(one.name, one.here, one.there) for one in differences(found)] == [
        ("phone", "01 99 00 22 22", "01 99 00 33 33"),
        ("site.city", "Tarbes", "Lourdes"),
    ]


def test_what_was_corrected_here_goes_out_under_the_name_of_the_schema():
    correct()

    out = next(records("dora"))
    assert (out["telephone"], out["commune"], out["nom"]) == ("01 99 00 22 22", "Tarbes", "Chantier des Lices")
    assert out["date_maj"] == NOW.date().isoformat()


def test_a_line_is_given_back_to_its_source_once():
    key = correct()
    take_from_source(key, "phone", **WHO)

    assert Organisation.objects.get().phone == "01 99 00 11 11"
    assert Organisation.objects.get().local_fields == ["site.city"]
    with pytest.raises(RuleBroken, match="pas été corrigée"):
        take_from_source(key, "phone", **WHO)


# --- Complete files -------------------------------------------------------------------------------------------------


def test_what_a_complete_file_no_longer_names_leaves_and_comes_back():
    rows = [record(str(at)) for at in range(4)]
    load(*rows)
    other = record("1", source="autre")
    load(other)
    gone = load(*rows[1:], complete=True)

    assert gone.withdrawn == 1
    assert SourceRecord.objects.count() == 5
    assert [one["id"] for one in records()] == ["dora--1", "dora--2", "dora--3", "autre--1"]
    assert counts(load(*rows, complete=True)) == (0, 1, 3, 0)
    assert not Organisation.objects.exclude(absent_on=None).exists()


def test_a_complete_file_that_takes_most_of_a_source_away_is_not_believed_at_once():
    rows = [record(str(at)) for at in range(4)]
    load(*rows)
    report = load(rows[0], complete=True)

    assert (report.withdrawn, dict(report.not_believed)) == (0, {"dora": 3})
    assert load(rows[0], complete=True, withdraw_all=True).withdrawn == 3


def test_a_record_that_is_refused_still_counts_as_there():
    load(record("1"), record("2"), record("3"))

    assert load(record("1"), record("2"), record("3", nom="x"), complete=True).withdrawn == 0
    assert load(record("1"), record("2"), {"nom": "Sans nom"}, complete=True).withdrawn == 0


# --- Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"nom": "ab"}, "nom", "trop court"),
        ({"nom": None}, "nom", "un texte est attendu"),
        ({"date_maj": "demain"}, "date_maj", "une date est attendue"),
        ({"date_maj": "1999-12-31"}, "date_maj", "21e siècle"),
        ({"siret": "123"}, "siret", "trop court"),
        ({"siret": "1234567890123A"}, "siret", "forme attendue"),
        ({"code_postal": "1100"}, "code_postal", "trop court"),
        ({"latitude": "43,1a"}, "latitude", "un nombre est attendu"),
        ({"courriel": "contact"}, "courriel", "courriel est attendue"),
        ({"site_web": "exemple"}, "site_web", "adresse de site"),
        ({"reseaux_porteurs": "aci"}, "reseaux_porteurs", "une liste de mots"),
        ({"source": "emploi-quartiers"}, "source", "la nôtre"),
        ({"id": "dora--\x00"}, "id", "illisible"),
    ],
)
def test_a_record_that_the_schema_refuses_is_told_in_french_and_the_others_are_loaded(wrong, field, words):
    report = load(record("1"), record("2") | wrong, record("3"))

    assert counts(report) == (2, 0, 0, 1)
    assert [(one.rank, one.field) for one in report.faults] == [(2, field)]
    assert words in str(report.faults[0])
    assert str(report.faults[0]).startswith("Fiche 2, ")


def test_a_field_that_is_missing_or_a_record_met_twice_is_told():
    report = load({"source": "dora", "id": "dora--1", "nom": "Les Lices"}, record("2"), record("2"), ["liste"])

    assert [(one.rank, one.field) for one in report.faults] == [(1, "date_maj"), (3, "id"), (4, "fiche")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cut.json", '[{"source": "dora", "id": "1"}, {"sour'),
        ("cut.ndjson", '{"source": "dora"}\n{"sour'),
        ("nan.ndjson", '{"source": "dora"}\n{"latitude": NaN}'),
        ("latin.csv", f"nom\nLes Lices\n{' ' * 20_000}\xe9"),
    ],
)
def test_a_file_that_stops_in_the_middle_says_what_to_do_and_changes_nothing(tmp_path, name, text):
    (tmp_path / name).write_bytes(text.encode("latin-1"))

    with pytest.raises(RuleBroken, match=r"plus lisible après 1.fiche"):
        list(inclusion.read(tmp_path / name))
    inclusion.write([record(str(at)) for at in range(1_200)], tmp_path / "whole.ndjson")
    (tmp_path / "cut.ndjson").write_bytes((tmp_path / "whole.ndjson").read_bytes()[:-30])
    with pytest.raises(RuleBroken, match="plus lisible"):
        load_file(tmp_path / "cut.ndjson")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("workbook.json", b"PK\x03\x04\x14\x00\x06\x00"),
        ("page.json", b"<!doctype html><p>404</p>"),
        ("zeros.ndjson", b"\x00" * 4_000),
        ("deep.json", b"[" * 1_000_000),
        ("utf-16.csv", "nom;id\nLes Lices;1".encode("utf-16")),
    ],
)
def test_a_file_of_another_kind_says_so_and_changes_nothing(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(RuleBroken, match="ne se lit pas"):
        load_file(tmp_path / name)


def test_a_file_of_another_schema_is_recognised_before_all_of_it_is_told():
    with pytest.raises(RuleBroken, match=r"Aucune des 1.000 premières fiches.*Rien n’est enregistré"):
        load(*({"raison_sociale": "Les Lices"} for _ in range(1_001)))


@pytest.mark.parametrize(
    "value", ["x" * 1_000_001, float("inf"), pytest.param(10**5_000, id="endless"), pytest.param("deep", id="deep")]
)
def test_a_record_that_could_not_go_out_again_is_refused_alone(value):
    if value == "deep":
        for _ in range(20_000):
            value = [value]
    report = load(record("1"), record("2", champ_de_demain=value))

    assert (counts(report), report.faults[0].field) == ((1, 0, 0, 1), "fiche")


def test_files_of_each_format_are_read_alike(tmp_path):
    row = record(reseaux_porteurs=["aci", "coorace"], latitude=43.2, adresse="1, rue de l’Exemple")
    for name in ("rows.json", "rows.ndjson", "rows.csv"):
        inclusion.write([row], tmp_path / name)
    (tmp_path / "api.json").write_text(json.dumps({"items": [row], "total": 1}))
    (tmp_path / "bom.json").write_bytes(b"\xef\xbb\xbf" + json.dumps([row]).encode())

    for path in tmp_path.iterdir():
        assert list(inclusion.read(path)) == [row], path.name


# --- Ours, commands, API --------------------------------------------------------------------------------------------


def test_what_is_declared_here_goes_out_valid_and_without_what_is_invented():
    made = edits.declare_organisation({"name": "Les Lices", "kind": "aci", "siret": "73282932000074"}, **WHO)
    edits.add_site(made.pk, {"city": "Carcassonne", "latitude": 43.2, "longitude": 2.3}, **WHO)
    factories.Organisation(name="Inventée")
    (out,) = records()

    assert v1.Structure.model_validate(out).reseaux_porteurs == {v1.ReseauPorteur.ACI}
    assert (out["source"], out["id"], out["commune"]) == (
        "emploi-quartiers",
        f"emploi-quartiers--{made.pk}",
        "Carcassonne",
    )


def test_the_commands_load_say_and_write(tmp_path, capsys):
    inclusion.write([record("1"), record("2", nom="x")], tmp_path / "in.json")
    call_command("import_structures", str(tmp_path / "in.json"), "--complete")
    call_command("export_structures", output=tmp_path / "out.json")
    said = capsys.readouterr().out.replace("\u00a0", " ")

    assert "2 fiches lues : 1 nouvelle, 0 modifiée, 0 inchangée, 1 refusée." in said
    assert "Fiche 2, nom « x » : trop court, au moins 3 caractères. Corrigez la fiche à la source." in said
    assert "1 structure écrite" in said
    assert json.loads((tmp_path / "out.json").read_text()) == [record("1")]


@pytest.mark.parametrize("name", ["absent.json", "table.parquet"])
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, name):
    if name != "absent.json":
        (tmp_path / name).touch()
    with pytest.raises(CommandError):
        call_command("import_structures", str(tmp_path / name))


def test_the_api_gives_the_records_of_a_source_page_by_page(client):
    load(*(record(str(at)) for at in range(3)))
    answer = client.get("/api/structures/data-inclusion", {"source": "dora", "page": 2, "page_size": 2}).json()

    assert (answer["total"], answer["pages"]) == (3, 2)
    assert answer["items"] == [record("2")]


def test_the_cost_of_a_load_does_not_follow_the_rows_one_by_one(django_assert_max_num_queries):
    rows = [record(str(at), nom=f"Structure {at}") for at in range(400)]
    with django_assert_max_num_queries(25):
        load(*rows)
    with django_assert_max_num_queries(10):
        load(*rows)


# --- The page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    people.sign_in(client, "installation_administrator")
    return client


def sent(client, *rows, extent="part"):
    content = "".join(f"{inclusion.as_text(one)}\n" for one in rows).encode()
    file = SimpleUploadedFile("structures.ndjson", content)
    page = client.post("/chargements/structures/", {"file": file, "extent": extent}).headers["Location"]
    run_job(jobs().latest("pk").pk, clock=timezone.now)
    return client.get(page).content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_file_brought_by_the_page_is_loaded_told_and_loaded_again_without_change(administrator):
    rows = [record("1"), record("2", nom="x"), record("3", reseaux_porteurs=["mot-de-demain"])]
    first, second = sent(administrator, *rows), sent(administrator, *rows)

    assert "3 fiches lues : 2 nouvelles, 0 modifiée, 0 inchangée, 1 refusée." in first
    assert "fiche 2" in first
    assert "Trop court, au moins 3 caractères." in first
    assert "gardés tels quels : mot-de-demain" in first
    assert "3 fiches lues : 0 nouvelle, 0 modifiée, 2 inchangées, 1 refusée." in second


def test_what_a_complete_file_takes_away_is_counted_and_too_much_is_asked_again(administrator):
    rows = [record(str(at)) for at in range(4)]
    sent(administrator, *rows)

    assert "1 structure n’est plus dans le fichier et quitte l’annuaire." in sent(
        administrator, *rows[1:], extent="complete"
    )
    assert "dora : le fichier ne cite plus 2 structures" in sent(administrator, rows[1], extent="complete")
    assert "2 structures ne sont plus dans le fichier" in sent(administrator, rows[1], extent="all")


def test_the_page_says_when_what_was_corrected_here_was_kept(administrator):
    correct()

    assert "1 structure modifiée garde ce qui a été corrigé ici." in sent(
        administrator, record(telephone="01 99 00 33 33")
    )


def test_a_load_that_is_stopped_while_it_checks_writes_nothing(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    job = start_load(LOADS[0], [json.dumps([record()]).encode()], name="a.json", extent="part", by=PLATFORM, now=NOW)
    stop = Mock(wraps=lambda *_, **__: cancel_job(job))
    with patch("quartiers.actors.inclusion.faults", side_effect=lambda *_: stop() or []):
        run_job(job.pk, clock=lambda: NOW)

    assert not Organisation.objects.exists()


def test_what_a_page_brought_in_goes_out_by_a_page_unchanged(administrator):
    rows = [record("1", champ_de_demain={"a": [1]}), record("2", source="autre", reseaux_porteurs=["mot-de-demain"])]
    sent(administrator, *rows)

    def out(**query):
        return json.loads(administrator.get("/structures/data-inclusion.json", query).getvalue())

    assert out() == rows
    assert out(source="autre") == rows[1:]
    assert out(source="aucune") == []

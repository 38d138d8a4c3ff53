import csv
import json
import zipfile
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions as office
from quartiers.office.queries import job_by_token
from quartiers.office.rules import PLATFORM, JobState
from quartiers.procurement.actions import decp
from quartiers.procurement.actions.decp import import_decp
from quartiers.procurement.decp_files import json_file
from quartiers.procurement.file_loads import LOADS
from quartiers.procurement.models import PublishedContract, PublishedShare
from quartiers.procurement.queries import published
from quartiers.procurement.rules.decp import Trap
from quartiers.procurement.tests.decp_sample import BUYER, COMPANY, CONCESSION, OTHER_BUYER, luhn, marches, record

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path):
    def load(content, name="contrats.json", *, progress=lambda done, total: None, now=NOW):
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return import_decp(path, by=PLATFORM, now=now, progress=progress)

    return load


def table(*rows, header=None, delimiter=","):
    header = header or list(dict.fromkeys(key for row in rows for key in row))
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows([row.get(key, "") for key in header] for row in rows)
    return out.getvalue()


def line(number="1", **changes):
    return {
        "uid": f"{BUYER}{number}", "id": number, "acheteur_id": BUYER, "acheteur_nom": "Ville de Carcazens",
        "objet": "Voirie", "codeCPV": "45233140", "dateNotification": "2025-01-31", "montant": "90000",
        "datePublicationDonnees": "2025-02-10", "dureeMois": "12", "lieuExecution_code": "11069",
        "lieuExecution_typeCode": "Code commune", "considerationsSociales": "Clause sociale",
        "considerationsEnvironnementales": "Pas de considération environnementale", "titulaire_id": COMPANY,
        "titulaire_typeIdentifiant": "SIRET", "titulaire_nom": "Alpha", "modification_id": "0",
        "donneesActuelles": "true",
    } | changes  # fmt: skip


def held_by(contract):
    return published.holders(contract)


# --- What is loaded -------------------------------------------------------------------------------------------------


def test_contracts_and_concessions_are_loaded_with_their_holders(load):
    report = load(marches(record(), record(id="2"), concessions=(CONCESSION,)))
    assert (report.read, report.created, report.refused, report.is_whole) == (3, 3, 0, True)
    stored = PublishedContract.objects.get(pk=f"{BUYER}2026-001")
    assert (stored.object, stored.amount, stored.social, stored.commune_code) == (
        "Nettoyage des écoles",
        240000,
        "avec",
        "11069",
    )
    assert [one.siret for one in held_by(stored)] == [COMPANY]
    assert PublishedContract.objects.get(pk=f"{OTHER_BUYER}DSP-7").concession


@pytest.mark.parametrize("size", [1, 2_001])
def test_a_second_load_changes_nothing_and_says_so(load, size):
    content = marches(*(record(id=str(rank)) for rank in range(size)))
    load(content)
    before = list(PublishedContract.objects.order_by("pk").values())
    shares = list(PublishedShare.objects.order_by("pk").values())
    report = load(content, now=NOW + timedelta(days=1))
    assert (report.unchanged, report.is_replay) == (size, True)
    assert "Rien n’a changé\u00a0: tout était déjà enregistré." in report.as_json()["sentences"]
    assert list(PublishedContract.objects.order_by("pk").values()) == before
    assert list(PublishedShare.objects.order_by("pk").values()) == shares


def test_a_correction_replaces_the_contract_and_its_holders(load):
    load(marches(record(), record(id="2")))
    other = [{"titulaire": {"typeIdentifiant": "SIRET", "id": OTHER_BUYER}}]
    report = load(marches(record(objet="Nettoyage des crèches", titulaires=other), record(id="2")))
    assert (report.changed, report.unchanged, report.created) == (1, 1, 0)
    stored = PublishedContract.objects.get(pk=f"{BUYER}2026-001")
    assert stored.object == "Nettoyage des crèches"
    assert [one.siret for one in held_by(stored)] == [OTHER_BUYER]


def test_an_older_publication_never_replaces_a_newer_one(load):
    load(marches(record(datePublicationDonnees="2026-01-01", objet="Nouveau")))
    report = load(marches(record(datePublicationDonnees="2025-01-01", objet="Ancien")))
    assert (report.duplicates, report.changed, report.traps[Trap.DUPLICATE]) == (1, 0, 1)
    assert PublishedContract.objects.get().object == "Nouveau"


@pytest.mark.parametrize("days", [("2025-01-01", "2026-01-01"), ("2026-01-01", "2025-01-01")])
def test_trap_14_of_two_publications_in_one_file_the_newer_wins_whatever_their_order(load, days):
    content = marches(*(record(datePublicationDonnees=day, objet=f"Publié en {day[:4]}") for day in days))
    report = load(content)
    assert (report.created, report.duplicates) == (1, 1)
    assert PublishedContract.objects.get().object == "Publié en 2026"
    again = load(content)
    assert again.is_replay
    assert PublishedContract.objects.get().object == "Publié en 2026"


def test_trap_14_two_publications_of_one_day_are_one_contract_and_a_load_again_changes_nothing(load):
    content = marches(record(objet="Premier"), record(objet="Second"), record(objet="Premier"))
    assert (load(content).duplicates, PublishedContract.objects.get().object) == (2, "Premier")
    assert load(content).is_replay


def test_a_duplicate_that_stands_far_from_the_first_is_found(load, monkeypatch):
    monkeypatch.setattr(decp, "BATCH", 500)
    content = marches(*(record(id=str(rank)) for rank in range(2_100)), record(id="3", objet="Encore"))
    report = load(content)
    assert (report.created, report.duplicates) == (2_100, 1)
    assert load(content).is_replay


@pytest.mark.parametrize("shape", ["list", "2019", "one"])
def test_the_former_shapes_of_the_file_are_read_too(load, shape):
    old = {"_type": "Marché"} | record()
    content = {"list": [old], "2019": {"marches": [old]}, "one": {"marches": {"marche": old}}}[shape]
    assert load(content).created == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_an_encoding_is_recognised(load, encoding):
    load(json.dumps(marches(record()), ensure_ascii=False).encode(encoding))
    assert PublishedContract.objects.get().object == "Nettoyage des écoles"


# --- The table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_has_a_row_for_each_holder(load, delimiter):
    rows = [line(), line(titulaire_id=OTHER_BUYER, titulaire_nom="Bêta"), line("2")]
    report = load(table(*rows, delimiter=delimiter), "decp.csv")
    assert (report.created, report.refused) == (2, 0)
    assert [one.name for one in held_by(PublishedContract.objects.get(pk=f"{BUYER}1"))] == ["Alpha", "Bêta"]


def test_rows_of_one_contract_that_stand_apart_are_put_together_and_a_load_again_changes_nothing(load):
    rows = [line(), line("2"), line("3"), line(titulaire_id=OTHER_BUYER, titulaire_nom="Bêta")]
    report = load(table(*rows), "decp.csv")
    assert (report.created, report.duplicates) == (3, 0)
    assert PublishedContract.objects.get(pk=f"{BUYER}1").holder_words == "Alpha, Bêta"
    assert load(table(*rows), "decp.csv").unchanged == 3


def test_only_the_current_state_of_a_contract_is_kept(load):
    rows = [line(donneesActuelles="false", montant="1"), line(modification_id="2", montant="120000")]
    report = load(table(*rows), "decp.csv")
    assert (report.created, report.past_rows, report.traps[Trap.PAST_STATE]) == (1, 1, 1)
    assert report.examples[Trap.PAST_STATE][0].line == 2
    assert PublishedContract.objects.get().amount == 120000


def test_without_the_column_of_states_the_last_modification_is_the_current_one(load):
    rows = [line(modification_id=str(rank), montant=str(rank * 1000)) for rank in (2, 10, 1)]
    for row in rows:
        del row["donneesActuelles"]
    load(table(*rows), "decp.csv")
    assert PublishedContract.objects.get().amount == 10000


def test_a_row_that_is_too_long_or_too_short_is_told_with_its_line(load):
    content = table(line(), line("2")) + "a,b\n" + table(line("3")).split("\n", 1)[1]
    report = load(content, "decp.csv")
    assert (report.created, report.refused) == (3, 1)
    assert report.faults == ["Ligne 4\u00a0: 2 cellules pour 19 titres. La ligne n’est pas lue."]


def test_a_quote_that_never_closes_stops_the_reading_and_what_precedes_is_loaded(load):
    report = load(table(line(), line("2")) + '"abc', "decp.csv")
    assert (report.created, report.is_whole) == (2, False)
    assert "guillemet" in report.faults[0]


def test_a_table_without_the_columns_of_contracts_is_refused_and_its_titles_are_told(load):
    with pytest.raises(RuleBroken, match=r"il faut uid.*Les premières colonnes lues sont.*nom, age"):
        load("nom;age\nAwa;30\n", "decp.csv")


# --- Broken and hostile files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf \n", "vide"),
        (b"PK\x03\x04rest", "archive"),
        (b"\x1f\x8brest", "compressé"),
        (b"PAR1rest", "Parquet"),
        (b"<?xml version='1.0'?><marches/>", "XML"),
        (b"%PDF-1.7", "PDF"),
        (b"{}", "marches"),
        (b'{"contrats": []}', "marches"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_what_to_do(load, content, words):
    with pytest.raises(RuleBroken, match=words):
        load(content)


def test_trap_16_a_file_that_is_absent_is_told(tmp_path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("import_decp", str(tmp_path / "absent.json"))


def test_a_real_archive_is_told(load, tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("decp.json", "{}")
    with pytest.raises(RuleBroken, match="archive"):
        load((tmp_path / "x.zip").read_bytes())


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_file_that_stops_in_the_middle_keeps_what_precedes(load, cut):
    whole = json.dumps(marches(*(record(id=str(rank)) for rank in range(50))), indent=1)
    report = load(whole[: int(len(whole) * cut)])
    assert report.created == pytest.approx(50 * cut, abs=2)
    assert (report.refused, report.is_whole) == (1, False)
    assert report.faults[0].startswith("Ligne ")
    assert load(whole).created == 50 - report.created


def test_a_contract_that_is_not_json_is_told_with_its_line_and_the_others_are_read(load):
    good = [json.dumps(record(id=str(rank))) for rank in range(3)]
    broken = ['{"id": "x",, "objet": "virgule"}', '{"id": NaN_, "objet": {"a": [1}}', '{"id": "a" "objet": 1}']
    lines = [good[0], broken[0], good[1], broken[2], good[2]]
    report = load('{"marches": {"marche": [\n' + ",\n".join(lines) + "\n]}}")
    assert (report.created, report.refused, report.is_whole) == (3, 2, True)
    assert [fault.split("\u00a0")[0] for fault in report.faults] == ["Ligne 3", "Ligne 5"]


def test_a_quote_left_open_in_a_contract_loses_that_contract_alone(load):
    good = [json.dumps(record(id=str(rank))) for rank in range(4)]
    lines = [good[0], '{"id": "x, "objet": 3}', *good[1:]]
    report = load('{"marches": {"marche": [\n' + ",\n".join(lines) + "\n]}}")
    assert report.created >= 3
    assert report.refused >= 1


@pytest.mark.parametrize("odd", ["null", "3", '"texte"', "[]", "[[[[1]]]]", "true", "{}", "-0.0"])
def test_what_is_no_contract_in_the_list_is_told(load, odd):
    report = load(f'{{"marches": {{"marche": [{json.dumps(record())}, {odd}]}}}}')
    assert (report.created, report.refused) == (1, 1)
    assert report.faults


@pytest.mark.parametrize("root", ["3", '"marches"', "null"])
def test_a_root_of_another_type_is_refused(load, root):
    with pytest.raises(RuleBroken):
        load(root)


@pytest.mark.parametrize(
    "inside", ["3", "null", '"x"', '{"marche": 3}', '{"marche": null, "contrat-concession": "x"}']
)
def test_lists_of_another_type_are_told(load, inside):
    report = load(f'{{"marches": {inside}}}')
    assert report.created == 0
    assert report.faults


def test_nothing_that_python_chokes_on_stops_a_load(load):
    hostile = [
        '{"id": "1e400", "montant": 1e400}',
        '{"id": "nan", "montant": NaN}',
        '{"id": "digits", "montant": ' + "9" * 6000 + "}",
        '{"id": "deep", "objet": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"id": "surrogate", "objet": "\\ud800", "acheteur": {"id": "' + BUYER + '"}}',
        '{"id": "nul", "objet": "\\u0000", "acheteur": {"id": "' + BUYER + '"}}',
    ]
    report = load('{"marches": {"marche": [' + ",\n".join([*hostile, json.dumps(record())]) + "]}}")
    assert (report.created, report.refused) == (3, 4)
    assert "trop d’objets" in " ".join(report.faults)
    assert json.dumps(report.as_json(), ensure_ascii=False).encode()


def test_an_endless_nesting_is_told_and_stops_there(load, monkeypatch):
    monkeypatch.setattr(json_file, "ELEMENT_MAX", 1 << 16)
    report = load('{"marches": {"marche": [' + json.dumps(record()) + "," + "[" * 3_000_000)
    assert (report.created, report.is_whole) == (1, False)


def test_a_contract_across_the_blocks_of_reading_is_whole(load, monkeypatch):
    monkeypatch.setattr(json_file, "BLOCK", 7)
    report = load(marches(*(record(id=str(rank), objet="é" * 30) for rank in range(5)), concessions=(CONCESSION,)))
    assert (report.created, report.refused) == (6, 0)


# --- The report, the command, the job -------------------------------------------------------------------------------


def test_the_report_counts_each_trap_with_its_lines(load, tmp_path):
    content = marches(record(montant=1e17), record(id="2", montant=1e18), record(id="3", codeCPV="45"))
    report = load(json.dumps(content, indent=1)).as_json()
    found = {one["code"]: one for one in report["traps"]}
    assert (found["amount"]["number"], found["amount"]["count"]) == (4, 2)
    assert [one["uid"] for one in found["amount"]["examples"]] == [f"{BUYER}2026-001", f"{BUYER}2"]
    assert found["amount"]["examples"][0]["line"] > 1
    assert found["cpv"]["examples"][0]["value"] == "45"


def test_the_command_prints_sentences_and_writes_its_report(tmp_path, capsys):
    path, out = tmp_path / "c.json", tmp_path / "rapport.json"
    path.write_text(json.dumps(marches(record(), record(id="2", montant="NC"), {"id": "3"})))
    call_command("import_decp", str(path), "--json", str(out))
    said = capsys.readouterr().out
    assert "3\u00a0contrats lus\u00a0: 2\u00a0nouveaux" in said
    assert "Piège 4, 1 fois" in said
    assert "SIRET de l’acheteur" in said
    assert json.loads(out.read_text())["created"] == 2
    call_command("import_decp", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["unchanged"] == 2


def test_the_job_loads_the_file_tells_its_progress_and_forgets_the_file(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA_DIR = tmp_path
    sent = [json.dumps(marches(record())).encode()]
    job = office.start_load(LOADS[0], sent, name="decp.json", by=PLATFORM, now=NOW)
    office.run_job(job.pk, clock=lambda: NOW)
    done = job_by_token(job.token, kind=office.LOAD)
    assert (done.state, done.result["created"]) == (JobState.DONE, 1)


def test_a_job_that_is_cancelled_stops_between_two_batches_and_keeps_what_is_written(load, monkeypatch):
    monkeypatch.setattr(decp, "BATCH", 500)
    calls = []

    def stop(done, total):
        calls.append((done, total))
        raise office.JobStopped

    with pytest.raises(office.JobStopped):
        load(marches(*(record(id=str(rank)) for rank in range(2_100))), progress=stop)
    assert PublishedContract.objects.count() == 2_000
    assert PublishedShare.objects.get(axis="tout", year=0).total == 2_000
    assert load(marches(*(record(id=str(rank)) for rank in range(2_100)))).created == 100


def test_contracts_of_many_holders_are_written_by_fewer_at_once(load, monkeypatch):
    monkeypatch.setattr(decp, "HEAVY", 20_000)
    many = [{"titulaire": {"typeIdentifiant": "HORS-UE", "id": f"X{rank}", "nom": "n" * 200}} for rank in range(200)]
    written = []
    monkeypatch.setattr(decp, "owe_shares", lambda: written.append(PublishedContract.objects.count()))
    load(marches(*(record(id=str(rank), titulaires=many) for rank in range(3))))
    assert written == [1, 2, 3]


def test_progress_grows_up_to_the_whole_file(load):
    seen = []
    content = marches(*(record(id=str(rank)) for rank in range(4_100)))
    load(content, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) >= 3
    assert seen == sorted(seen)
    assert all(done <= total for done, total in seen)


def test_shares_are_counted_by_buyer_family_territory_and_year(load):
    other = luhn("2199999990001")
    load(
        marches(
            record(),
            record(id="2", considerationsSociales={"considerationSociale": ["Pas de considération sociale"]}),
            record(id="3", considerationsSociales=None, dateNotification="2024-05-01"),
            record(id="4", acheteur={"id": other}, codeCPV="45000000", lieuExecution={"code": "31", "typeCode": "x"}),
        )
    )
    share = PublishedShare.objects.get(axis="acheteur", key=BUYER, year=0)
    assert (share.total, share.social_with, share.social_without, share.label) == (3, 1, 1, "Ville de Carcazens")
    assert PublishedShare.objects.get(axis="acheteur", key=BUYER, year=2025).total == 2
    assert PublishedShare.objects.get(axis="famille", key="45", year=0).total == 1
    assert PublishedShare.objects.get(axis="departement", key="31", year=0).total == 1
    assert PublishedShare.objects.get(axis="commune", key="11069", year=0).total == 3
    assert PublishedShare.objects.get(axis="tout", year=0).total == 4

"""A table completed: every row comes back with its answer, and every trouble is a sentence with its line."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from quartiers.kernel.errors import RuleBroken
from quartiers.office import files as office_files
from quartiers.office.actions import run_job
from quartiers.office.rules import JobState
from quartiers.territory import actions, journal
from quartiers.territory.actions import files
from quartiers.territory.geocoding import NationalGeocoder
from quartiers.territory.tests.contour_files import refusal
from tests import factories
from tests.factories import CARCASSONNE
from tests.geocoding_server import Known, Service, geocoding_server

pytestmark = pytest.mark.django_db
Job = apps.get_model("office", "Job")
ON, NOW = date(2024, 6, 1), datetime(2026, 11, 23, 10, tzinfo=UTC)
LONGITUDE, LATITUDE = CARCASSONNE
PAIX, NEUVE = "12 rue de la Paix 11000 Carcassonne", "3 rue Neuve 11000 Carcassonne"
OUTSIDE = LATITUDE + 0.02
POINTS = f"nom;lat;lon\nAmina;{LATITUDE};{LONGITUDE}\nBrice;{OUTSIDE};{LONGITUDE}\nChloé;;\nDalia;abc;2,35\n"


@pytest.fixture(autouse=True)
def ground():
    factories.Outline()
    factories.Coverage()
    return factories.Neighbourhood(code="QN01101M", fictional=False)


@pytest.fixture
def service() -> Iterator[Service]:
    known = {
        PAIX: Known("12 Rue de la Paix 11000 Carcassonne"),
        NEUVE: Known("3 Rue Neuve 11000 Carcassonne", latitude=OUTSIDE),
        "rue des Lilas Carcassonne": Known("Rue des Lilas 11000 Carcassonne", kind="street"),
        "7 rue du Doute Carcassonne": Known("7 Rue du Coude 11000 Carcassonne", latitude=OUTSIDE, score=0.6),
    }
    with geocoding_server(known=known) as running:
        yield running


@pytest.fixture
def complete(tmp_path, service):
    """Complete a table; gives its rows by title, read back."""

    def run(content: str | bytes, name: str = "out.csv", *, geocode: bool = True, **options):
        source, target = tmp_path / "in.csv", tmp_path / name
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        given = {"on": ON, "progress": lambda done, total: None, "geocoder": None} | options
        if geocode:
            given["geocoder"] = NationalGeocoder(service.url, 2, 0.5, pause=lambda seconds: None)
        run.report = actions.locate_file(source, [target], **given)
        return read(target)

    return run


def read(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".xlsx":
        header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return [dict(zip(header, row, strict=True)) for row in rows]
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def workbook(rows: list[list[object]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    return file.getvalue()


class TestPoints:
    def test_each_row_comes_back_with_its_answer(self, complete):
        inside, outside, empty, bad = complete(POINTS)

        assert [row["nom"] for row in (inside, outside, empty, bad)] == ["Amina", "Brice", "Chloé", "Dalia"]
        assert inside["qpv_statut"] == "oui"
        assert (inside["qpv_code"], inside["qpv_nom"], inside["qpv_generation"]) == (
            "QN01101M",
            "Les Tilleuls",
            "2024",
        )
        assert (inside["qpv_dedans"], inside["qpv_distance_m"]) == ("oui", "0")
        assert (outside["qpv_statut"], outside["qpv_dedans"], outside["qpv_code"]) == ("non", "non", "")
        assert (empty["qpv_statut"], bad["qpv_statut"]) == ("inconnu", "inconnu")
        assert empty["qpv_raison"].startswith("Ligne 4, colonne «\u00a0lat\u00a0»")
        assert "Ligne 5, colonne «\u00a0lat\u00a0»\u00a0: ce n’est pas un nombre de degrés" in bad["qpv_raison"]

    def test_the_report_counts_each_status(self, complete):
        complete(POINTS)

        assert (complete.report.yes, complete.report.no, complete.report.check, complete.report.unknown) == (
            1,
            1,
            0,
            2,
        )

    def test_a_neighbourhood_within_300_metres_is_named_and_the_status_stays_no(self, complete):
        row = complete(f"lat;lon\n{LATITUDE + 0.003};{LONGITUDE}\n")[0]

        assert (row["qpv_statut"], row["qpv_dedans"], row["qpv_code"]) == ("non", "non", "QN01101M")
        assert 100 < int(row["qpv_distance_m"]) < 200

    def test_where_nothing_is_loaded_the_status_is_unknown_never_no(self, complete):
        row = complete("lat;lon\n48,85;2,35\n")[0]

        assert (row["qpv_statut"], row["qpv_dedans"]) == ("inconnu", "")

    def test_no_point_leaves(self, complete, service):
        complete(POINTS)

        assert service.seen == []

    def test_decimal_commas_latin_1_and_semicolons_are_read(self, complete):
        row = complete(f"pr\xe9nom;lat;lon\nChlo\xe9;{LATITUDE};{LONGITUDE}\n".replace(".", ",").encode("latin-1"))[0]

        assert (row["prénom"], row["qpv_statut"]) == ("Chloé", "oui")

    def test_columns_of_the_same_names_are_kept_beside(self, complete):
        row = complete(f"qpv_code;lat;lon\nmine;{LATITUDE};{LONGITUDE}\n")[0]

        assert (row["qpv_code"], row["qpv_code (2)"], row["qpv_statut (2)"]) == ("mine", "QN01101M", "oui")

    def test_a_table_completed_twice_is_completed_a_third_time(self, complete, tmp_path):
        complete(POINTS)
        complete((tmp_path / "out.csv").read_bytes(), on=date(2015, 6, 1))
        row = complete((tmp_path / "out.csv").read_bytes())[0]

        assert (row["qpv_statut"], row["qpv_statut (2)"], row["qpv_statut (3)"]) == ("oui", "inconnu", "oui")

    def test_a_spreadsheet_goes_in_and_out(self, complete):
        rows = complete(workbook([["id", "lat", "lon"], [31000, LATITUDE, LONGITUDE], ["=1+1", "", ""]]), "out.xlsx")

        assert [row["id"] for row in rows] == ["31000", "0"], "a formula comes back as the value it showed"
        assert [row["qpv_statut"] for row in rows] == ["oui", "inconnu"]

    def test_a_formula_leaves_as_a_text(self, complete, tmp_path):
        complete(f"note;lat;lon\n=cmd|'/c calc'!A1;{LATITUDE};{LONGITUDE}\n")

        assert "\r\n'=cmd|" in (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")


class TestAddresses:
    def test_addresses_in_one_column_or_several_are_found(self, complete):
        whole = complete(f"adresse\n{PAIX}\n{NEUVE}\n")
        parts = complete("voie;cp;ville\n12 rue de la Paix;11000;Carcassonne\n3 rue Neuve;11000;Carcassonne\n")

        assert [row["qpv_statut"] for row in whole] == ["oui", "non"]
        assert [row["qpv_raison"] for row in parts] == [row["qpv_raison"] for row in whole]
        assert whole[0]["qpv_raison"].startswith("Adresse comprise\u00a0: 12 Rue de la Paix 11000 Carcassonne. Le ")

    def test_a_postcode_and_a_town_already_in_the_address_are_not_said_twice(self, complete, service):
        complete("adresse;code postal;ville\n12 rue de la Paix 11000 CARCASSONNE;11000;Carcassonne\n")

        assert "12 rue de la Paix 11000 CARCASSONNE" in service.seen[0].parts["data"]
        assert "Carcassonne" not in service.seen[0].parts["data"]

    def test_only_the_addresses_leave(self, complete, service):
        complete(f"dossier;nom;adresse;téléphone\n2026-17;Amina Diallo;{PAIX};0612345678\n")
        sent = service.seen[0]

        assert sent.parts == {"columns": "adresse", "data": f'"adresse"\n"{PAIX}"\n'}
        assert not {"Amina", "2026-17", "0612345678"} & set(str(sent).replace('"', " ").split())

    def test_what_cannot_be_found_says_its_line_and_columns(self, complete):
        empty, unknown, long = complete(f"nom;adresse\nA;\nB;nulle part ailleurs\nC;{'rue ' * 2_500}\n")

        assert empty["qpv_raison"].startswith("Ligne 2, colonne «\u00a0adresse\u00a0»\u00a0: il n’y a rien")
        assert "ne trouve pas cette adresse" in unknown["qpv_raison"]
        assert "trop long pour une adresse" in long["qpv_raison"]
        assert {row["qpv_statut"] for row in (empty, unknown, long)} == {"inconnu"}

    def test_neither_a_street_nor_a_doubtful_address_is_ever_a_certainty(self, complete):
        street, doubtful = complete("adresse\nrue des Lilas Carcassonne\n7 rue du Doute Carcassonne\n")

        assert (street["qpv_statut"], doubtful["qpv_statut"]) == ("à vérifier", "à vérifier")
        assert "n’est pas sûr que ce soit la bonne" in doubtful["qpv_raison"]

    def test_without_geocoding_addresses_are_refused_before_anything(self, complete, tmp_path):
        with pytest.raises(RuleBroken, match="--no-geocode"):
            complete(f"adresse\n{PAIX}\n", geocode=False)

        assert list(tmp_path.iterdir()) == [tmp_path / "in.csv"]

    def test_a_service_that_falls_silent_loses_nothing(self, complete, service, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "ADDRESSES_A_CHUNK", 1)
        content = f"adresse\n{PAIX}\n{NEUVE}\n"
        service.mode = "404"
        whole = refusal(lambda: complete(content))
        service.mode, service.failures = "normal", None
        complete(content)
        expected = (tmp_path / "out.csv").read_bytes()
        (tmp_path / "out.csv").unlink()

        service.seen.clear()
        service.mode_now = lambda: "normal" if len(service.seen) == 1 else "404"
        assert refusal(lambda: complete(content)) == whole
        assert not (tmp_path / "out.csv").exists()
        service.mode_now = lambda: "normal"
        complete(content)

        assert (tmp_path / "out.csv").read_bytes() == expected
        assert len(service.seen) == 3
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("x;y\n651000;6234000\n652000;6235000\n", "Lambert-93"),
            (f"lat;lon\n{LONGITUDE};{LATITUDE}\n", "semblent à l’envers"),
            ("lat;lon\n;\nabc;\n", "Aucune ligne n’a de coordonnées lisibles"),
            ("nom;prénom\nDiallo;Amina\n", "ne dit pas où trouver l’adresse"),
            (b"PK\x03\x04 not a zip", "abîmé"),
            (b"%PDF-1.7 ...", "PDF"),
            ("lat;lon\n", "qu’une ligne"),
            ("lat;lat;lon\n43,2;43,3;2,3\n", "Plusieurs colonnes peuvent donner la latitude"),
            ('lat;lon\n"43;2\n', "guillemet"),
        ],
    )
    def test_a_table_that_cannot_be_answered_is_refused_whole(self, complete, tmp_path, content, said):
        assert said in refusal(lambda: complete(content))
        assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]

    def test_a_social_security_number_is_refused_with_its_place_and_not_repeated(self, complete, service):
        message = refusal(lambda: complete(f"nom;note;adresse\nA;;{PAIX}\nB;1 84 12 76 451 089 46;{PAIX}\n"))

        assert message.startswith("Ligne 3, colonne «\u00a0note\u00a0»")
        assert "451" not in message
        assert service.seen == []

    def test_a_social_security_number_in_place_of_a_title_is_not_repeated_either(self, complete):
        message = refusal(lambda: complete("Diallo;184127645108946\nDupont;2\n"))

        assert message.startswith("Ligne 1, colonne 2")
        assert "451" not in message

    def test_too_many_rows_is_said_before_any_address_leaves(self, complete, service):
        assert "2\u00a0lignes" in refusal(lambda: complete(f"adresse\n{PAIX}\n{NEUVE}\n{PAIX}\n", max_rows=2))
        assert service.seen == []

    def test_a_folder_that_does_not_exist_is_a_sentence(self, complete):
        assert "Impossible d’écrire" in refusal(lambda: complete(POINTS, "nowhere/out.csv"))

    def test_two_works_on_the_same_answer_do_not_mix(self, complete, tmp_path):
        with journal.open_journal(tmp_path / "out.csv.reprise", {}, resume=True):
            assert "déjà en cours" in refusal(lambda: complete(POINTS))

    def test_an_interrupted_work_about_something_else_is_not_continued(self, complete, tmp_path):
        def killed(done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            complete(POINTS, progress=killed)
        assert "ont changé" in refusal(lambda: complete(POINTS, on=date(2020, 1, 1)))

        assert complete(POINTS, on=date(2020, 1, 1), resume=False)[0]["qpv_statut"] == "inconnu"
        assert not (tmp_path / "out.csv.reprise").exists()

    def test_a_spreadsheet_that_would_overflow_is_said_before_the_work(self, complete, monkeypatch):
        monkeypatch.setattr(files, "XLSX_MAX_ROWS", 3)

        assert "Demandez une réponse en CSV" in refusal(lambda: complete(POINTS, "out.xlsx"))
        assert len(complete(POINTS)) == 4


class TestJournal:
    @pytest.mark.parametrize("cut", [b"", b'[["a"', b'[["a"]]'])
    def test_a_line_that_was_cut_is_dropped_and_the_others_kept(self, tmp_path, cut):
        path = tmp_path / "journal"
        with journal.open_journal(path, {"about": 1}, resume=True) as first:
            first.append([["é", 1, None], ["b", 2, None]])
        with path.open("ab") as file:
            file.write(cut)

        with journal.open_journal(path, {"about": 1}, resume=True) as second:
            assert second.rows == 2
            second.append([["c", 3, None]])
            assert [cells[0] for cells in second.answers()] == ["é", "b", "c"]

    def test_a_first_line_that_was_cut_begins_anew(self, tmp_path):
        path = tmp_path / "journal"
        path.write_bytes(b'{"about"')
        with journal.open_journal(path, {"about": 1}, resume=True) as opened:
            assert opened.rows == 0

        assert json.loads(path.read_bytes()) == {"about": 1}

    def test_it_is_readable_by_its_owner_alone(self, tmp_path):
        with journal.open_journal(tmp_path / "journal", {}, resume=True) as opened:
            assert opened.path.stat().st_mode & 0o777 == 0o600


class TestUploadedFile:
    @pytest.fixture(autouse=True)
    def _installation(self, settings, tmp_path, service):
        settings.DATA_DIR = tmp_path
        settings.GEOCODING_URL = service.url

    def send(self, content: str) -> Any:
        job = actions.start_file_location([content.encode()], on=ON, now=NOW)
        run_job(job.pk, clock=lambda: NOW)
        return Job.objects.get(pk=job.pk)

    def test_both_answers_wait_and_the_file_is_gone(self):
        job = self.send(f"adresse\n{PAIX}\n\n{NEUVE}\n")

        assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
        assert job.result == {"counts": {"yes": 1, "no": 1, "check": 0, "unknown": 0}, "remarks": []}
        folder = office_files.file_of(job.token, "source").parent
        assert sorted(path.name for path in folder.iterdir()) == ["reponses.csv", "reponses.xlsx"]

    def test_no_address_is_kept_in_the_database(self):
        job = self.send(f"adresse\n{PAIX}\n")

        assert "paix" not in str(Job.objects.filter(pk=job.pk).values()).lower()

    def test_a_refusal_is_the_sentence_of_the_job_and_nothing_is_kept(self, tmp_path):
        job = self.send("nom\nAmina\n")

        assert job.state == JobState.FAILED
        assert "ne dit pas où trouver l’adresse" in job.error
        assert list((tmp_path / "tmp").iterdir()) == []


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)
numbers = st.text(max_size=8) | st.floats().map(str) | st.sampled_from(["2,35", "2.35", "", "651000"])
rows = st.lists(st.tuples(names, numbers, numbers), min_size=1, max_size=8)


@given(rows=rows)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_table_of_points_comes_back_whole_or_is_refused_with_a_sentence(tmp_path, rows):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    target.unlink(missing_ok=True)
    with source.open("w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file, delimiter=";").writerows([("id", "lat", "lon"), ("sure", LATITUDE, LONGITUDE), *rows])
    message = refusal(
        lambda: actions.locate_file(source, [target], on=ON, geocoder=None, progress=lambda done, total: None)
    )

    assert bool(message) != target.exists()
    assert not target.exists() or "oui" in {row["qpv_statut"] for row in read(target)}

"""Bringing a table in: columns found and remembered, faults explained, difference, replay; nothing half written."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions, table_import
from quartiers.office.actions import run_job
from quartiers.office.models import ColumnChoice, Job, Mail
from quartiers.office.rules import Author, JobState, header_position, plain, proposed, read_day
from quartiers.office.table_import import Field, TableSpec
from tests import people

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BY = Author(999_999, 7)


def read_email(text: str) -> str:
    if "@" not in text:
        raise RuleBroken("il manque le signe @. Par exemple\u00a0: awa@exemple.fr.")
    return text.lower()


def existing(keys):
    rows = Mail.objects.filter(recipient__in=[key[0] for key in keys])
    return {(one.recipient,): {"email": one.recipient, "name": one.subject, "day": one.text} for one in rows}


def apply(records, by, now):
    for one in records:
        given = {"subject": one.get("name", "")} | ({"text": one["day"].isoformat()} if one.get("day") else {})
        Mail.objects.update_or_create(
            kind="carnet",
            key="carnet",
            recipient=one["email"],
            defaults=given,
            create_defaults=given | {"token": one["email"], "created_at": now, "due_at": now, "state": "draft"},
        )
    if any(one["email"].startswith("panne") for one in records):
        raise RuntimeError("the worker dies here")


CONTACTS = TableSpec(
    code="carnet",
    title="Ajouter des contacts depuis un tableau",
    noun=("contact", "contacts"),
    fields=(
        Field("name", "Nom", ("nom de famille", "nom du contact"), required=True, example="Diarra"),
        Field("email", "Courriel", ("adresse mail", "email"), required=True, read=read_email),
        Field("day", "Rencontré le", ("date",), read=read_day, write=lambda value: value.isoformat()),
    ),
    key=("email",),
    may_import=lambda viewer: viewer.may("administration"),
    existing=existing,
    apply=apply,
    back="office:mails",
)


@pytest.fixture(autouse=True)
def _tables(monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(table_import, "room_modules", lambda name: [SimpleNamespace(TABLES=[CONTACTS])])


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def deposited(content: bytes) -> Job:
    """A table whose titles are known."""
    job = actions.deposit_table(CONTACTS, [content], name="contacts.csv", by=BY, now=NOW)
    return done(job)


def done(job: Job) -> Job:
    run_job(job.pk, clock=lambda: NOW)
    return Job.objects.get(pk=job.pk)


def compared(content: bytes) -> Job:
    job = deposited(content)
    assert job.state == JobState.DONE, job.error
    actions.choose_columns(job, CONTACTS, job.result["columns"], by=BY, now=NOW)
    return done(job)


def imported(content: bytes) -> Job:
    job = compared(content)
    actions.import_ready_rows(job, now=NOW)
    return done(job)


GOOD = csv("Nom;Courriel;Date", "Diarra;awa@exemple.fr;01/02/2026", "Lopez;david@exemple.fr;")


@pytest.mark.django_db
class TestColumns:
    def test_titles_are_recognised_and_the_choice_is_remembered_for_the_same_titles(self):
        job = deposited(csv("ADRESSE MAIL;nom de famile;Autre", "awa@exemple.fr;Diarra;x"))
        assert job.result["columns"] == {"name": 1, "email": 0}
        assert not job.result["is_remembered"]

        actions.choose_columns(job, CONTACTS, {"name": 2, "email": 0}, by=BY, now=NOW)
        again = deposited(csv("Adresse mail;Nom de famile;autre", "bruno@exemple.fr;Castel;y"))
        assert again.result["is_remembered"]
        assert again.result["columns"] == {"name": 2, "email": 0}
        other = actions.deposit_table(
            CONTACTS, [csv("ADRESSE MAIL;nom de famile;Autre", "a@b.fr;x;y")], name="x", by=Author(2, 8), now=NOW
        )
        assert not done(other).result["is_remembered"]

    @pytest.mark.parametrize(
        ("columns", "said"),
        [
            ({"name": 0}, "Il manque une colonne\u00a0: Courriel"),
            ({"name": 0, "email": 0}, "choisie deux fois"),
            ({"name": 0, "email": 99}, "n’est pas dans le fichier"),
        ],
    )
    def test_a_choice_that_cannot_be_is_refused(self, columns, said):
        job = deposited(GOOD)

        with pytest.raises(RuleBroken, match=said):
            actions.choose_columns(job, CONTACTS, columns, by=BY, now=NOW)
        assert not ColumnChoice.objects.exists()

    def test_titles_under_a_title_and_a_line_of_groups_are_found_and_it_is_said(self):
        job = deposited(csv("Annuaire 2026;;", "Qui;;Quand", "Nom;Courriel;Date", "Diarra;awa@exemple.fr;"))

        assert job.result["header"] == ["Nom", "Courriel", "Date"]
        assert any("au-dessus des titres" in one for one in job.result["remarks"])

    def test_a_table_that_is_none_says_so(self):
        job = actions.deposit_table(CONTACTS, [b"%PDF-1.4 ..."], name="x.pdf", by=BY, now=NOW)

        assert "PDF" in done(job).error


@pytest.mark.django_db
class TestDifference:
    def test_nothing_is_written_before_one_has_seen_what_would_change(self):
        job = compared(GOOD)

        assert (job.result["new"], job.result["changed"], job.result["same"]) == (2, 0, 0)
        assert not Mail.objects.exists()

    def test_the_same_file_twice_changes_nothing(self):
        imported(GOOD)
        job = compared(GOOD)

        assert (job.result["new"], job.result["changed"], job.result["same"]) == (0, 0, 2)
        with pytest.raises(RuleBroken, match="Aucune ligne n’est prête"):
            actions.import_ready_rows(job, now=NOW)

    def test_a_change_is_shown_before_and_after_and_an_empty_cell_erases_nothing(self):
        imported(GOOD)
        job = compared(csv("Nom;Courriel;Date", "Diarra-Ndiaye;awa@exemple.fr;", "Lopez;david@exemple.fr;3/2/2026"))

        assert job.result["changes"] == [
            [2, "awa@exemple.fr", [{"label": "Nom", "before": "Diarra", "after": "Diarra-Ndiaye"}]],
            [3, "david@exemple.fr", [{"label": "Rencontré le", "before": "", "after": "2026-02-03"}]],
        ]

    def test_a_faulty_cell_has_its_line_its_column_and_what_to_do(self):
        lines = ["Nom;Courriel;Date", "Diarra;awa@exemple.fr;31/02/2026", ";b@exemple.fr;", "Lopez;david;"]
        job = compared(csv(*lines, "Faure;awa2@exemple.fr;46054", "Autre;AWA2@exemple.fr;", "Total;;4"))

        faults = {(one["line"], one["column"]): one["message"] for one in job.result["faults"]}
        assert "n’existe pas" in faults[2, "Date"]
        assert "défusionnez" in faults[3, "Nom"]
        assert "signe @" in faults[4, "Courriel"]
        assert "même clé que la ligne 5" in faults[6, "Courriel"]
        assert (job.result["new"], job.result["faulty"]) == (1, 4)

    def test_a_social_security_number_is_refused_wherever_it_stands(self):
        job = compared(csv("Nom;Courriel", "Diarra 2 91 03 99 123 456 02;awa@exemple.fr"))

        assert "sécurité sociale" in job.result["faults"][0]["message"]

    def test_only_the_rows_that_are_ready_are_written(self):
        job = imported(csv("Nom;Courriel", "Diarra;awa@exemple.fr", "Lopez;david"))

        assert job.result == {"written": 1, "new": 1, "changed": 0}
        assert Mail.objects.get().recipient == "awa@exemple.fr"

    def test_a_failure_in_the_middle_leaves_nothing(self):
        job = compared(csv("Nom;Courriel", "Diarra;awa@exemple.fr", "Panne;panne@exemple.fr"))
        actions.import_ready_rows(job, now=NOW)

        assert done(job).state == JobState.FAILED
        assert not Mail.objects.exists()

    def test_two_people_cannot_start_the_same_import_twice(self):
        job = compared(GOOD)
        actions.import_ready_rows(job, now=NOW)

        with pytest.raises(RuleBroken, match="déjà en cours"):
            actions.import_ready_rows(job, now=NOW)

    def test_a_table_that_is_being_written_is_not_stopped_as_if_nothing_was(self, monkeypatch):
        job, refused = compared(GOOD), []

        def stop_meanwhile(records, by, now):
            with pytest.raises(RuleBroken, match="va à son terme") as broken:
                actions.cancel_job(job)
            refused.append(broken)
            apply(records, by, now)

        spec = replace(CONTACTS, apply=stop_meanwhile)
        monkeypatch.setattr(table_import, "room_modules", lambda name: [SimpleNamespace(TABLES=[spec])])
        actions.import_ready_rows(job, now=NOW)

        assert done(job).result["new"] == 2
        assert refused

    @pytest.mark.parametrize("count", [1, 100])
    def test_the_number_of_queries_is_that_of_the_batches(self, count, django_assert_max_num_queries):
        rows = [f"Nom {number};p{number}@exemple.fr" for number in range(count)]
        job = deposited(csv("Nom;Courriel", *rows))
        actions.choose_columns(job, CONTACTS, job.result["columns"], by=BY, now=NOW)
        with django_assert_max_num_queries(12):
            run_job(job.pk, clock=lambda: NOW)

    def test_a_workbook_with_dates_is_read(self, tmp_path):
        path = tmp_path / "contacts.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "Nos contacts")
        sheet.write_row("A2", ["Nom", "Courriel", "Date"])
        sheet.write_row("A3", ["Diarra", "awa@exemple.fr"])
        sheet.write_datetime("C3", datetime(2026, 2, 1), book.add_format({"num_format": "dd/mm/yyyy"}))  # noqa: DTZ001
        book.close()
        job = imported(path.read_bytes())

        assert job.result["new"] == 1
        assert Mail.objects.get().text == "2026-02-01"


class TestRules:
    @given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
    def test_a_column_is_never_proposed_twice(self, header):
        found = proposed(header, {"a": ["nom", "titre"], "b": ["nom", "courriel"], "c": ["courriel"]})

        assert len(set(found.values())) == len(found)

    @given(st.dates(date(1950, 1, 1), date(2100, 1, 1)))
    def test_a_day_is_read_back_as_it_was_written(self, day):
        assert read_day(day.strftime("%d/%m/%Y")) == read_day(day.isoformat()) == day
        assert read_day(str((day - date(1899, 12, 30)).days)) == day

    @pytest.mark.parametrize("text", ["hier", "", "2026", "12/2026", "1.5"])
    def test_what_is_no_day_is_refused(self, text):
        with pytest.raises(RuleBroken, match="ce n’est pas une date"):
            read_day(text)

    @given(st.text(max_size=40))
    def test_a_plain_title_stays_plain(self, title):
        assert plain(plain(title)) == plain(title)

    @given(st.lists(st.lists(st.sampled_from(["", "x"]), min_size=3, max_size=3), max_size=12))
    def test_the_titles_are_one_of_the_lines(self, lines):
        assert 0 <= header_position(lines) <= max(len(lines) - 1, 0)


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def administrator(self, client):
        people.sign_in(client, "installation_administrator")
        return client

    def send(self, client, content: bytes):
        file = SimpleUploadedFile("contacts.csv", content)
        with_callbacks = client.post(reverse("office:import_deposit", args=["carnet"]), {"file": file})
        job = Job.objects.latest("pk")
        done(job)
        return with_callbacks["Location"]

    def test_from_the_file_to_the_result(self, administrator):
        page = self.send(administrator, GOOD)
        assert "Quelle colonne est laquelle" in administrator.get(page).content.decode()

        administrator.post(page, {"name": "0", "email": "1", "day": "2"})
        assert "en cours" in administrator.get(page).content.decode()
        done(Job.objects.latest("pk"))
        assert "2 à ajouter" in administrator.get(page).content.decode()

        administrator.post(f"{page}enregistrer/")
        done(Job.objects.latest("pk"))
        text = administrator.get(page).content.decode()
        assert "2\u00a0contacts en plus" in text
        assert Mail.objects.count() == 2

    def test_a_workbook_of_fifty_columns_with_every_trap_is_explained_and_never_half_imported(
        self, administrator, tmp_path
    ):
        path = tmp_path / "contacts.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "Qui")
        sheet.merge_range("D1:F1", "Quoi")
        sheet.write_row("A2", ["Nom", "Courriel", "Date", *(f"Divers {at}" for at in range(47))])
        sheet.merge_range("A3:A4", "Diarra")
        sheet.write_row("B3", ["awa@exemple.fr", 46054])
        sheet.write_row("B4", ["david@exemple.fr", "31/02/2026"])
        book.close()

        page = self.send(administrator, path.read_bytes())
        columns = administrator.get(page).content
        assert b"Divers 46" in columns
        assert len(columns) < 60_000
        administrator.post(page, {"name": "0", "email": "1", "day": "2"})
        done(Job.objects.latest("pk"))
        text = administrator.get(page).content.decode()
        assert "1 à ajouter" in text
        assert "31/02/2026" in text
        assert not Mail.objects.exists()
        administrator.post(f"{page}enregistrer/")
        done(Job.objects.latest("pk"))
        assert [(one.recipient, one.text) for one in Mail.objects.all()] == [("awa@exemple.fr", "2026-02-01")]

    def test_what_was_chosen_stays_when_a_column_is_missing(self, administrator):
        page = self.send(administrator, csv("A;B", "x;y"))
        text = administrator.post(page, {"name": "1", "email": ""}).content.decode()

        assert "Il manque la colonne" in text
        assert '<option value="1" selected>' in text

    def test_the_rows_to_correct_come_back_with_what_to_do(self, administrator):
        page = self.send(administrator, csv("Nom;Courriel", "Lopez;david"))
        administrator.post(page, {"name": "0", "email": "1"})
        done(Job.objects.latest("pk"))
        text = administrator.get(f"{page}a-corriger.csv").content.decode()

        assert "Lopez;david;" in text
        assert "signe @" in text

    def test_a_model_to_fill_in_and_a_way_back(self, administrator):
        answer = administrator.get(reverse("office:import_model", args=["carnet"]))
        assert "Nom;Courriel;Rencontré le" in answer.getvalue().decode()

        page = self.send(administrator, GOOD)
        administrator.post(f"{page}annuler/")
        assert administrator.get(page).status_code == 410

    def test_the_table_of_another_account_and_a_kind_that_is_not_are_not_found(self, administrator, client):
        job = deposited(GOOD)
        with time_machine.travel(NOW, tick=False):
            assert administrator.get(reverse("office:import_table", args=["carnet", job.token])).status_code == 404
        assert administrator.get("/imports/autre/").status_code == 404

    def test_no_file_is_said_kindly(self, administrator):
        answer = administrator.post(reverse("office:import_deposit", args=["carnet"]))

        assert "Il manque le fichier" in answer.content.decode()

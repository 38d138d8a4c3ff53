"""Bringing a large file in by a page: deposit, progress, stop, report; what writes whole is not stopped."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quartiers.kernel.errors import RuleBroken
from quartiers.office import actions, file_load, files
from quartiers.office.actions.jobs import cancel_job, rescue_jobs
from quartiers.office.file_load import FileLoad
from quartiers.office.models import Job
from quartiers.office.rules import Author, JobState
from tests import factories, people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PAGE = "/chargements/recensement/"
BY = Author(7, 7)


@pytest.fixture
def spec(monkeypatch, settings, tmp_path):
    """A kind of file whose load is ``spec.load``, replaced at will."""
    settings.DATA_DIR = tmp_path
    works = []

    def load(path, extent, by, run):
        for work in works:
            work(run)
        text = path.read_text()
        if not text.startswith("{"):
            raise RuleBroken("Ce fichier n’est pas du JSON.")
        return {"lead": f"{len(text)} signes lus.", "extent": extent, "by": by.user_id, "sentences": [], "is_whole": 1}

    made = FileLoad(
        code="recensement",
        title="Charger un recensement",
        lead="Un fichier.",
        label="Fichier du recensement",
        help="JSON.",
        suffixes=(".json",),
        max_bytes=1024**2,
        command="quartiers import_census",
        aside="procurement/published/_load_aside.html",
        report="procurement/published/_load_report.html",
        stopped="Rien n’a été enregistré.",
        back=("Voir les structures", "structures:list"),
        load=load,
        extents=(("part", "Une partie"), ("all", "Tout")),
    )
    monkeypatch.setattr(file_load, "room_modules", lambda name: [SimpleNamespace(LOADS=[made])])
    return SimpleNamespace(made=made, works=works)


def start(spec, content=b"{}", **more):
    return actions.start_load(spec.made, [content], name="R.JSON", by=BY, now=NOW, **more)


def run(job):
    actions.run_job(job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    return job


def test_a_load_runs_as_a_job_with_what_was_chosen_and_who_asked(spec):
    job = run(start(spec, extent="all"))

    assert (job.state, job.result["extent"], job.result["by"]) == (JobState.DONE, "all", 7)


def test_a_file_whose_name_ends_otherwise_is_refused(spec):
    with pytest.raises(RuleBroken, match="JSON"):
        actions.start_load(spec.made, [b"{}"], name="table.parquet", by=BY, now=NOW)
    assert not Job.objects.exists()


def test_a_load_that_is_stopped_while_it_reads_never_writes(spec):
    job = start(spec)
    spec.works.append(lambda run: cancel_job(run.job))
    spec.works.append(lambda run: run.start_writing())
    spec.works.append(lambda run: pytest.fail("it wrote"))

    assert run(job).state == JobState.CANCELLED
    assert not files.file_of(job.token, "fichier.json").exists()


def test_what_has_begun_to_write_is_no_longer_stopped_by_anybody(spec):
    job = start(spec)

    def refused(stop):
        with pytest.raises(RuleBroken, match="va à son terme"):
            stop()

    spec.works.append(lambda run: run.start_writing())
    spec.works.append(lambda run: refused(lambda: actions.cancel_job(run.job)))
    spec.works.append(lambda run: refused(lambda: actions.stop_job(run.job, by=BY, now=NOW)))

    assert run(job).state == JobState.DONE


def test_a_worker_that_dies_while_it_writes_leaves_the_load_to_another(spec):
    job = start(spec)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempt=1, is_writing=True, heard_at=factories.office.WRITTEN
    )

    assert rescue_jobs(now=NOW) == 1
    assert run(job).state == JobState.DONE


# --- Pages ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(client, spec):
    people.sign_in(client, "installation_administrator")
    return client


def send(client, name="r.json", content=b"{}", **more):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content), "extent": "part"} | more)


def text(response):
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_shows_the_wait_then_the_report(administrator):
    address = send(administrator).headers["Location"]
    assert "La lecture commence" in text(administrator.get(address))
    assert "<html" not in text(administrator.get(address, headers={"HX-Request": "true"}))
    Job.objects.update(total=10, done=3)
    assert "3 kilooctets sur 10" in text(administrator.get(address))
    Job.objects.update(is_writing=True)
    assert "Arrêter" not in text(administrator.get(address))
    run(Job.objects.get())
    assert "2 signes lus." in text(administrator.get(address))
    assert administrator.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_file_that_cannot_be_read_says_why_above_the_form(administrator):
    address = send(administrator, content=b"\x00").headers["Location"]
    run(Job.objects.get())
    page = text(administrator.get(address))

    assert "pas du JSON" in page
    assert 'type="file"' in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": ""}, "Il manque le fichier"),
        ({"file": SimpleUploadedFile("r.json", b"")}, "Ce fichier est vide"),
        ({"file": SimpleUploadedFile("r.exe", b"MZ")}, "pas de ceux qui se lisent ici (JSON)"),
        ({"file": SimpleUploadedFile("r.json", b"x" * (1024**2 + 1))}, "quartiers import_census"),
        ({"extent": ""}, "Dites ce que contient"),
    ],
)
def test_a_form_that_is_wrong_says_what_to_do(administrator, sent, words):
    page = text(send(administrator, **sent))

    assert words in page
    assert "Erreur :" in page
    assert not Job.objects.exists()


def test_a_load_is_stopped_and_its_file_erased(administrator):
    address = send(administrator).headers["Location"]
    page = text(administrator.post(f"{address}arreter/", follow=True))

    assert "Le chargement est arrêté, le fichier est effacé. Rien n’a été enregistré." in page
    assert administrator.get(address).status_code == 410


def test_a_load_that_writes_answers_that_it_goes_on(administrator):
    address = send(administrator).headers["Location"]
    Job.objects.update(state=JobState.RUNNING, is_writing=True)

    assert administrator.post(f"{address}arreter/").status_code == 409
    assert administrator.get(address).status_code == 200


def test_a_load_of_another_kind_of_file_is_not_found(administrator):
    job = factories.Job(kind="office.load", payload={"load": "autre", "name": "x"})

    assert administrator.get(f"{PAGE}{job.token}/").status_code == 404


def test_pages_cost_the_same_whatever_the_report_holds(administrator, django_assert_num_queries):
    def queries(count):
        faults = [f"Ligne {one}" for one in range(count)]
        job = factories.Job(
            kind="office.load",
            state="done",
            payload={"load": "recensement", "name": "r.json"},
            result={"lead": "Lu.", "faults": faults, "refused": count, "is_whole": True},
        )
        return lambda: administrator.get(f"{PAGE}{job.token}/")

    few, many = queries(1), queries(100)
    few()
    with django_assert_num_queries(QUERIES):
        few()
    with django_assert_num_queries(QUERIES):
        many()


QUERIES = 4

"""Background work: who does it, once, what is kept, when it leaves."""

import logging
import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, close_old_connections, connection, transaction
from django_tasks_db.models import DBTaskResult

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP
from quartiers.office import actions, files, queries
from quartiers.office.actions import jobs
from quartiers.office.management.commands import worker
from quartiers.office.models import Job
from quartiers.office.rules import INTERRUPTED, SILENT_AFTER, UNEXPECTED, JobState

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def clock() -> datetime:
    return NOW


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def handler(monkeypatch) -> Iterator[dict]:
    """Handlers that live as long as the test, by kind."""
    handlers: dict = {}
    monkeypatch.setattr(jobs, "_handlers", handlers)
    return handlers


def start(kind: str = "demo", **given) -> Job:
    return actions.start_job(kind, **{"payload": {}, "now": NOW, "keep_for": HOUR} | given)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
class TestOneJob:
    def test_a_job_is_done_when_the_transaction_that_started_it_ends(
        self, handler, django_capture_on_commit_callbacks
    ):
        handler["demo"] = lambda run: {"double": run.job.payload["number"] * 2}

        with django_capture_on_commit_callbacks(execute=True):
            job = start(payload={"number": 21}, keep_for=timedelta(days=36_500))
            assert again(job).state == JobState.WAITING

        done = again(job)
        assert (done.state, done.result, done.attempt) == (JobState.DONE, {"double": 42}, 1)

    def test_a_job_whose_transaction_is_undone_is_never_queued(self, handler, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks() as queued, transaction.atomic():
            start()
            transaction.set_rollback(True)

        assert queued == []
        assert not Job.objects.exists()

    def test_the_token_is_long_random_and_the_only_way_in(self):
        first, second = start(), start()

        assert len(first.token) == 43
        assert first.token != second.token
        assert queries.job_by_token(first.token) == first
        assert queries.job_by_token(first.token, kind="other") is None
        assert queries.job_by_token("x" * 43) is None
        assert queries.job_by_token("\x00") is None

    def test_progress_is_what_the_page_reads(self, handler):
        seen = []

        def work(run):
            run.progress(3, 10)
            seen.append(again(run.job))
            return {}

        handler["demo"] = work
        job = start()
        actions.run_job(job.pk, clock=clock)

        assert (seen[0].done, seen[0].total, seen[0].state) == (3, 10, JobState.RUNNING)
        assert again(job).done == 10

    def test_a_broken_rule_is_the_sentence_of_the_job_and_its_files_leave(self, handler):
        def work(run):
            raise RuleBroken("Ligne 4 : cette date n’existe pas.")

        handler["demo"] = work
        job = start()
        path = files.save_file(job.token, "source", [b"x"])
        actions.run_job(job.pk, clock=clock)

        assert (again(job).state, again(job).error) == (JobState.FAILED, "Ligne 4 : cette date n’existe pas.")
        assert not path.parent.exists()

    def test_an_unexpected_error_is_said_without_what_it_quotes(self, handler, caplog):
        def work(run):
            raise ValueError("12 rue de la Paix")

        handler["demo"] = work
        job = start()
        with caplog.at_level(logging.ERROR):
            actions.run_job(job.pk, clock=clock)

        assert again(job).error == UNEXPECTED
        assert "Paix" not in caplog.text + str([record.__dict__ for record in caplog.records])
        assert caplog.records[0].fields["error"].startswith("ValueError at quartiers.office.tests.test_jobs:")

    def test_a_kind_that_nobody_does_fails_with_a_sentence(self, handler):
        job = start(kind="nobody")
        actions.run_job(job.pk, clock=clock)

        assert again(job).error == UNEXPECTED


@pytest.mark.django_db
class TestLostJobs:
    def test_a_cancelled_job_stops_at_its_next_report_and_leaves_nothing(self, handler):
        def work(run):
            actions.cancel_job(run.job)
            files.save_file(run.job.token, "answer", [b"late"])
            run.progress(1, 2)
            pytest.fail("the work went on")

        handler["demo"] = work
        job = start(payload={"address": "12 rue de la Paix"})
        actions.run_job(job.pk, clock=clock)

        assert (again(job).state, again(job).payload, again(job).error) == (JobState.CANCELLED, {}, "")
        assert not files.file_of(job.token, "answer").exists()

    def test_a_job_erased_while_it_runs_stays_erased(self, handler):
        def work(run):
            actions.erase_job(run.job)
            return {"late": True}

        handler["demo"] = work
        job = start()
        actions.run_job(job.pk, clock=clock)

        assert not Job.objects.exists()

    def test_a_job_that_is_over_cannot_be_cancelled(self):
        job = start()
        Job.objects.update(state=JobState.DONE, result={"answer": 1})
        actions.cancel_job(job)

        assert (again(job).state, again(job).result) == (JobState.DONE, {"answer": 1})

    def test_a_job_past_its_date_is_not_taken(self):
        job = start()

        assert actions.claim_job(job.pk, now=NOW + HOUR) is None

    def test_a_job_whose_worker_died_is_queued_again_once_then_fails(self, django_capture_on_commit_callbacks):
        job = start()
        late = NOW + SILENT_AFTER + timedelta(seconds=1)
        later = late + SILENT_AFTER + timedelta(seconds=1)

        actions.claim_job(job.pk, now=NOW)
        assert actions.rescue_jobs(now=NOW + SILENT_AFTER) == 0
        with django_capture_on_commit_callbacks() as queued:
            assert actions.rescue_jobs(now=late) == 1
        assert len(queued) == 1
        assert again(job).state == JobState.WAITING

        actions.claim_job(job.pk, now=late)
        assert actions.rescue_jobs(now=later) == 0
        assert (again(job).state, again(job).error) == (JobState.FAILED, INTERRUPTED)

    def test_a_waiting_job_that_the_queue_lost_is_queued_again(self, django_capture_on_commit_callbacks):
        start()
        with django_capture_on_commit_callbacks() as queued:
            assert actions.rescue_jobs(now=NOW + SILENT_AFTER * 2) == 1
            assert actions.rescue_jobs(now=NOW + SILENT_AFTER * 2) == 0

        assert len(queued) == 1

    def test_a_worker_thought_dead_may_no_longer_write(self):
        job = start()
        ghost = actions.claim_job(job.pk, now=NOW)
        actions.rescue_jobs(now=NOW + SILENT_AFTER * 2)
        heir = actions.claim_job(job.pk, now=NOW + SILENT_AFTER * 2)

        with pytest.raises(actions.JobStopped):
            actions.report_progress(ghost, 1, 2, now=NOW)
        with pytest.raises(actions.JobStopped):
            actions.finish_job(ghost, {"ghost": True})
        actions.fail_job(ghost, "Trop tard.")
        actions.finish_job(heir, {"heir": True})

        assert (again(job).result, again(job).error) == ({"heir": True}, "")

    def test_a_job_given_to_another_worker_keeps_its_files(self, handler):
        def work(run):
            files.save_file(run.job.token, "source", [b"x"])
            Job.objects.update(attempt=2)
            run.progress(1, 2)

        handler["demo"] = work
        job = start()
        actions.run_job(job.pk, clock=clock)

        assert files.file_of(job.token, "source").exists()

    def test_a_job_that_gave_a_sign_meanwhile_is_left_to_its_worker(self):
        job = start()
        late = NOW + SILENT_AFTER * 2
        seen = again(job)
        Job.objects.update(heard_at=late)

        assert not jobs._queue_again(seen, now=late)
        assert again(job).heard_at == late


@pytest.mark.django_db
class TestPurge:
    def test_jobs_past_their_date_leave_with_their_files_and_the_others_stay(self):
        old, recent = start(keep_for=HOUR), start(keep_for=3 * HOUR)
        paths = [files.save_file(job.token, "source", [b"x"]) for job in (old, recent)]
        purge = actions.purge_expired(now=NOW + HOUR)

        assert purge == actions.Purge(jobs=1, folders=0)
        assert list(Job.objects.all()) == [recent]
        assert [path.exists() for path in paths] == [False, True]

    def test_a_folder_without_job_leaves_once_it_has_rested(self, tmp_path):
        fresh, forgotten = (files.save_file(letter * 43, "source", [b"x"]).parent for letter in "ab")
        foreign = forgotten.parent / "readme"
        foreign.write_text("not ours")
        for path in (forgotten, foreign):
            os.utime(path, (NOW.timestamp() - 3600,) * 2)
        os.utime(fresh, (NOW.timestamp(),) * 2)

        assert actions.purge_expired(now=NOW) == actions.Purge(jobs=0, folders=1)
        assert (fresh.exists(), forgotten.exists(), foreign.exists()) == (True, False, True)

    def test_a_dry_run_counts_and_a_purge_can_be_replayed(self, capsys):
        job = start(keep_for=-HOUR)
        call_command("purge", "--dry-run")
        assert again(job)
        call_command("purge")
        call_command("purge")

        said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Une adresse")]
        what = f"Une adresse à vérifier ou un fichier déposé, et leur réponse{NBSP}: "
        assert said == [
            f"{what}à effacer, 1{NBSP}tâche ou dossier.",
            f"{what}effacé, 1{NBSP}tâche ou dossier.",
            f"{what}effacé, 0{NBSP}tâche ou dossier.",
        ]

    def test_the_queue_forgets_what_is_over_since_a_day(self):
        for hours in (1, 30):
            DBTaskResult.objects.create(
                args_kwargs={"args": [1], "kwargs": {}},
                task_path="quartiers.office.tasks.run_job",
                backend_name="default",
                run_after=NOW,
                finished_at=NOW - timedelta(hours=hours),
                status="SUCCESSFUL",
            )
        actions.purge_expired(now=NOW)

        assert DBTaskResult.objects.count() == 1


class TestFiles:
    def test_a_file_is_readable_by_the_platform_alone_whatever_the_umask(self):
        before = os.umask(0)
        try:
            path = files.save_file("t" * 43, "source", [b"one, ", b"two"])
        finally:
            os.umask(before)

        assert path.read_bytes() == b"one, two"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_it_stands_in_the_data_folder_not_where_the_web_serves(self, settings):
        path = files.file_of("t" * 43, "source")

        assert path.is_relative_to(settings.DATA_DIR / "tmp")
        assert not path.is_relative_to(settings.STATIC_ROOT)
        assert not path.is_relative_to(settings.MEDIA_ROOT)

    @pytest.mark.parametrize("token", ["..", "../" + "t" * 40, "t" * 42, "", "t" * 42 + "/"])
    def test_what_is_no_token_is_never_a_path(self, token):
        with pytest.raises(ValueError, match="token"):
            files.erase_files(token)

    def test_a_disk_without_room_is_a_sentence_and_leaves_nothing(self):
        def chunks():
            yield b"begun"
            raise OSError(28, "No space left on device")

        with pytest.raises(RuleBroken, match="Réessayez"):
            files.save_file("t" * 43, "source", chunks())

        assert not files.file_of("t" * 43, "source").parent.exists()


def in_threads(count: int, work) -> list:
    """What each thread returned, each with its own connection."""
    results: list = []
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
class TestSeveralWorkers:
    @pytest.mark.postgresql
    def test_two_workers_never_do_the_same_job(self, handler):
        calls: list[int] = []

        def work(run):
            time.sleep(0.002)
            calls.append(run.job.pk)
            return {}

        handler["demo"] = work
        jobs = [Job.objects.create(token=f"{n:043d}", kind="demo", created_at=NOW, expires_at=NOW + HOUR).pk
                for n in range(30)]  # fmt: skip
        in_threads(3, lambda: [actions.run_job(pk, clock=clock) for pk in jobs])

        assert sorted(calls) == sorted(jobs)
        assert set(Job.objects.values_list("state", "attempt")) == {("done", 1)}

    @pytest.mark.postgresql
    def test_two_rescues_queue_a_job_once(self, settings):
        settings.TASKS = QUEUE
        Job.objects.create(
            token="r" * 43,
            kind="demo",
            created_at=NOW,
            heard_at=NOW,
            expires_at=NOW + HOUR,
            state="running",
            attempt=1,
        )
        found = in_threads(2, lambda: actions.rescue_jobs(now=NOW + SILENT_AFTER * 2))

        assert sorted(found) == [0, 1]
        assert DBTaskResult.objects.count() == 1

    def test_the_worker_does_what_waits_and_the_queue_keeps_a_number_only(self, handler, settings):
        settings.TASKS = QUEUE
        handler["demo"] = lambda run: {"address": run.job.payload["address"].upper()}
        job = start(payload={"address": "12 rue de la Paix"}, keep_for=timedelta(days=36_500))
        failing = start(kind="nobody", keep_for=timedelta(days=36_500))
        with OwnSignals():
            call_command("worker", "--once")
        close_old_connections()

        assert again(job).result == {"address": "12 RUE DE LA PAIX"}
        assert again(failing).state == JobState.FAILED
        kept = list(DBTaskResult.objects.values())
        assert {row["status"] for row in kept} == {"SUCCESSFUL"}
        assert "paix" not in str(kept).lower()


class OwnSignals:
    """Give the test run its own answers to signals back."""

    def __enter__(self) -> None:
        self.kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}

    def __exit__(self, *reason: object) -> None:
        for one, answer in self.kept.items():
            signal.signal(one, answer)


def test_a_database_that_is_busy_puts_the_cleaning_off(monkeypatch, caplog):
    def busy(**given):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "rescue_jobs", busy)
    with worker.repeated(worker.clean, every_s=60):
        pass

    assert caplog.records[-1].fields == {"work": "clean", "error": "OperationalError"}


def test_a_worker_is_not_needed_where_tasks_are_done_at_once():
    with pytest.raises(CommandError, match="QUARTIERS_TASKS_BACKEND"):
        call_command("worker")

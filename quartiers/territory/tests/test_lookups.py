"""An address sought in the background: what is kept meanwhile, what the page gets, and real workers."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as project

from quartiers.office.actions import run_job
from quartiers.office.rules import JobState
from quartiers.territory import actions
from quartiers.territory.rules import PointKind
from quartiers.territory.tests.contour_files import refusal
from tests.geocoding_server import Known, Service, geocoding_server

Job = apps.get_model("office", "Job")
ON, NOW = date(2024, 6, 1), datetime(2026, 11, 23, 10, tzinfo=UTC)
PAIX = "12 rue de la Paix 11000 Carcassonne"
START = """
import django
django.setup()
from datetime import date
from django.utils import timezone
from quartiers.territory.actions import start_address_lookup
for number in range({count}):
    start_address_lookup(f"{{number}} rue de la Paix Carcassonne", on=date(2024, 6, 1), now=timezone.now())
"""
COUNT = """
import django
django.setup()
from django.apps import apps
print(sorted(apps.get_model("office", "Job").objects.order_by().values_list("state", "attempt").distinct()))
"""


@pytest.mark.django_db
class TestLookup:
    def test_the_page_gets_the_candidates_of_the_service(self, settings):
        with geocoding_server(known={PAIX: Known("12 Rue de la Paix 11000 Carcassonne")}) as service:
            settings.GEOCODING_URL = service.url
            job = actions.start_address_lookup(f" {PAIX} ", on=ON, now=NOW)
            run_job(job.pk, clock=lambda: NOW)
        done = Job.objects.get(pk=job.pk)
        found = actions.candidates(done.result)

        assert (done.state, done.payload) == (JobState.DONE, {"text": PAIX, "on": "2024-06-01"})
        assert [(one.label, one.kind) for one in found] == [
            ("12 Rue de la Paix 11000 Carcassonne", PointKind.HOUSE_NUMBER)
        ]

    def test_an_address_that_nobody_knows_gives_no_candidate(self, settings):
        with geocoding_server() as service:
            settings.GEOCODING_URL = service.url
            job = actions.start_address_lookup("rue imaginaire", on=ON, now=NOW)
            run_job(job.pk, clock=lambda: NOW)

        assert Job.objects.get(pk=job.pk).result == {"candidates": []}

    def test_without_service_the_job_says_what_to_do(self):
        job = actions.start_address_lookup(PAIX, on=ON, now=NOW)
        run_job(job.pk, clock=lambda: NOW)
        failed = Job.objects.get(pk=job.pk)

        assert failed.state == JobState.FAILED
        assert "donnez la latitude et la longitude" in failed.error

    def test_it_is_kept_ten_minutes_at_most(self):
        assert actions.start_address_lookup(PAIX, on=ON, now=NOW).expires_at == NOW + timedelta(minutes=10)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a" * 10_000, "trop long"),
            ("\x00\x01\x02", "Il manque l’adresse"),
            ("", "Il manque l’adresse"),
            ("1 84 12 76 451 089 46", "sécurité sociale"),
        ],
    )
    def test_what_is_no_address_is_refused_and_nothing_is_kept(self, text, said):
        assert said in refusal(lambda: actions.start_address_lookup(text, on=ON, now=NOW))
        assert not Job.objects.exists()


class Installation:
    """A platform of its own on a SQLite file, run as processes."""

    def __init__(self, folder: Path, service: Service) -> None:
        self.environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder / 'own.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "QUARTIERS_DATA_DIR": str(folder),
            "QUARTIERS_TASKS_BACKEND": "",
            "QUARTIERS_GEOCODING_URL": service.url,
        }

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, *words],
            env=self.environment,
            cwd=project.BASE_DIR,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *words: str) -> str:
        return finished(self.start(*words))


def finished(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said.strip()


def test_two_real_workers_ask_once_for_each_address_and_stop_when_told(tmp_path):
    with geocoding_server() as service:
        own = Installation(tmp_path, service)
        own.run("manage.py", "migrate", "-v0")
        own.run("-c", START.format(count=20))
        for worker in [own.start("manage.py", "worker", "--once") for _ in range(2)]:
            finished(worker)
        asked = [request.query["q"][0] for request in service.seen]

        assert sorted(asked) == sorted(f"{n} rue de la Paix Carcassonne" for n in range(20))
        assert own.run("-c", COUNT) == "[('done', 1)]"

        idle = own.start("manage.py", "worker")
        own.run("-c", START.format(count=1))
        while len(service.seen) < 21:
            assert idle.poll() is None
            time.sleep(0.02)
        os.kill(idle.pid, signal.SIGTERM)
        finished(idle)

        assert own.run("-c", COUNT) == "[('done', 1)]"

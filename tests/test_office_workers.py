"""Several real processes on one database: jobs and timers once, one chain of the journal, even when one is killed."""

import json
import os
import signal
import subprocess
import time

import pytest

from tests.installation import Installation

SETUP = "import django; django.setup()\n"
JOBS, CANCELLED = 40, 5
START_JOBS = f"""{SETUP}
from datetime import timedelta
from django.utils import timezone
from quartiers.office import actions
now = timezone.now()
for n in range({JOBS + CANCELLED}):
    job = actions.start_job("test.slow", {{"number": n}}, now=now, keep_for=timedelta(hours=1))
    if n >= {JOBS}:
        actions.cancel_job(job)
"""
#: A worker that knows one kind of job, which leaves a line in a file when it begins and when it ends.
WORKER = f"""{SETUP}
import os, sys, time
from datetime import timedelta
from django.core.management import call_command
from quartiers.office import actions
from quartiers.office.actions import jobs
from quartiers.office.rules import jobs as rules
jobs.SILENT_AFTER = timedelta(seconds=1)
from quartiers.office.management.commands import worker
worker.CLEAN_EVERY_S = 0.3

@actions.job_handler("test.slow")
def slow(run):
    number = run.job.payload["number"]
    note(f"{{number}} begins")
    for step in range(5):
        time.sleep(0.02)
        run.progress(step, 5)
    note(f"{{number}} ends")
    return {{"number": number}}

def note(line):
    fd = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(fd, (line + "\\n").encode())
    os.close(fd)

call_command("worker")
"""
STATES = f"""{SETUP}
import json
from quartiers.office.models import Job
print(json.dumps([[job.state, job.result.get("number"), job.attempt] for job in Job.objects.filter(kind="test.slow")]))
"""
WRITE_LINES = f"""{SETUP}
from django.db import transaction
from django.utils import timezone
from quartiers.office import actions
from quartiers.office.rules import Author, Verb
for n in range(60):
    with transaction.atomic():
        actions.audit(Verb.READ, kind="people.person", object_id=n, by=Author(1, 1), now=timezone.now())
"""
TIMERS = f"""{SETUP}
import json
from datetime import timedelta
from django.utils import timezone
from quartiers.office import actions
print(json.dumps(actions.start_due_timers(now=timezone.now() + timedelta(days=2))))
"""
FIRST_TIMES = f"""{SETUP}
from django.utils import timezone
from quartiers.office import actions
actions.start_due_timers(now=timezone.now())
"""


def ended(process: "subprocess.Popen[str]") -> str:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_loses_no_job_and_no_job_is_finished_twice(tmp_path):
    own, notes = Installation(tmp_path, QUARTIERS_TASKS_BACKEND=""), tmp_path / "notes"
    own.run("-c", START_JOBS)
    workers = [own.start("-c", WORKER, str(notes)) for _ in range(3)]
    try:
        wait_until(lambda: notes.exists() and len(notes.read_text().splitlines()) > 10)
        workers[0].send_signal(signal.SIGKILL)
        wait_until(lambda: {state for state, _, _ in json.loads(own.run("-c", STATES))} == {"done", "cancelled"})
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.communicate(timeout=60)
    states = [one for one in json.loads(own.run("-c", STATES)) if one[0] == "done"]
    lines = notes.read_text().splitlines()

    assert sorted(number for _, number, _ in states) == list(range(JOBS))
    assert sorted(line for line in lines if line.endswith("ends")) == sorted(f"{n} ends" for n in range(JOBS))
    assert {int(line.split()[0]) for line in lines} == set(range(JOBS)), "a cancelled job never begins"
    assert all(attempt <= 2 for _, _, attempt in states)


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_at_once_make_one_chain_even_when_one_is_killed(tmp_path):
    own = Installation(tmp_path, QUARTIERS_TASKS_BACKEND="")
    writers = [own.start("-c", WRITE_LINES) for _ in range(4)]
    time.sleep(2)
    os.kill(writers[0].pid, signal.SIGKILL)
    writers[0].communicate()
    for writer in writers[1:]:
        ended(writer)
    own.run("-c", WRITE_LINES)

    said = own.run("manage.py", "verify_audit").splitlines()
    assert said[0].startswith("Le journal est entier")
    assert "à sceller" not in said[0]


@pytest.mark.django_db(transaction=True)
def test_processes_that_look_at_the_clock_at_once_start_each_timer_once(tmp_path):
    own = Installation(tmp_path, QUARTIERS_TASKS_BACKEND="")
    own.run("-c", FIRST_TIMES)
    started = [name for process in [own.start("-c", TIMERS) for _ in range(4)] for name in json.loads(ended(process))]

    assert sorted(started) == sorted(set(started))
    assert {"office.purge", "office.journal"} <= set(started)


def wait_until(so, *, at_most_s: float = 90) -> None:
    end = time.monotonic() + at_most_s
    while not so():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.1)

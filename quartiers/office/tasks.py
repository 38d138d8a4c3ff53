"""The queue carries the number of a job, nothing else."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from quartiers.kernel.facts import on
from quartiers.office import actions
from quartiers.office.rules import JobQueued


@task()
def run_job(job_id: int) -> None:
    actions.run_job(job_id, clock=timezone.now)


@on(JobQueued)
def enqueue(fact: JobQueued) -> None:
    transaction.on_commit(partial(run_job.enqueue, fact.job_id))


actions.job_handler(actions.TIMER_JOB, label="travail qui revient", repeatable=True)(actions.run_timer)
actions.job_handler(actions.SCAN_JOB, label="fichier à analyser", repeatable=True)(actions.scan_file)

"""What can be done with background work: start, run, report, cancel, erase, purge.

A job moves by conditional updates only (``UPDATE … WHERE state = …``): of two workers, one wins, on every database.
"""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.facts import publish
from quartiers.office import files
from quartiers.office.actions.audit import audit
from quartiers.office.models import Job
from quartiers.office.rules import (
    INTERRUPTED,
    MAX_ATTEMPTS,
    OPEN_STATES,
    ORPHAN_AFTER,
    QUEUE_MEMORY,
    SILENT_AFTER,
    UNEXPECTED,
    WRITING,
    Author,
    JobQueued,
    JobState,
    Verb,
)

logger = logging.getLogger("quartiers.jobs")
Clock: TypeAlias = Callable[[], datetime]
Result: TypeAlias = dict[str, Any]


class JobStopped(Exception):
    """The job is no longer this worker's: cancelled, erased, or given to another."""


@dataclass(frozen=True)
class Run:
    """A job in the hands of its worker."""

    job: Job
    clock: Clock

    def progress(self, done: int, total: int) -> None:
        """Say how far the work is; a handler does so at least every minute.

        Raises:
            JobStopped: leave everything as it is.
        """
        report_progress(self.job, done, total, now=self.clock())

    def start_writing(self) -> None:
        """Say that from here the work goes to its end: whoever would stop it is told so.

        Raises:
            JobStopped: it was stopped before; leave everything as it is.
        """
        start_writing(self.job, now=self.clock())


@dataclass(frozen=True)
class Purge:
    """What a purge erased, or would erase: jobs past their date, folders without a job."""

    jobs: int
    folders: int


@dataclass(frozen=True)
class JobKind:
    """What administrators know of a kind of job."""

    label: str
    repeatable: bool


Handler: TypeAlias = Callable[[Run], Result]
_handlers: dict[str, Handler] = {}
_kinds: dict[str, JobKind] = {}


def job_handler(kind: str, *, label: str = "", repeatable: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does the jobs of this kind; what it returns is the job's result, as JSON.

    A handler may run twice for one job, when the first worker died. It may raise ``RuleBroken``: the person reads the
    sentence.

    Args:
        kind: ``room.work``.
        label: what administrators read; the kind itself by default.
        repeatable: whether a failed job can be started again: it needs no file, since those left with the failure.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        _kinds[kind] = JobKind(label or kind, repeatable)
        return handler

    return register


def job_kind(kind: str) -> JobKind:
    """How a kind of job is called, and whether it can be started again."""
    return _kinds.get(kind, JobKind(kind, repeatable=False))


@transaction.atomic
def start_job(kind: str, payload: dict[str, Any], *, total: int = 0, now: datetime, keep_for: timedelta) -> Job:
    """Create a job and queue it for when the transaction ends.

    Args:
        kind: one that a ``job_handler`` does.
        payload: JSON, as little as possible: it is erased with the job.
        total: units of work, when known.
        now: instant of the request.
        keep_for: after that, the job and its files are erased whatever became of them.
    """
    job = Job.objects.create(
        token=secrets.token_urlsafe(32),
        kind=kind,
        total=total,
        payload=payload,
        created_at=now,
        heard_at=now,
        expires_at=now + keep_for,
    )
    publish(JobQueued(job.pk))
    return job


def run_job(job_id: int, *, clock: Clock) -> None:
    """Do the job, if it still waits. Never raises: the queue must not keep what an error may quote."""
    job = claim_job(job_id, now=clock())
    if job is None:
        return
    try:
        finish_job(job, _handlers[job.kind](Run(job, clock)))
    except JobStopped:
        _erase_leftovers(job)
    except RuleBroken as broken:
        fail_job(job, broken.message)
    except Exception as error:
        logger.error("job failed", extra={"fields": {"kind": job.kind, "error": _where(error)}})
        fail_job(job, UNEXPECTED)


def claim_job(job_id: int, *, now: datetime) -> Job | None:
    """Take a waiting job; None when another worker did, or when it was cancelled or erased."""
    waiting = Job.objects.filter(pk=job_id, state=JobState.WAITING, expires_at__gt=now)
    taken = waiting.update(state=JobState.RUNNING, attempt=F("attempt") + 1, heard_at=now)
    return Job.objects.filter(pk=job_id).first() if taken else None


def report_progress(job: Job, done: int, total: int, *, now: datetime) -> None:
    """Raises:
    JobStopped: the job was cancelled, erased, or given to another worker.
    """
    _change(job, done=min(done, total), total=total, heard_at=now)


def start_writing(job: Job, *, now: datetime) -> None:
    """Raises:
    JobStopped: as ``report_progress``.
    """
    _change(job, is_writing=True, heard_at=now)


def finish_job(job: Job, result: Result) -> None:
    """Raises:
    JobStopped: as ``report_progress``; the result is then dropped.
    """
    _change(job, state=JobState.DONE, done=F("total"), result=result)


def fail_job(job: Job, sentence: str) -> None:
    """End a running job with the sentence that the person reads; its files are erased, nothing more will be done."""
    if _held(job).update(state=JobState.FAILED, error=sentence):
        files.erase_files(job.token)


def cancel_job(job: Job) -> None:
    """Stop a job that is not over, and erase its files; its worker learns it when it next reports.

    Raises:
        RuleBroken: it is writing what must be written whole.
    """
    open_job = Job.objects.filter(pk=job.pk, state__in=OPEN_STATES)
    if open_job.filter(is_writing=False).update(state=JobState.CANCELLED, payload={}, result={}):
        files.erase_files(job.token)
    elif open_job.exists():
        raise RuleBroken(WRITING)


@transaction.atomic
def retry_job(job: Job, *, by: Author, now: datetime) -> None:
    """Queue a failed job again, with its full share of attempts.

    Raises:
        RuleBroken: the job did not fail, is past its date, or needs a file that left with its failure.
    """
    if not job_kind(job.kind).repeatable:
        raise RuleBroken("Cette tâche ne peut pas reprendre\u00a0: ses fichiers sont effacés. Il faut la redemander.")
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED, expires_at__gt=now)
    again = {"state": JobState.WAITING, "error": "", "done": 0, "is_writing": False, "heard_at": now}
    if not failed.update(**again, allowed=F("attempt") + MAX_ATTEMPTS):
        raise RuleBroken("Cette tâche n’est plus en échec, ou sa date est passée. Rechargez la liste.")
    audit(Verb.UPDATE, kind="office.job", object_id=job.pk, by=by, fields=["state"], now=now)
    publish(JobQueued(job.pk))


@transaction.atomic
def stop_job(job: Job, *, by: Author, now: datetime) -> None:
    """Cancel somebody's job, as an administrator; the journal remembers it.

    Raises:
        RuleBroken: the job is over.
    """
    if not Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).exists():
        raise RuleBroken("Cette tâche est déjà finie. Rechargez la liste.")
    cancel_job(job)
    audit(Verb.UPDATE, kind="office.job", object_id=job.pk, by=by, fields=["state"], now=now)


def erase_job(job: Job) -> None:
    """Forget a job: its row, then its files. Safe to run twice."""
    Job.objects.filter(pk=job.pk).delete()
    files.erase_files(job.token)


def rescue_jobs(*, now: datetime) -> int:
    """Queue again the jobs whose worker is dead, or whose place in the queue was lost; returns their number.

    A job that already had its share of attempts fails, with a sentence.
    """
    silent = Job.objects.filter(heard_at__lt=now - SILENT_AFTER, expires_at__gt=now)
    for job in silent.filter(state=JobState.RUNNING, attempt__gte=F("allowed")):
        fail_job(job, INTERRUPTED)
    return sum(_queue_again(job, now=now) for job in silent.filter(state__in=OPEN_STATES))


def purge_expired(*, now: datetime, dry_run: bool = False) -> Purge:
    """Erase the jobs past their date with their files, then the folders that no job owns. Replayable."""
    expired = list(Job.objects.filter(expires_at__lte=now))
    owned = set(Job.objects.values_list("token", flat=True))
    orphans = files.tokens_with_files(older_than=now - ORPHAN_AFTER) - owned
    if not dry_run:
        for job in expired:
            erase_job(job)
        for token in orphans:
            files.erase_files(token)
        _forget_queue(now - QUEUE_MEMORY)
    return Purge(jobs=len(expired), folders=len(orphans))


@transaction.atomic
def _queue_again(job: Job, *, now: datetime) -> bool:
    """Whether the job was still as silent as it was seen."""
    same = Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt, heard_at=job.heard_at)
    if not same.update(state=JobState.WAITING, heard_at=now):
        return False
    publish(JobQueued(job.pk))
    return True


def _erase_leftovers(job: Job) -> None:
    """Erase what a worker wrote after its job was cancelled or erased; another worker's files stay."""
    if not Job.objects.filter(pk=job.pk, state__in=[*OPEN_STATES, JobState.DONE]).exists():
        files.erase_files(job.token)


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def _change(job: Job, **fields: Any) -> None:
    if not _held(job).update(**fields):
        raise JobStopped


def _forget_queue(before: datetime) -> None:
    over = Q(finished_at__lt=before) | Q(started_at__lt=before)
    DBTaskResult.objects.filter(over).delete()


def _where(error: Exception) -> str:
    """The kind of an error and the line that raised it: its message may quote what a person gave."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {line}"

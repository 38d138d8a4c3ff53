"""What can be asked of background work. Never writes."""

from django.db.models import Count, QuerySet

from quartiers.office.models import Job
from quartiers.office.rules import TOKEN, JobState


def job_by_token(token: str, *, kind: str = "") -> Job | None:
    """The job that this token opens, None when it was erased or never was.

    Args:
        token: as the address gives it.
        kind: only a job of this kind; any by default.
    """
    if not TOKEN.fullmatch(token):
        return None
    return Job.objects.filter(token=token, **({"kind": kind} if kind else {})).first()


def jobs() -> QuerySet[Job]:
    """Every job that is not erased yet, without what was asked nor what was answered."""
    return Job.objects.defer("payload", "result", "token")


def job_by_id(job_id: int) -> Job | None:
    """A job, for who manages the platform; None when it was erased."""
    return Job.objects.filter(pk=job_id).first()


def job_counts() -> dict[JobState, int]:
    """How many jobs in each state; states without a job are not there."""
    counts = Job.objects.order_by().values_list("state").annotate(count=Count("pk"))
    return {JobState(state): count for state, count in counts}

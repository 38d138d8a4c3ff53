"""What can be asked of background work. Never writes."""

from quartiers.office.models import Job
from quartiers.office.rules import TOKEN


def job_by_token(token: str, *, kind: str = "") -> Job | None:
    """The job that this token opens, None when it was erased or never was.

    Args:
        token: as the address gives it.
        kind: only a job of this kind; any by default.
    """
    if not TOKEN.fullmatch(token):
        return None
    return Job.objects.filter(token=token, **({"kind": kind} if kind else {})).first()

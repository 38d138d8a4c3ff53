"""What this room does in the background."""

from typing import Any

from quartiers.actors import actions
from quartiers.office.actions import Run, job_handler


@job_handler(actions.NEW_PASSWORD, label="mot de passe oublié", repeatable=True)
def write_new_password(run: Run) -> dict[str, Any]:
    actions.write_new_password(run.job.payload["email"], now=run.clock())
    return {}

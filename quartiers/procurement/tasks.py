"""What this room does in the background."""

from typing import Any

from quartiers.office.actions import Run, job_handler
from quartiers.procurement.actions import decp


@job_handler(decp.DECP_JOB, label="contrats publiés à charger")
def load_published_contracts(run: Run) -> dict[str, Any]:
    return decp.run_decp_import(run)

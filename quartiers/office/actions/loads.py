"""What can be done with a large file that an administrator brings: deposit, load. The file leaves with its job."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.office import files
from quartiers.office.actions.jobs import Run, job_handler, start_job
from quartiers.office.file_load import FileLoad, file_load
from quartiers.office.models import Job
from quartiers.office.rules import IMPORT_HOURS, Author

LOAD = "office.load"
FILE = "fichier"
NAME_MAX = 120


@transaction.atomic
def start_load(
    spec: FileLoad, chunks: Iterable[bytes], *, name: str, extent: str = "", by: Author, now: datetime
) -> Job:
    """Take a file in; a worker loads it.

    Args:
        spec: kind of file.
        chunks: its bytes.
        name: as it was sent; the copy keeps its ending alone.
        extent: one of ``spec.extents``, where it has some.
        by: who brings it.
        now: instant of the request.

    Raises:
        RuleBroken: a file of another kind, or one that cannot be kept.
    """
    suffix = spec.suffix_of(name)
    if suffix is None:
        raise RuleBroken(other_kind(spec))
    payload = {"load": spec.code, "name": name[:NAME_MAX], "suffix": suffix, "extent": extent, "by": asdict(by)}
    job = start_job(LOAD, payload, now=now, keep_for=timedelta(hours=IMPORT_HOURS.on(now.date())))
    files.save_file(job.token, f"{FILE}{suffix}", chunks)
    return job


@job_handler(LOAD, label="fichier à charger")
def run_load(run: Run) -> dict[str, Any]:
    """The job: load the file that was left, and give the report."""
    payload = run.job.payload
    spec = file_load(payload["load"])
    if spec is None:
        raise RuleBroken("Ce genre de fichier n’est plus accepté. Déposez-le depuis sa page.")
    path = files.file_of(run.job.token, f"{FILE}{payload['suffix']}")
    return spec.load(path, payload["extent"], Author(**payload["by"]), run)


def other_kind(spec: FileLoad) -> str:
    """What to do with a file whose name ends otherwise."""
    accepted = ", ".join(one.removeprefix(".").upper() for one in spec.suffixes)
    return f"Ce fichier n’est pas de ceux qui se lisent ici ({accepted}). Choisissez-en un autre."

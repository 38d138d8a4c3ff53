"""What can be done with a table that somebody brings: deposit, choose columns, look, import.

One job carries a table from its deposit to its import, in three stages: ``read`` finds the titles, ``check`` compares
every row with what is stored and writes nothing, ``apply`` writes in one transaction. The file leaves with the job.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.facts import publish
from quartiers.kernel.french import NBSP, quantity
from quartiers.office import files
from quartiers.office.actions.audit import audit
from quartiers.office.actions.jobs import Run, job_handler, start_job
from quartiers.office.models import ColumnChoice, Job
from quartiers.office.rules import IMPORT_HOURS, Author, JobQueued, JobState, Verb, plain, proposed
from quartiers.office.table_import import TableSpec, table_spec
from quartiers.office.table_reading import Difference, batches, compared, readings, sorted_out
from quartiers.office.tables import Table, read_table, write_table

KIND = "office.table"
FILE, TO_CORRECT = "table", "a-corriger.csv"
MAX_BYTES, MAX_ROWS = 30 * 1024**2, 200_000
READ, CHECK, APPLY = "read", "check", "apply"
EXAMPLES = 3


@transaction.atomic
def deposit_table(spec: TableSpec, chunks: Iterable[bytes], *, name: str, by: Author, now: datetime) -> Job:
    """Take a file in; a worker finds its titles.

    Raises:
        RuleBroken: the file cannot be kept.
    """
    payload = {"table": spec.code, "stage": READ, "name": name, "by": asdict(by)}
    keep_for = timedelta(hours=IMPORT_HOURS.on(now.date()))
    job = start_job(KIND, payload, now=now, keep_for=keep_for)
    files.save_file(job.token, FILE, chunks)
    return job


@transaction.atomic
def choose_columns(job: Job, spec: TableSpec, columns: Mapping[str, int], *, by: Author, now: datetime) -> None:
    """Say which column is which, remember it, and compare.

    Args:
        job: whose titles are known.
        spec: kind of table.
        columns: position of the column of each field; fields that the file lacks are left out.
        by: who chooses, for her organisation.
        now: instant of the choice.

    Raises:
        RuleBroken: a required field has no column, one column is taken twice, or the table is being read.
    """
    header = job.result.get("header", [])
    missing = [one.label for one in spec.fields if one.required and one.key not in columns]
    if missing:
        raise RuleBroken(f"Il manque une colonne{NBSP}: {', '.join(missing)}. Choisissez-la dans la liste.")
    if len(set(columns.values())) < len(columns):
        raise RuleBroken("Une même colonne est choisie deux fois. Donnez à chaque ligne une colonne différente.")
    if not set(columns.values()) <= set(range(len(header))):
        raise RuleBroken("Une colonne choisie n’est pas dans le fichier. Choisissez de nouveau.")
    ColumnChoice.objects.update_or_create(
        table=spec.code,
        organisation=by.organisation_id or 0,
        titles=_titles(header),
        defaults={"columns": dict(columns), "chosen_at": now},
    )
    _continue(job, {**job.payload, "stage": CHECK, "columns": dict(columns)}, now=now)


@transaction.atomic
def import_ready_rows(job: Job, *, now: datetime) -> None:
    """Write what was compared: the rows that are ready, and they alone.

    Raises:
        RuleBroken: nothing is ready, or it is being written already.
    """
    if job.payload["stage"] != CHECK or not job.result.get("ready"):
        raise RuleBroken("Aucune ligne n’est prête. Corrigez le fichier et déposez-le de nouveau.")
    _continue(job, {**job.payload, "stage": APPLY}, now=now)


@job_handler(KIND, label="lire un tableau")
def handle(run: Run) -> dict[str, Any]:
    """One stage of a table."""
    payload = run.job.payload
    spec = table_spec(payload["table"])
    if spec is None:
        raise RuleBroken("Ce genre de tableau n’est plus accepté. Déposez-le depuis sa page.")
    spec = spec.of(Author(**payload["by"]), run.clock())
    table = read_table(files.file_of(run.job.token, FILE), max_rows=MAX_ROWS, max_bytes=MAX_BYTES, seek_header=True)
    stage = {READ: _read, CHECK: _check, APPLY: _apply}[payload["stage"]]
    return stage(run, spec, table)


def _read(run: Run, spec: TableSpec, table: Table) -> dict[str, Any]:
    by = Author(**run.job.payload["by"])
    columns = _remembered(spec, table, by) or proposed(table.header, {one.key: one.names for one in spec.fields})
    examples = [list(row.cells) for row, _ in zip(table.rows, range(EXAMPLES), strict=False)]
    return {
        "header": list(table.header),
        "columns": columns,
        "examples": examples,
        "remarks": list(table.remarks),
        "is_remembered": _remembered(spec, table, by) is not None,
    }


def _check(run: Run, spec: TableSpec, table: Table) -> dict[str, Any]:
    difference, wrong = Difference(), []
    columns = run.job.payload["columns"]
    total, done = sum(1 for _ in table.rows), 0
    for batch in batches(readings(spec, table, columns)):
        compared(spec, batch, difference)
        wrong += [(one.row.cells, one.faults) for one in batch if one.faults]
        done += len(batch)
        run.progress(done, total)
    if wrong:
        lines = ([*cells, " ; ".join(f"{one.column} : {one.message}" for one in faults)] for cells, faults in wrong)
        write_table(files.file_of(run.job.token, TO_CORRECT), [*table.raw_header, "À corriger"], lines)
    return {**asdict(difference), "ready": difference.ready, "total": total, "header": list(table.header)}


def _apply(run: Run, spec: TableSpec, table: Table) -> dict[str, Any]:
    """All or nothing: a worker that dies in the middle leaves nothing, and the next one begins again."""
    by, now = Author(**run.job.payload["by"]), run.clock()
    written, new = 0, 0
    run.start_writing()
    with transaction.atomic():
        for batch in batches(readings(spec, table, run.job.payload["columns"])):
            wanted = [(one, changes) for one, changes in sorted_out(spec, batch) if changes is None or changes]
            spec.apply([one.record for one, _ in wanted], by, now)
            written += len(wanted)
            new += sum(1 for _, changes in wanted if changes is None)
        audit(Verb.UPDATE, kind=KIND, object_id=None, by=by, purpose="import d’un tableau", now=now)
    return {"written": written, "new": new, "changed": written - new}


def _continue(job: Job, payload: dict[str, Any], *, now: datetime) -> None:
    """Queue the next stage of a table whose last one is over."""
    over = Job.objects.filter(pk=job.pk, state=JobState.DONE)
    if not over.update(state=JobState.WAITING, payload=payload, attempt=0, done=0, total=0, heard_at=now):
        raise RuleBroken("Ce tableau est déjà en cours de lecture. Rechargez la page pour voir où il en est.")
    publish(JobQueued(job.pk))


def _remembered(spec: TableSpec, table: Table, by: Author) -> dict[str, int] | None:
    found = ColumnChoice.objects.filter(
        table=spec.code, organisation=by.organisation_id or 0, titles=_titles(table.header)
    ).first()
    known = {one.key for one in spec.fields}
    return {key: at for key, at in found.columns.items() if key in known} if found else None


def _titles(header: Iterable[str]) -> str:
    return hashlib.sha256("|".join(plain(title) for title in header).encode()).hexdigest()


def done_sentence(spec: TableSpec, result: Mapping[str, Any]) -> str:
    """What an import did, in one sentence."""
    if not result["written"]:
        return "Rien n’a changé : tout était déjà enregistré.".replace(" :", f"{NBSP}:")
    new, changed = quantity(result["new"], *spec.noun), quantity(result["changed"], *spec.noun)
    return f"{new} en plus, {changed} avec un changement."

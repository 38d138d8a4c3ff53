"""What can be done with files that somebody gave: keep, scan, erase, purge."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from quartiers.kernel.dated import Dated
from quartiers.kernel.errors import RuleBroken
from quartiers.office import files
from quartiers.office.actions.audit import audit
from quartiers.office.actions.jobs import Result, Run, start_job
from quartiers.office.models import StoredFile
from quartiers.office.rules import FILE_MONTHS, ORPHAN_AFTER, Author, ScanState, Verb, clean_name, recognise
from quartiers.office.rules.audit import months_before
from quartiers.office.rules.stored import MAX_BYTES, TOO_LARGE
from quartiers.office.scanner import NoScanner, ScannerUnavailable, scanner

SCAN_JOB = "office.scan"
KIND = "office.storedfile"
SCANNER_AWAY = "L’antivirus ne répond pas\u202f: le fichier attend. Vérifiez QUARTIERS_CLAMAV et reprenez cette tâche."


@transaction.atomic
def store_file(
    chunks: Iterable[bytes],
    *,
    name: str,
    owner_kind: str,
    owner_id: int,
    by: Author,
    now: datetime,
    expires_at: datetime | None = None,
    kept: Dated[int] = FILE_MONTHS,
) -> StoredFile:
    """Keep a file until its date, under a random name; the scanner looks at it as soon as the transaction ends.

    Args:
        chunks: its bytes.
        name: as it was sent; shown again, cleaned, with the extension of what the file is.
        owner_kind: nature of what it belongs to, as the code names it: ``people.person``.
        owner_id: key of what it belongs to.
        by: who gives it.
        now: instant of the request.
        expires_at: when it is erased; at the end of ``kept`` when it is not given, never later.
        kept: months that the table of durations promises for this kind of file.

    Raises:
        RuleBroken: too large, of a kind that is not accepted, or harmful; no room to keep it.
    """
    latest = months_before(now, -kept.on(now.date()))
    content = _read(chunks)
    kind = recognise(content, name)
    stored = StoredFile.objects.create(
        token=secrets.token_urlsafe(32),
        owner_kind=owner_kind,
        owner_id=owner_id,
        name=clean_name(name, kind),
        kind=kind,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scan=ScanState.UNSCANNED if isinstance(scanner(), NoScanner) else ScanState.WAITING,
        created_at=now,
        expires_at=min(expires_at or latest, latest),
    )
    files.store(stored.token, content)
    audit(Verb.CREATE, kind=KIND, object_id=stored.pk, by=by, now=now)
    if stored.scan == ScanState.WAITING:
        start_job(SCAN_JOB, {"file": stored.pk}, now=now, keep_for=stored.expires_at - now)
    return stored


def scan_file(run: Run) -> Result:
    """Ask the scanner about a file; a harmful one is erased, its row stays and says so. The handler of its jobs.

    Raises:
        RuleBroken: the scanner does not answer: the file waits, the job can be started again.
    """
    stored = StoredFile.objects.filter(pk=run.job.payload["file"]).first()
    if stored is None:
        return {}
    try:
        state = scanner().scan(files.stored_path(stored.token))
    except ScannerUnavailable as error:
        raise RuleBroken(SCANNER_AWAY) from error
    StoredFile.objects.filter(pk=stored.pk).update(scan=state)
    if state is ScanState.INFECTED:
        files.erase_stored(stored.token)
    return {"scan": state}


def open_stored_file(stored: StoredFile, *, by: Author, purpose: str = "", now: datetime) -> Path:
    """Where its bytes are, for who may read them; the journal remembers it.

    Raises:
        RuleBroken: the scanner did not answer yet, or found something; the file is past its date.
    """
    if not stored.may_leave:
        raise RuleBroken(f"Ce fichier ne peut pas être ouvert\u00a0: {ScanState(stored.scan).label}.")
    if stored.expires_at <= now:
        raise RuleBroken("Ce fichier a passé sa date\u00a0: il est effacé.")
    audit(Verb.READ, kind=KIND, object_id=stored.pk, by=by, purpose=purpose, now=now)
    return files.stored_path(stored.token)


@transaction.atomic
def erase_stored_file(stored: StoredFile, *, by: Author, now: datetime) -> None:
    """Erase a file before its date: its bytes once the transaction is over, its row now."""
    audit(Verb.DELETE, kind=KIND, object_id=stored.pk, by=by, now=now)
    StoredFile.objects.filter(pk=stored.pk).delete()
    transaction.on_commit(lambda: files.erase_stored(stored.token))


def purge_expired_files(owner_kind: str = "", *, now: datetime, dry_run: bool = False) -> int:
    """Erase the files past their date, of one kind of owner or of all. Replayable."""
    expired = StoredFile.objects.filter(expires_at__lte=now)
    found = list(expired.filter(owner_kind=owner_kind) if owner_kind else expired)
    if not dry_run:
        StoredFile.objects.filter(pk__in=[stored.pk for stored in found]).delete()
        for stored in found:
            files.erase_stored(stored.token)
    return len(found)


def purge_stored(*, now: datetime, dry_run: bool = False) -> int:
    """Erase the files past their date, and the bytes that no row owns. Replayable."""
    expired = purge_expired_files(now=now, dry_run=dry_run)
    owned = set(StoredFile.objects.values_list("token", flat=True))
    orphans = files.orphans(owned=owned, older_than=now - ORPHAN_AFTER)
    if not dry_run:
        for token in orphans:
            files.erase_stored(token)
    return expired + len(orphans)


def _read(chunks: Iterable[bytes]) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > MAX_BYTES:
            raise RuleBroken(TOO_LARGE)
    return bytes(content)

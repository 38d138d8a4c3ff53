"""What can be done at the end of a time: purge what every room promised to erase."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from quartiers.office.actions.audit import audit
from quartiers.office.models import PurgeState
from quartiers.office.registry import retentions
from quartiers.office.rules import PLATFORM, Retention, Verb


@dataclass(frozen=True)
class Purged:
    """What one purge erased, or would erase."""

    retention: Retention
    count: int


def purge_all(declared: Iterable[Retention] | None = None, *, now: datetime, dry_run: bool = False) -> list[Purged]:
    """Keep every promise of erasure, one transaction each; the journal remembers what left. Replayable."""
    purged = [_purge(one, now=now, dry_run=dry_run) for one in (retentions() if declared is None else declared)]
    if not dry_run:
        _empty_write_ahead_log()
    return purged


@transaction.atomic
def _purge(retention: Retention, *, now: datetime, dry_run: bool) -> Purged:
    count = retention.purge(now=now, dry_run=dry_run)
    if not dry_run:
        PurgeState.objects.update_or_create(code=retention.code, defaults={"purged_at": now, "count": count})
        if count:
            audit(Verb.PURGE, kind=retention.code, object_id=None, by=PLATFORM, now=now)
    return Purged(retention, count)


def _empty_write_ahead_log() -> None:
    """On SQLite, pages as they were before also stand in the log beside the database, until it is emptied.

    Where somebody still reads, the next purge does it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

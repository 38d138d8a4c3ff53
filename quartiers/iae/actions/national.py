"""Load the open file of the national platform: employers that the directory lacks, and their posts.

By batches, each in its transaction: a load that stops is simply run again, and what is already there changes nothing.
An employer is that of the same identifier, else of the same SIRET and kind; it then keeps what its page says, and its
position. Its announcements follow the file: one that it no longer holds is closed.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from quartiers.actors import inclusion
from quartiers.actors.actions.data_inclusion import import_structures
from quartiers.actors.queries.organisations import numbers_by_record, numbers_by_siret
from quartiers.iae.actions.employers import refresh_activities, search_text
from quartiers.iae.actions.national_report import NationalReport
from quartiers.iae.models import EmployerSheet, Post
from quartiers.iae.national import RESULTS, Employer, NationalPost, employer, without
from quartiers.iae.rules.posts import NATIONAL
from quartiers.office import bulk
from quartiers.office.actions import Run, audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.names import search_name
from quartiers.territory.queries import places

LOAD = "iae.national_load"
BATCH = 500
PART, COMPLETE = "part", "complete"
COLUMNS = (
    "title",
    "rome",
    "rome_label",
    "contract",
    "openings",
    "is_open",
    "description",
    "profile",
    "place",
    "confirmed_on",
)


@dataclass
class _Seen:
    """What the file holds: numbers of organisations, identifiers of announcements."""

    employers: set[int] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)


def import_national(
    records: Iterable[Any],
    *,
    complete: bool,
    by: Author,
    now: datetime,
    track: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> NationalReport:
    """Load employers and posts, as ``inclusion.read(path, key="results")`` gives them.

    Args:
        records: what the file holds.
        complete: the file holds all the employers: the announcements of those that it no longer names are closed.
        by: who loads.
        now: instant of the load.
        track: shows progress.

    Raises:
        RuleBroken: the file stops in the middle; what came before it is loaded.
    """
    report, seen = NationalReport(), _Seen()
    for batch in _batches(_good(track(records), report, now.date())):
        with transaction.atomic():
            _load(batch, seen, report, by, now)
    with transaction.atomic():
        _close_absent(seen, report, now, everywhere=complete and not report.refused)
    audit(Verb.UPDATE, kind=LOAD, object_id=None, by=by, now=now)
    return report


def load_national(path: Path, extent: str, by: Author, run: Run) -> dict[str, Any]:
    """Load the file that somebody left on the page, and give the report.

    Args:
        path: the file.
        extent: ``part`` or ``complete``.
        by: who left it.
        run: the job.

    Raises:
        RuleBroken: as ``import_national``.
    """
    file = inclusion.read(path, key=RESULTS)
    report = import_national(
        file, complete=extent == COMPLETE, by=by, now=run.clock(), track=file.followed(run.progress)
    )
    return report.as_json()


def _good(records: Iterable[Any], report: NationalReport, on: date) -> Iterator[Employer]:
    for rank, record in enumerate(records, start=1):
        report.read += 1
        found, faults = employer(record, rank, on=on)
        report.tell(faults)
        if found is None:
            report.refused += 1
        else:
            yield found


def _batches(items: Iterable[Employer]) -> Iterator[list[Employer]]:
    each = iter(items)
    while batch := list(islice(each, BATCH)):
        yield batch


def _load(batch: list[Employer], seen: _Seen, report: NationalReport, by: Author, now: datetime) -> None:
    numbers = _known(batch)
    report.known += len(numbers)
    missing = [one for one in batch if one.key not in numbers]
    if missing:
        report.added += _add(missing, report, by, now)
        numbers |= numbers_by_record(one.key for one in missing)
    held = [(numbers[one.key], one) for one in batch if one.key in numbers]
    _write_sheets(dict(held), now.date())
    _write_posts(held, report, now)
    refresh_activities(dict(held))
    seen.employers.update(number for number, _ in held)
    seen.posts.update(post.external_id for _, one in held for post in one.posts)


def _known(batch: list[Employer]) -> dict[str, int]:
    """The organisations of this batch that the directory has, by key; two queries."""
    by_record = numbers_by_record(one.key for one in batch)
    by_siret = numbers_by_siret({one.siret for one in batch if one.siret})
    found = {one.key: by_record.get(one.key) or by_siret.get((one.siret, one.kind)) for one in batch}
    return {key: number for key, number in found.items() if number is not None}


def _add(missing: list[Employer], report: NationalReport, by: Author, now: datetime) -> int:
    """Put the employers that the directory lacks there, through the data·inclusion schema; how many."""
    codes = _communes(missing)
    records = []
    for one in missing:
        code = codes.get((search_name(one.city), one.department))
        record = one.record | ({"code_insee": code} if code else {})
        records.append(without(record, inclusion.faults(record, 0)))
    report.unplaced += len(records)
    return import_structures(records, complete=False, by=by, now=now).created


def _communes(missing: list[Employer]) -> dict[tuple[str, str], str]:
    """Insee codes by name and department; names that several communes of a department share are left out."""
    names = {search_name(one.city) for one in missing} - {""}
    rows = places.communes().order_by().filter(search_name__in=names, parent=None)
    found: dict[tuple[str, str], list[str]] = {}
    for code, name in rows.values_list("code", "search_name"):
        found.setdefault((name, code[:3] if code.startswith("97") else code[:2]), []).append(code)
    return {key: codes[0] for key, codes in found.items() if len(codes) == 1}


def _write_sheets(held: dict[int, Employer], on: date) -> None:
    """What was said here of applications stays."""
    here = dict(
        EmployerSheet.objects.filter(pk__in=held).exclude(changed_at=None).values_list("pk", "takes_applications")
    )
    EmployerSheet.objects.bulk_create(
        [
            EmployerSheet(
                pk=number,
                takes_applications=here.get(number, one.takes_applications),
                source=NATIONAL,
                seen_on=on,
            )
            for number, one in held.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation"],
        update_fields=["takes_applications", "source", "seen_on"],
    )


def _write_posts(held: list[tuple[int, Employer]], report: NationalReport, now: datetime) -> None:
    """The announcements of these employers as the file has them, told apart by their identifier there."""
    wanted = {post.external_id: (number, post) for number, one in held for post in one.posts}
    stored = {one.external_id: one for one in Post.objects.filter(source=NATIONAL, external_id__in=wanted)}
    fresh = iter(bulk.copies(Post(source=NATIONAL), len(wanted) - len(stored)))
    new: list[Post] = []
    changed: list[Post] = []
    for key, (number, post) in wanted.items():
        row = stored.get(key) or next(fresh)
        row.external_id = key
        digest = _digest(number, post)
        if row.digest == digest:
            report.unchanged_posts += 1
            continue
        _fill(row, number, post, digest, now)
        (changed if row.pk else new).append(row)
    bulk.insert(new)
    bulk.update(changed, ["organisation", *COLUMNS, "search_text", "digest", "changed_at"])
    report.new_posts += len(new)
    report.changed_posts += len(changed)


def _fill(row: Post, number: int, post: NationalPost, digest: str, now: datetime) -> None:
    row.organisation_id, row.digest, row.changed_at = number, digest, now
    for name in COLUMNS:
        setattr(row, name, post.values[name])
    row.search_text = search_text(row.title, row.rome_label, row.place)


def _digest(number: int, post: NationalPost) -> str:
    text = json.dumps([number, post.values], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _close_absent(seen: _Seen, report: NationalReport, now: datetime, *, everywhere: bool) -> None:
    """Close the announcements that the employers of the file no longer have; those of all employers if it is whole."""
    rows = Post.objects.filter(source=NATIONAL, is_open=True).values_list("pk", "external_id", "organisation_id")
    gone = [
        (pk, number)
        for pk, key, number in rows.order_by("pk").iterator()
        if key not in seen.posts and (everywhere or number in seen.employers)
    ]
    for at in range(0, len(gone), BATCH):
        some = gone[at : at + BATCH]
        Post.objects.filter(pk__in=[pk for pk, _ in some]).update(is_open=False, digest="", changed_at=now)
        refresh_activities({number for _, number in some})
    report.closed_posts += len(gone)

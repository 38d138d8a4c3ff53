"""Load structures of the data·inclusion schema, take back what a source says.

Everything is read and checked before anything is written, so that a bad file changes nothing. Then by batches, each in
its transaction: a load that stops is simply run again, and a record that is already there changes nothing. What was
corrected here stays, field by field. What a complete file no longer names leaves the directory, and comes back with
its source.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from django.db import transaction

from quartiers.actors import inclusion
from quartiers.actors.actions.inclusion_report import InclusionReport
from quartiers.actors.actions.organisations import KIND, name_of, search_text
from quartiers.actors.inclusion import Fault
from quartiers.actors.models import Organisation, Site, SourceRecord
from quartiers.actors.rules.inclusion import NETWORKS, OWN_SOURCE, fitted, told
from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.french import NBSP, number
from quartiers.office import bulk
from quartiers.office.actions import Run, audit
from quartiers.office.rules import Author, Verb
from quartiers.territory.names import search_name
from quartiers.territory.queries import places

T = TypeVar("T")
_IN_ORDER = json.JSONEncoder(sort_keys=True).encode
#: What is stored, the record as it comes, what it says.
Changed = tuple[SourceRecord, dict[str, Any], dict[str, Any]]
BATCH = 500
#: A file whose first records are all refused is another file.
STRANGE = 1_000
PART, COMPLETE, ALL = "part", "complete", "all"
LOAD = "actors.inclusion_load"
#: A complete file that would take away more than this part of a source is not believed.
MOST_WITHDRAWN = 0.5
ORGANISATION_COLUMNS = (
    "name",
    "kind",
    "siret",
    "description",
    "phone",
    "email",
    "website",
    "opening_hours",
    "networks",
)
SITE_COLUMNS = ("address", "address_more", "postcode", "city", "latitude", "longitude")


@dataclass
class _Seen:
    """Identifiers met in the file, by source, and whether each record said who it is."""

    by_source: dict[str, set[str]] = field(default_factory=dict)
    is_whole: bool = True

    def note(self, record: Any) -> bool:
        """Remember a record; False for one that the file already had."""
        source, key = _identity(record)
        if not source or not key:
            self.is_whole = False
            return True
        known = self.by_source.setdefault(source, set())
        is_new = key not in known
        known.add(key)
        return is_new


def import_structures(
    records: Iterable[Any],
    *,
    complete: bool,
    by: Author,
    now: datetime,
    withdraw_all: bool = False,
    track: Callable[[Iterable[Any]], Iterable[Any]] = iter,
    before_writing: Callable[[], None] = lambda: None,
) -> InclusionReport:
    """Load records, as ``inclusion.read`` gives them: all are checked, then the good ones are written.

    Args:
        records: what the file holds, read twice; those that the schema refuses are told and left aside.
        complete: the file holds all the structures of its sources: those that it no longer names leave the directory.
        by: who loads.
        now: instant of the load.
        withdraw_all: believe a complete file even when it takes away most of a source.
        track: shows progress, once for each reading.
        before_writing: called when everything is checked and nothing is written.

    Raises:
        RuleBroken: the file stops in the middle, or is no file of structures; nothing is written.
    """
    report, seen = InclusionReport(), _Seen()
    refused = _check(track(records), report, seen)
    before_writing()
    good = (record for rank, record in enumerate(track(records), start=1) if rank not in refused)
    for batch in _batches(good):
        with transaction.atomic():
            _load(batch, report, now)
    if complete and seen.is_whole:
        for source, keys in seen.by_source.items():
            _withdraw(source, keys, report, now, withdraw_all=withdraw_all)
    elif complete:
        report.not_believed.update(dict.fromkeys(seen.by_source, 0))
    audit(Verb.UPDATE, kind=LOAD, object_id=None, by=by, now=now)
    return report


def load_inclusion(path: Path, extent: str, by: Author, run: Run) -> dict[str, Any]:
    """Load the file that somebody left on the page, and give the report.

    Args:
        path: the file.
        extent: ``part``, ``complete``, or ``all`` for one that is believed whatever it takes away.
        by: who left it.
        run: the job.

    Raises:
        RuleBroken: as ``import_structures``, or nothing in the file.
    """
    file = inclusion.read(path)
    report = import_structures(
        file,
        complete=extent != PART,
        withdraw_all=extent == ALL,
        by=by,
        now=run.clock(),
        track=file.followed(run.progress),
        before_writing=run.start_writing,
    )
    return report.as_json()


@transaction.atomic
def take_from_source(organisation_id: int, name: str, *, by: Author, now: datetime) -> Organisation:
    """Give a field back to its source: what was corrected here is forgotten, what the record says is shown.

    Raises:
        RuleBroken: this field was not corrected here.
    """
    found = Organisation.objects.select_for_update().get(pk=organisation_id, closed_on=None)
    record = SourceRecord.objects.filter(organisation=found).first()
    if record is None or name not in found.local_fields:
        raise RuleBroken("Cette ligne n’a pas été corrigée ici. Rechargez la page pour voir ce qui est enregistré.")
    found.local_fields = [one for one in found.local_fields if one != name]
    said = told(json.loads(record.text))
    site = Site.objects.filter(organisation=found, is_main=True).first() or Site(organisation=found, is_main=True)
    known = _communes([said])
    _apply(found, site, said, known)
    found.changed_by, found.changed_at = name_of(by), now
    found.save()
    site.save()
    audit(Verb.UPDATE, kind=KIND, object_id=found.pk, by=by, fields=[name], now=now)
    return found


# --- Record by record -----------------------------------------------------------------------------------------------


def _check(records: Iterable[Any], report: InclusionReport, seen: _Seen) -> set[int]:
    """The ranks that are refused, each told with its reason."""
    refused: set[int] = set()
    for rank, record in enumerate(records, start=1):
        is_new = seen.note(record)
        found = inclusion.faults(record, rank) if is_new else [_twice(record, rank)]
        found = found or _not_for_us(record, rank)
        if found:
            refused.add(rank)
            report.refuse(found)
            if len(refused) == rank == STRANGE:
                raise RuleBroken(
                    f"Aucune des {number(rank)} premières fiches n’est au schéma data·inclusion{NBSP}: ce n’est sans "
                    f"doute pas un fichier de structures. La première{NBSP}: {found[0].field}, {found[0].message} "
                    "Rien n’est enregistré."
                )
        else:
            report.unknown_words.update(inclusion.unknown_words(record))
    return refused


def _not_for_us(record: dict[str, Any], rank: int) -> list[Fault]:
    """Our own records, and names that no column can hold."""
    if record["source"] == OWN_SOURCE:
        return [Fault(rank, "source", OWN_SOURCE, "c’est la nôtre. Ces fiches se corrigent ici.")]
    return [
        Fault(rank, name, fitted(record[name], 60), "nom trop long, ou avec un caractère illisible.")
        for name, length in (("source", 100), ("id", 255))
        if fitted(record[name], length) != record[name]
    ]


def _twice(record: Any, rank: int) -> Fault:
    return Fault(
        rank, "id", _identity(record)[1][:60], "déjà vu plus haut dans ce fichier. La première fiche est gardée."
    )


def _identity(record: Any) -> tuple[str, str]:
    said = record if isinstance(record, dict) else {}
    source, key = said.get("source"), said.get("id")
    return (source, key) if isinstance(source, str) and isinstance(key, str) else ("", "")


def _batches(items: Iterable[T]) -> Iterator[tuple[T, ...]]:
    each = iter(items)
    while batch := tuple(islice(each, BATCH)):
        yield batch


def digest(record: dict[str, Any]) -> str:
    """What tells two records apart: neither the order of the fields nor that of a set."""
    ordered = record | (
        {NETWORKS: sorted(map(str, record[NETWORKS]))} if isinstance(record.get(NETWORKS), list) else {}
    )
    return hashlib.sha256(_IN_ORDER(ordered).encode()).hexdigest()


# --- In the database ------------------------------------------------------------------------------------------------


def _load(batch: tuple[dict[str, Any], ...], report: InclusionReport, now: datetime) -> None:
    by_key = {_identity(record): record for record in batch}
    rows = SourceRecord.objects.select_related("organisation").filter(external_id__in={key for _, key in by_key})
    stored = {(one.source, one.external_id): one for one in rows}
    said = {key: told(record) for key, record in by_key.items()}
    known = _communes(said.values())
    new, changed = [], []
    for key, record in by_key.items():
        row, code = stored.get(key), said[key]["site.commune"]
        report.without_commune += bool(code) and code not in known
        report.wrong_sirets += bool(record.get("siret")) and not said[key]["siret"]
        if row is None:
            new.append(key)
        elif row.digest != digest(record) or row.organisation.absent_on is not None:
            changed.append(key)
        else:
            report.unchanged += 1
    _create([(by_key[key], said[key]) for key in new], known, now)
    _change([(stored[key], by_key[key], said[key]) for key in changed], known, now)
    report.kept_here += sum(1 for key in changed if stored[key].organisation.local_fields)
    report.created += len(new)
    report.changed += len(changed)


def _create(rows: list[tuple[dict[str, Any], dict[str, Any]]], known: dict[str, str], now: datetime) -> None:
    made = bulk.copies(Organisation(created_at=now), len(rows))
    sites = bulk.copies(Site(is_main=True), len(rows))
    records = bulk.copies(SourceRecord(received_at=now), len(rows))
    for one, site, kept, (record, said) in zip(made, sites, records, rows, strict=True):
        one.source = kept.source = record["source"]
        kept.external_id, kept.text, kept.digest = record["id"], inclusion.as_text(record), digest(record)
        _apply(one, site, said, known)
    bulk.insert(made)
    for one, site, kept in zip(made, sites, records, strict=True):
        site.organisation_id = kept.organisation_id = one.pk
    bulk.insert(sites)
    bulk.insert(records)


def _change(
    rows: list[tuple[SourceRecord, dict[str, Any], dict[str, Any]]], known: dict[str, str], now: datetime
) -> None:
    organisations = [stored.organisation for stored, _, _ in rows]
    main = {one.organisation_id: one for one in Site.objects.filter(organisation__in=organisations, is_main=True)}
    missing = [Site(organisation_id=one.pk, is_main=True) for one in organisations if one.pk not in main]
    bulk.insert(missing)
    main |= {one.organisation_id: one for one in missing}
    for stored, record, said in rows:
        stored.text, stored.digest, stored.received_at = inclusion.as_text(record), digest(record), now
        stored.organisation.absent_on = None
        _apply(stored.organisation, main[stored.organisation_id], said, known)
    bulk.update(organisations, [*ORGANISATION_COLUMNS, "search_name", "search_text", "absent_on"])
    bulk.update(list(main.values()), [*SITE_COLUMNS, "commune"])
    bulk.update([one for one, _, _ in rows], ["text", "digest", "received_at"])


def _apply(found: Organisation, site: Site, said: dict[str, Any], known: dict[str, str]) -> None:
    """Write what the source says, but what was corrected here."""
    kept = set(found.local_fields)
    for name in ORGANISATION_COLUMNS:
        if name not in kept:
            setattr(found, name, said[name])
    for name in SITE_COLUMNS:
        if f"site.{name}" not in kept:
            setattr(site, name, said[f"site.{name}"])
    if "site.commune" not in kept:
        site.commune_id = said["site.commune"] if said["site.commune"] in known else None
    found.search_name = search_name(found.name)[:255]
    town = known.get(site.commune_id or "", site.city)
    found.search_text = search_text(found.name, found.kind, [town])


def _communes(said: Iterable[dict[str, Any]]) -> dict[str, str]:
    """The communes that are loaded among those that these records name, with their names; one query."""
    codes = {one["site.commune"] for one in said} - {""}
    return dict(places.communes().order_by().filter(pk__in=codes).values_list("pk", "name"))


def _withdraw(source: str, keys: set[str], report: InclusionReport, now: datetime, *, withdraw_all: bool) -> None:
    """What a complete file no longer names leaves the directory; its records stay."""
    rows = SourceRecord.objects.filter(source=source, organisation__absent_on=None)
    stored = dict(rows.values_list("external_id", "organisation_id"))
    gone = [organisation for key, organisation in stored.items() if key not in keys]
    if len(gone) > MOST_WITHDRAWN * len(stored) and not withdraw_all:
        report.not_believed[source] = len(gone)
        return
    with transaction.atomic():
        for some in _batches(gone):
            report.withdrawn += Organisation.objects.filter(pk__in=some).update(absent_on=now.date())

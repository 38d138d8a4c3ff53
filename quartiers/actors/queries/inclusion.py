"""Structures as the data·inclusion schema has them, and what a source says against what is shown here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from quartiers.actors.models import Organisation, Site, SourceRecord
from quartiers.actors.queries.organisations import source_record
from quartiers.actors.rules.inclusion import OWN_SOURCE, THEIRS, corrected, own_record, told
from quartiers.actors.rules.organisations import known_kind

CHUNK = 500
LABELS = {
    "name": "Nom",
    "kind": "Nature",
    "siret": "SIRET",
    "description": "Ce qu’elle fait",
    "phone": "Téléphone",
    "email": "Courriel",
    "website": "Site internet",
    "opening_hours": "Horaires",
    "site.address": "Adresse",
    "site.address_more": "Complément d’adresse",
    "site.postcode": "Code postal",
    "site.city": "Ville",
    "site.commune": "Code Insee",
    "site.latitude": "Latitude",
    "site.longitude": "Longitude",
}


@dataclass(frozen=True)
class Difference:
    """One line: what is shown here, what the source says, and whether it was corrected here."""

    name: str
    label: str
    here: str
    there: str
    is_local: bool


def here(organisation: Organisation, site: Site | None) -> dict[str, Any]:
    """What is shown, under the names of ``rules.inclusion``."""
    place = site or Site()
    shown: dict[str, Any] = {name: getattr(organisation, name) for name in THEIRS if not name.startswith("site.")}
    shown |= {name: getattr(place, name.removeprefix("site.")) for name in THEIRS if name.startswith("site.")}
    return shown | {"site.commune": place.commune_id or ""}


def differences(organisation: Organisation) -> list[Difference]:
    """Where the page and the source differ; two queries."""
    record = source_record(organisation.pk)
    if record is None:
        return []
    raw = json.loads(record.text)
    said = told(raw) | {"siret": str(raw.get("siret") or "")}
    shown = here(organisation, Site.objects.filter(organisation=organisation, is_main=True).first())
    return [
        Difference(name, label, _words(name, shown[name]), _words(name, said[name]), name in organisation.local_fields)
        for name, label in LABELS.items()
        if shown[name] != said[name] or name in organisation.local_fields
    ]


def sources() -> list[tuple[str, int]]:
    """The sources that are loaded, each with how many structures it still names; one query."""
    counts: dict[str, int] = {}
    for name in SourceRecord.objects.filter(organisation__absent_on=None).values_list("source", flat=True).iterator():
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items())


def records(source: str = "", *, fictional: bool = False) -> Iterator[dict[str, Any]]:
    """Every structure of the directory in the schema: records as they came, with what was corrected here; then ours.

    Args:
        source: only this one; empty for all.
        fictional: with the structures that are invented.
    """
    if source != OWN_SOURCE:
        yield from exported(loaded(source))
    if source in {"", OWN_SOURCE}:
        yield from exported_here(declared(fictional=fictional))


def loaded(source: str = "") -> QuerySet[SourceRecord]:
    """Records of structures that are still in the directory, in the order of their coming."""
    rows = SourceRecord.objects.filter(organisation__closed_on=None, organisation__absent_on=None)
    return (rows.filter(source=source) if source else rows).select_related("organisation").order_by("pk")


def declared(*, fictional: bool = False) -> QuerySet[Organisation]:
    """Organisations that are declared here."""
    rows = Organisation.objects.filter(source="", closed_on=None).order_by("pk")
    return rows if fictional else rows.filter(fictional=False)


def exported(rows: "QuerySet[SourceRecord]") -> Iterator[dict[str, Any]]:
    """These records, with what was corrected here; the places of those that were, in one more query a chunk."""
    for some in _chunks(rows):
        touched = [one.organisation_id for one in some if one.organisation.local_fields]
        sites = _main_sites(touched) if touched else {}
        for one in some:
            found, day = one.organisation, one.organisation.changed_at
            shown = here(found, sites.get(found.pk)) if found.local_fields else {}
            text = day.date().isoformat() if day else ""
            yield corrected(json.loads(one.text), shown, found.local_fields, day=text)


def exported_here(rows: "QuerySet[Organisation]") -> Iterator[dict[str, Any]]:
    """Organisations declared here, in the schema."""
    for some in _chunks(rows):
        sites = _main_sites([one.pk for one in some])
        for one in some:
            day = (one.changed_at or one.created_at).date().isoformat()
            yield own_record(one.pk, here(one, sites.get(one.pk)), day=day)


def _chunks(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """The rows of a queryset, some hundred at a time."""
    some: list[Any] = []
    for one in rows.iterator(chunk_size=CHUNK):
        some.append(one)
        if len(some) == CHUNK:
            yield some
            some = []
    if some:
        yield some


def _main_sites(ids: list[int]) -> dict[int, Site]:
    return {one.organisation_id: one for one in Site.objects.filter(organisation__in=ids, is_main=True)}


def _words(name: str, value: Any) -> str:
    if name == "kind":
        return known_kind(str(value)).label
    return "" if value is None else str(value)

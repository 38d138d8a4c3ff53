"""Compute the distance from every place to every kind of structure, and keep it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from django.db import transaction

from quartiers.actors.queries.located import LocatedSite
from quartiers.iae.models import ZoneBatch, ZoneDistance
from quartiers.iae.nearest import Nearest, Places, gather, nearest
from quartiers.iae.queries.located import structures_of, unplaced
from quartiers.iae.queries.zones import Ground, ground
from quartiers.iae.rules.zones import COUNTED_KM, ZoneKind
from quartiers.office import bulk

Progress = Callable[[int, int], None]
ROWS = 2_000
COLUMNS = ("kind", "place", "distance_m", "structure", "within_10", "within_20", "within_30")


@dataclass(frozen=True)
class ZoneReport:
    """What a batch did: kinds computed, kinds that had not changed, places."""

    computed: int
    unchanged: int
    places: int


def compute_zones(*, now: datetime, progress: Progress | None = None) -> ZoneReport:
    """Compute what changed since the last batch. Each kind is one transaction: a batch that was cut goes on there.

    Args:
        now: when.
        progress: called with kinds done and kinds in all.
    """
    return compute_on(ground(), now=now, progress=progress)


def compute_on(held: Ground, *, now: datetime, progress: Progress | None = None) -> ZoneReport:
    """The same, from these places."""
    if not held.codes:
        return ZoneReport(0, 0, 0)
    places, lost, seen = gather(held.latitudes, held.longitudes), unplaced(list(ZoneKind)), _digest(held)
    computed = 0
    for done, kind in enumerate(ZoneKind, 1):
        computed += _compute(kind, held, places, lost[kind], seen, now)
        if progress is not None:
            progress(done, len(ZoneKind))
    return ZoneReport(computed, len(ZoneKind) - computed, len(held.codes))


def _compute(kind: ZoneKind, held: Ground, places: Places, lost: int, seen: bytes, now: datetime) -> bool:
    """One kind; False when nothing changed since it was last computed."""
    sites = structures_of(kind)
    latitudes = np.array([one.latitude for one in sites], float)
    longitudes = np.array([one.longitude for one in sites], float)
    owners = np.array([one.organisation for one in sites], np.int64)
    text = b"".join([seen, latitudes.tobytes(), longitudes.tobytes(), owners.tobytes(), str(lost).encode()])
    digest = hashlib.sha256(text).hexdigest()
    if ZoneBatch.objects.filter(pk=kind.value, digest=digest).exists():
        return False
    found = [nearest(places, latitudes, longitudes, within_m=km * 1000.0) for km in COUNTED_KM]
    with transaction.atomic():
        ZoneDistance.objects.filter(kind=kind.value).delete()
        rows = _rows(kind, held, sites, found)
        while some := list(islice(rows, ROWS)):
            bulk.put(ZoneDistance._meta.db_table, COLUMNS, some)
        ZoneBatch.objects.update_or_create(
            kind=kind.value,
            defaults={
                "structures": len(sites),
                "unplaced": lost,
                "places": len(held.codes),
                "digest": digest,
                "computed_at": now,
            },
        )
    return True


def _rows(kind: ZoneKind, held: Ground, sites: list[LocatedSite], found: list[Nearest]) -> Iterator[tuple[Any, ...]]:
    """Values of ``COLUMNS``, place by place."""
    counts = np.column_stack([one.within for one in found]).tolist()
    first = found[0]
    # Rounded up: a place just beyond a threshold stays beyond it.
    for code, metres, rank, within in zip(
        held.codes, np.ceil(first.distance_m).tolist(), first.rank.tolist(), counts, strict=True
    ):
        nearest_one = (int(metres), sites[rank].organisation) if rank >= 0 else (None, None)
        yield kind.value, code, *nearest_one, *within


def _digest(held: Ground) -> bytes:
    text = "|".join(held.codes).encode() + held.latitudes.tobytes() + held.longitudes.tobytes()
    return hashlib.sha256(text).digest()

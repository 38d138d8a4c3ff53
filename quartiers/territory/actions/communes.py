"""Load communes, with the EPCI, departments and regions they belong to."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from django.db import transaction

from quartiers.territory import reference
from quartiers.territory.actions.upsert import Tally, batches, upsert
from quartiers.territory.models import Commune, Department, Epci, Outline, Region
from quartiers.territory.names import search_name
from quartiers.territory.reference import CommuneRecord
from quartiers.territory.rules import CentreKind

Track = Callable[[Iterable[CommuneRecord]], Iterable[CommuneRecord]]


@dataclass
class CommunesReport:
    """What a load did. ``vanished`` are communes of the base that the reference no longer knows; they are kept."""

    communes: Tally = field(default_factory=Tally)
    units: Tally = field(default_factory=Tally)
    vanished: list[str] = field(default_factory=list)
    without_contour: list[str] = field(default_factory=list)


@transaction.atomic
def import_communes(departments: Collection[str] | None = None, *, track: Track = iter) -> CommunesReport:
    """Load the communes of these departments, of all France for None; the same load twice changes nothing.

    Args:
        departments: official codes, or None.
        track: wraps the stream of communes, to show progress.

    Raises:
        RuleBroken: a department code does not exist.
    """
    scope = None if departments is None else reference.checked_departments(departments)
    report = CommunesReport(units=import_departments(scope))
    epcis = {record.code: record for record in reference.epcis()}
    seen: set[str] = set()
    redrawn: set[str] = set()
    for batch in batches(track(reference.communes(scope))):
        belonged = [epcis.pop(code) for code in sorted({record.epci or "" for record in batch} & epcis.keys())]
        report.units += upsert([Epci(code=one.code, name=one.name, kind=one.kind) for one in belonged])[0]
        tally, written = upsert(_communes(batch))
        report.communes += tally
        redrawn.update(commune.department_id for commune in written)
        report.without_contour += [record.name for record in batch if record.geometry is None]
        seen.update(record.code for record in batch)
    report.vanished = _vanished(scope, seen)
    save_outlines(redrawn)
    return report


def save_outlines(departments: Collection[str]) -> Tally:
    """Store the outline of each of these departments: the union of its communes."""
    communes = Commune.objects.filter(parent=None, department_id__in=departments).exclude(geometry=None)
    tally = Tally()
    for code in communes.order_by("department_id").values_list("department_id", flat=True).distinct():
        contours = communes.filter(department_id=code).values_list("geometry", flat=True).iterator()
        outline = shapely.union_all(shapely.from_wkb([bytes(contour or b"") for contour in contours]))
        tally += upsert([Outline(department_id=code, geometry=shapely.to_wkb(outline))], key=("department_id",))[0]
    return tally


def import_departments(departments: Collection[str] | None) -> Tally:
    """Load these departments and their regions, without their communes; all of them for None."""
    wanted = [one for one in reference.departments() if departments is None or one.code in departments]
    regions = {one.region for one in wanted}
    tally, _ = upsert([Region(code=one.code, name=one.name) for one in reference.regions() if one.code in regions])
    return tally + upsert([Department(code=one.code, name=one.name, region_id=one.region) for one in wanted])[0]


def _communes(records: Sequence[CommuneRecord]) -> list[Commune]:
    centres = _centres(records)
    return [
        Commune(
            code=record.code,
            name=record.name,
            search_name=search_name(record.name),
            department_id=record.department,
            epci_id=record.epci,
            parent_id=record.parent,
            population=record.population,
            population_year=None if record.population is None else reference.POPULATION_YEAR,
            geometry=record.geometry,
            longitude=longitude,
            latitude=latitude,
            centre_kind=kind,
            source=reference.SOURCE,
        )
        for record, (longitude, latitude, kind) in zip(records, centres, strict=True)
    ]


def _centres(records: Sequence[CommuneRecord]) -> list[tuple[float | None, float | None, CentreKind]]:
    """The town hall where it stands inside the contour, else a point on the surface.

    Many town halls of the reference are misplaced. Without a contour nothing can be checked, so none is trusted.
    """
    shapes = shapely.from_wkb([record.geometry for record in records])
    halls = np.array([record.town_hall or (np.nan, np.nan) for record in records])
    inside = shapely.contains_xy(shapes, halls[:, 0], halls[:, 1])
    surface = shapely.get_coordinates(shapely.point_on_surface(shapes[~shapely.is_missing(shapes)])).tolist()
    centres: list[tuple[float | None, float | None, CentreKind]] = []
    points = iter(surface)
    for record, is_inside in zip(records, inside, strict=True):
        point = next(points) if record.geometry is not None else None
        if is_inside and record.town_hall:
            centres.append((*record.town_hall, CentreKind.TOWN_HALL))
        elif point:
            centres.append((point[0], point[1], CentreKind.SURFACE))
        else:
            centres.append((None, None, CentreKind.NONE))
    return centres


def _vanished(scope: Collection[str] | None, seen: set[str]) -> list[str]:
    stored = Commune.objects.all() if scope is None else Commune.objects.filter(department_id__in=scope)
    return [f"{name} ({code})" for code, name in stored.values_list("code", "name") if code not in seen]

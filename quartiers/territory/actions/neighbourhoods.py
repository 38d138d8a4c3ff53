"""Load the contours of priority neighbourhoods."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from quartiers.kernel.errors import RuleBroken
from quartiers.territory import reference
from quartiers.territory.actions.upsert import Tally, batches, upsert
from quartiers.territory.contours import Contour, ContourFile
from quartiers.territory.models import Commune, ContourImport, Coverage, Department, Neighbourhood
from quartiers.territory.names import search_name
from quartiers.territory.rules import validity

Links = set[tuple[str, str]]
UNKNOWN_SHOWN = 10


@dataclass
class NeighbourhoodsReport:
    """What a load did.

    ``absent`` are neighbourhoods of the base, of the same generation and in a covered department, that the file no
    longer holds; ``removed`` says whether they were deleted. ``already`` is the day of the first load of this very
    file when nothing changed.
    """

    neighbourhoods: Tally = field(default_factory=Tally)
    absent: list[str] = field(default_factory=list)
    removed: bool = False
    unknown_communes: list[str] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    already: datetime | None = None


def departments_not_loaded(file: ContourFile, covers: Collection[str]) -> list[str]:
    """Departments that the file needs, and whose communes the base does not hold yet."""
    needed = file.departments | frozenset(covers)
    loaded = Commune.objects.filter(department_id__in=needed).order_by().values_list("department_id", flat=True)
    empty = {code for code, _ in reference.COLLECTIVITIES}
    known = set(loaded.distinct()) | set(Department.objects.filter(code__in=empty).values_list("code", flat=True))
    return sorted(needed - known)


@transaction.atomic
def import_neighbourhoods(
    file: ContourFile,
    *,
    covers: Collection[str],
    source: str,
    now: datetime,
    replace: bool = False,
    fictional: bool = False,
) -> NeighbourhoodsReport:
    """Create or update the neighbourhoods of a file; the same file twice changes nothing.

    Args:
        file: what ``contours.read_contours`` returned.
        covers: departments whose neighbourhoods the file holds in full: outside them «non» becomes possible there.
        source: who published the contours, in French.
        now: when the load takes place.
        replace: delete the neighbourhoods of covered departments that the file no longer holds.
        fictional: the contours are invented, for the demonstration.

    Raises:
        RuleBroken: communes of a needed department are not loaded.
    """
    _check_loaded(file, covers)
    report = NeighbourhoodsReport(covered=sorted(covers))
    links, report.unknown_communes = _links(file.contours)
    for batch in batches(file.contours):
        rows = [_row(contour, file, source=source, fictional=fictional) for contour in batch]
        tally, written = upsert(rows)
        report.neighbourhoods += tally
        relinked = _link({row.code for row in rows}, links) - {row.pk for row in written}
        report.neighbourhoods += Tally(updated=len(relinked), unchanged=-len(relinked))
    absent = _absent(file, covers)
    report.absent = [str(neighbourhood) for neighbourhood in absent]
    report.removed = replace and bool(absent)
    if report.removed:
        Neighbourhood.objects.filter(pk__in=[neighbourhood.pk for neighbourhood in absent]).delete()
    _stamp(file, report, source=source, now=now)
    return report


def _check_loaded(file: ContourFile, covers: Collection[str]) -> None:
    missing = departments_not_loaded(file, covers)
    if missing:
        options = " ".join(f"--department {code}" for code in missing)
        raise RuleBroken(
            f"Les communes de ces départements ne sont pas chargées\u00a0: {', '.join(missing)}. "
            f"Lancez d’abord\u00a0: quartiers import_communes {options}"
        )


def _row(contour: Contour, file: ContourFile, *, source: str, fictional: bool) -> Neighbourhood:
    period = validity(file.generation, contour.department)
    return Neighbourhood(
        code=contour.code,
        name=contour.name,
        search_name=search_name(contour.name),
        generation=file.generation,
        department_id=contour.department,
        valid_from=period.start,
        valid_to=period.end,
        geometry=contour.geometry,
        precision_m=contour.precision_m,
        repair=contour.repair,
        fictional=fictional,
        source=source,
    )


def _links(contours: Sequence[Contour]) -> tuple[Links, list[str]]:
    """Links from neighbourhoods to communes of the base, and the codes that the base does not know."""
    wanted = {(contour.code, commune) for contour in contours for commune in contour.communes}
    codes = {commune for _, commune in wanted}
    known = {
        code for batch in batches(codes) for code in Commune.objects.filter(pk__in=batch).values_list("pk", flat=True)
    }
    unknown = sorted((code, commune) for code, commune in wanted if commune not in known)
    return {link for link in wanted if link[1] in known}, [f"{commune} ({code})" for code, commune in unknown]


def _link(codes: set[str], links: Links) -> set[str]:
    """Make the stored links of these neighbourhoods equal to the wanted ones; codes of those that changed."""
    through = Neighbourhood.communes.through
    wanted = {link for link in links if link[0] in codes}
    stored = {
        (row.neighbourhood_id, row.commune_id): row.pk for row in through.objects.filter(neighbourhood_id__in=codes)
    }
    gone, new = stored.keys() - wanted, wanted - stored.keys()
    through.objects.filter(pk__in=[stored[link] for link in gone]).delete()
    through.objects.bulk_create(through(neighbourhood_id=code, commune_id=commune) for code, commune in sorted(new))
    return {code for code, _ in gone | new}


def _absent(file: ContourFile, covers: Collection[str]) -> list[Neighbourhood]:
    held = {contour.code for contour in file.contours}
    stored = Neighbourhood.objects.filter(generation=file.generation, department_id__in=covers).defer("geometry")
    return [neighbourhood for neighbourhood in stored if neighbourhood.code not in held]


def _stamp(file: ContourFile, report: NeighbourhoodsReport, *, source: str, now: datetime) -> None:
    """Record the load and its coverage, unless this very file is already there and nothing changed."""
    before = ContourImport.objects.filter(generation=file.generation, digest=file.digest).order_by("pk").first()
    covered = set(Coverage.objects.filter(generation=file.generation).values_list("department_id", flat=True))
    changed = report.neighbourhoods.changes or report.removed or set(report.covered) - covered
    if before and not changed:
        report.already = before.imported_at
        return
    stamp = ContourImport.objects.create(
        generation=file.generation,
        source=source,
        digest=file.digest,
        neighbourhood_count=len(file.contours),
        repaired_count=len(file.repaired),
        imported_at=now,
    )
    Coverage.objects.bulk_create(
        [Coverage(generation=file.generation, department_id=code, contour_import=stamp) for code in report.covered],
        update_conflicts=True,
        unique_fields=["generation", "department"],
        update_fields=["contour_import"],
    )

"""A territory at a glance: structures by kind, how many for its people, who is too far, what moved, which networks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from quartiers.actors.queries.ground import Move, Moved, NetworkCount, last_load, moves_in, networks_in, window
from quartiers.actors.queries.located import counted_in, settled_in
from quartiers.iae.models import EmployerSheet, Post, ZoneBatch, ZoneDistance
from quartiers.iae.queries.employers import believed, openings_by_kind
from quartiers.iae.queries.zones import COMMUNE_JOBSEEKERS, JOBSEEKERS
from quartiers.iae.rules.employers import VALUES
from quartiers.iae.rules.posts import NATIONAL
from quartiers.iae.rules.zones import CHOSEN, USUAL_KM, ZoneKind
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory
from quartiers.territory.rules import Generation


@dataclass(frozen=True)
class KindLine:
    """One kind in a territory.

    Args:
        kind: what is counted.
        structures: those with a place in one of its communes.
        openings: posts that they announce and confirmed lately; None where nobody announces any, anywhere.
        density: structures for 1,000 inhabitants; None where no population is known.
        density_jobseekers: the same for 1,000 jobseekers of its neighbourhoods; None where no source publishes them.
        density_registered: the same for 1,000 jobseekers of its communes; None likewise.
        towns: communes too far from any; None when nothing is computed, or for a kind that nobody looks for.
        people: their residents; None likewise.
    """

    kind: ZoneKind
    structures: int
    openings: int | None
    density: float | None
    density_jobseekers: float | None
    density_registered: float | None
    towns: int | None
    people: int | None


@dataclass(frozen=True)
class Registered:
    """Jobseekers of the communes of a territory.

    Args:
        people: those of the communes whose figure is published.
        silent: communes without a published figure: with any, densities are somewhat too high.
        origin: which jobseekers, and who publishes them.
    """

    people: int
    silent: int
    origin: str


@dataclass(frozen=True)
class Changes:
    """What the last loads changed.

    Args:
        structures_on: day of the last load of structures that changed something, anywhere; None before any.
        structures: of the territory, by what became of them that day.
        posts_on: day of the last load of posts; None before any.
        told: announcements of the territory that this load brought or changed.
        closed: those that it closed.
    """

    structures_on: date | None
    structures: dict[Move, list[Moved]]
    posts_on: date | None
    told: int
    closed: int


@dataclass(frozen=True)
class Panorama:
    """A territory.

    Args:
        people: residents.
        towns: communes.
        jobseekers: of its neighbourhoods, where published; None where no source is loaded.
        registered: jobseekers of its communes; None where no source is loaded.
        lines: one for each kind, all SIAE first.
        computed_at: the oldest computation of gaps.
        changes: since the last load.
        networks: of its employers, those with most members first.
    """

    people: int
    towns: int
    jobseekers: int | None
    registered: Registered | None
    lines: list[KindLine]
    computed_at: datetime | None
    changes: Changes
    networks: list[NetworkCount]

    @property
    def whole(self) -> KindLine:
        """The line of all SIAE together."""
        return self.lines[0]


def panorama(where: Territory, *, on: date) -> Panorama:
    """Fifteen queries at most, whatever the territory.

    Args:
        where: the territory.
        on: day whose announcements and memberships are believed.
    """
    rows = grounds.communes_of(where)
    held = rows.order_by().values("pk")
    people = {code: population or 0 for code, population in rows.values_list("code", "population")}
    counts = counted_in(held, sorted({one for kind in ZoneKind for one in kind.members}))
    far = ZoneDistance.objects.filter(Q(distance_m=None) | Q(distance_m__gt=USUAL_KM * 1000), place__in=held)
    gaps: dict[str, list[str]] = {kind: [] for kind in ZoneKind}
    for kind, place in far.values_list("kind", "place"):
        gaps[kind].append(place)
    batches = dict(ZoneBatch.objects.values_list("kind", "computed_at"))
    posts = openings_by_kind(settled_in(held), on)
    is_told = bool(posts) or believed(on).exists()
    inhabitants, seekers, registered = sum(people.values()), _jobseekers(where), _registered(held, len(people))
    lines = []
    for one in ZoneKind:
        structures = sum(counts.get(member, 0) for member in one.members)
        known = one.value in batches and one in CHOSEN
        lines.append(
            KindLine(
                kind=one,
                structures=structures,
                openings=sum(posts.get(member, 0) for member in one.members) if is_told else None,
                density=_density(structures, inhabitants),
                density_jobseekers=_density(structures, seekers),
                density_registered=_density(structures, registered.people if registered else None),
                towns=len(gaps[one]) if known else None,
                people=sum(people[code] for code in gaps[one]) if known else None,
            )
        )
    return Panorama(
        people=inhabitants,
        towns=len(people),
        jobseekers=seekers,
        registered=registered,
        lines=lines,
        computed_at=min(batches.values(), default=None),
        changes=_changes(held),
        networks=networks_in(held, VALUES, on=on),
    )


def _jobseekers(where: Territory) -> int | None:
    codes = grounds.neighbourhoods_of(where, generation=Generation.Y2024).order_by().values("pk")
    found = grounds.published_values(codes, JOBSEEKERS)
    return int(sum(found.values())) if found else None


def _registered(communes: "QuerySet[Any, Any]", towns: int) -> Registered | None:
    found = grounds.commune_figures(communes, COMMUNE_JOBSEEKERS)
    if found is None:
        return None
    return Registered(round(sum(found.values.values())), towns - len(found.values), found.origin)


def _density(structures: int, people: int | None) -> float | None:
    """For 1,000 people."""
    return structures * 1000 / people if people else None


def _changes(communes: "QuerySet[Any, Any]") -> Changes:
    structures_on = last_load()
    moved = moves_in(communes, VALUES, structures_on) if structures_on else {move: [] for move in Move}
    posts_on = EmployerSheet.objects.aggregate(day=Max("seen_on"))["day"]
    told = closed = 0
    if posts_on:
        start, end = window(posts_on)
        rows = Post.objects.filter(source=NATIONAL, changed_at__gte=start, changed_at__lt=end)
        found = rows.filter(organisation__in=settled_in(communes)).aggregate(
            told=Count("pk", filter=Q(is_open=True)), closed=Count("pk", filter=Q(is_open=False))
        )
        told, closed = found["told"], found["closed"]
    return Changes(structures_on, moved, posts_on, told, closed)

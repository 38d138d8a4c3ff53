"""A territory at a glance: structures by kind, how many for its people, who is too far from each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from quartiers.actors.queries.located import counted_in, settled_in
from quartiers.iae.models import ZoneBatch, ZoneDistance
from quartiers.iae.queries.employers import believed, openings_by_kind
from quartiers.iae.rules.zones import USUAL_KM, ZoneKind
from quartiers.territory.queries import grounds
from quartiers.territory.queries.grounds import Territory


@dataclass(frozen=True)
class KindLine:
    """One kind in a territory.

    Args:
        kind: what is counted.
        structures: those with a place in one of its communes.
        openings: posts that they announce and confirmed lately; None where nobody announces any, anywhere.
        density: structures for 1,000 inhabitants; None where no population is known.
        towns: communes too far from any; None when nothing is computed.
        people: their residents; None when nothing is computed.
    """

    kind: ZoneKind
    structures: int
    openings: int | None
    density: float | None
    towns: int | None
    people: int | None


@dataclass(frozen=True)
class Panorama:
    """A territory: residents and communes, a line for each kind, the oldest of its computations."""

    people: int
    towns: int
    lines: list[KindLine]
    computed_at: datetime | None

    @property
    def whole(self) -> KindLine:
        """The line of all SIAE together."""
        return self.lines[0]


def panorama(where: Territory, *, on: date) -> Panorama:
    """Six queries, whatever the territory.

    Args:
        where: the territory.
        on: day whose announcements are believed.
    """
    rows = grounds.communes_of(where)
    people = {code: population or 0 for code, population in rows.values_list("code", "population")}
    counts = counted_in(rows.order_by().values("pk"), sorted({one for kind in ZoneKind for one in kind.members}))
    far = ZoneDistance.objects.filter(place__in=rows.order_by().values("pk"))
    far = far.filter(Q(distance_m=None) | Q(distance_m__gt=USUAL_KM * 1000))
    gaps: dict[str, list[str]] = {kind: [] for kind in ZoneKind}
    for kind, place in far.values_list("kind", "place"):
        gaps[kind].append(place)
    batches = dict(ZoneBatch.objects.values_list("kind", "computed_at"))
    posts = openings_by_kind(settled_in(rows.order_by().values("pk")), on)
    is_told = bool(posts) or believed(on).exists()
    inhabitants = sum(people.values())
    lines = []
    for one in ZoneKind:
        structures = sum(counts.get(member, 0) for member in one.members)
        known = one.value in batches
        lines.append(
            KindLine(
                kind=one,
                structures=structures,
                openings=sum(posts.get(member, 0) for member in one.members) if is_told else None,
                density=structures * 1000 / inhabitants if inhabitants else None,
                towns=len(gaps[one]) if known else None,
                people=sum(people[code] for code in gaps[one]) if known else None,
            )
        )
    return Panorama(inhabitants, len(people), lines, min(batches.values(), default=None))

"""Structures with a position, by kind: what gaps are measured to."""

from collections.abc import Sequence

from quartiers.actors.queries.located import LocatedSite, located_sites, unplaced_kinds
from quartiers.iae.rules.zones import ZoneKind

Bounds = tuple[float, float, float, float]


def structures_of(kind: ZoneKind, *, bounds: Bounds | None = None) -> list[LocatedSite]:
    """Places where structures of this kind receive people; one query."""
    return located_sites(kind.members, bounds=bounds)


def unplaced(kinds: Sequence[ZoneKind]) -> dict[ZoneKind, int]:
    """How many structures of each kind have no known position, and so count nowhere; one query."""
    found = unplaced_kinds(sorted({one for kind in kinds for one in kind.members}))
    return {kind: sum(one in kind.members for one in found) for kind in kinds}

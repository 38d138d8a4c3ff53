"""Structures with a position, by kind: what gaps are measured to."""

from collections.abc import Sequence

from quartiers.actors.queries.located import LocatedSite, located_sites, unplaced_kinds
from quartiers.iae.models import EmployerSheet
from quartiers.iae.rules.activities import Activity
from quartiers.iae.rules.zones import ZoneKind

Bounds = tuple[float, float, float, float]


def structures_of(
    kind: ZoneKind, *, activity: Activity | None = None, bounds: Bounds | None = None
) -> list[LocatedSite]:
    """Places where structures of this kind, and of this activity if one is asked, receive people; at most two queries.

    Who says nothing of its activities has none.
    """
    found = located_sites(kind.members, bounds=bounds)
    if activity is None:
        return found
    doing = {number for number, bars in said_activities().items() if f"|{activity.value}|" in bars}
    return [one for one in found if one.organisation in doing]


def said_activities() -> dict[int, str]:
    """The activities of the employers that say some, between bars, by number of organisation; one query."""
    return dict(EmployerSheet.objects.exclude(activities="").values_list("pk", "activities"))


def unplaced(kinds: Sequence[ZoneKind]) -> dict[ZoneKind, int]:
    """How many structures of each kind have no known position, and so count nowhere; one query."""
    found = unplaced_kinds(sorted({one for kind in kinds for one in kind.members}))
    return {kind: sum(one in kind.members for one in found) for kind in kinds}

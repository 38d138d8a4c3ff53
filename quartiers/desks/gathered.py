"""What waits for one person, from every room: late first, then what has a day, then the rest; dates to know apart."""

from dataclasses import dataclass
from datetime import date, datetime

from quartiers.kernel.waiting import Urgency, Waiting
from quartiers.web.access import Viewer
from quartiers.web.rooms import room_modules

#: Lines of «Ensuite»: a few dates to know, never a calendar.
MOST_COMING = 5


@dataclass(frozen=True)
class Gathered:
    """What somebody has to do, in its order, and the next days to know."""

    open: tuple[Waiting, ...]
    coming: tuple[Waiting, ...]

    @property
    def late(self) -> int:
        return sum(one.urgency is Urgency.LATE for one in self.open)

    @property
    def next_on(self) -> date | None:
        """The next day to know."""
        return next((one.on for one in self.coming), None)


def gathered(viewer: Viewer, *, now: datetime) -> Gathered:
    """What waits for this viewer; the same number of queries whatever there is."""
    found: list[Waiting] = [one for module in room_modules("waiting") for one in module.waiting(viewer, now=now)]
    ordered = sorted(found, key=lambda one: (one.urgency, one.on or date.max))
    coming = [one for one in ordered if one.urgency is Urgency.COMING]
    return Gathered(tuple(one for one in ordered if one.urgency is not Urgency.COMING), tuple(coming[:MOST_COMING]))

"""What can be asked of promises of erasure."""

from dataclasses import dataclass
from datetime import date, datetime

from quartiers.office.models import PurgeState, TimerState
from quartiers.office.registry import retentions
from quartiers.office.rules import how_long

PURGE_TIMER = "office.purge"


@dataclass(frozen=True)
class RetentionLine:
    """A promise as people read it; ``last`` is the instant of the last purge, None before the first."""

    code: str
    what: str
    kept: str
    since: str
    then: str
    source: str
    verified_on: date | None
    note: str
    last: datetime | None
    count: str


def retention_lines(*, on: date) -> list[RetentionLine]:
    """Every promise in force that day, in the order of the floors."""
    states = {state.code: state for state in PurgeState.objects.all()}
    lines = []
    for one in retentions():
        entry, state = one.kept.entry_on(on), states.get(one.code)
        lines.append(
            RetentionLine(
                code=one.kept.code,
                what=one.what,
                kept=how_long(one.kept.on(on), one.kept.unit),
                since=one.since,
                then=one.then,
                source=entry.source if entry else "",
                verified_on=entry.verified_on if entry else None,
                note=entry.note if entry else "",
                last=state.purged_at if state else None,
                count=one.counted(state.count) if state else "",
            )
        )
    return lines


def next_purge() -> datetime | None:
    """When the nightly purge is due; None before a worker ran once."""
    return TimerState.objects.filter(name=PURGE_TIMER).values_list("next_at", flat=True).first()

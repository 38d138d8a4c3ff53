"""A PASS IAE as a bar: the periods to scale, the years under them, the day asked above."""

from dataclasses import dataclass
from datetime import date, timedelta

from quartiers.iae.queries.passes import PassSimulation
from quartiers.kernel.french import short_day
from quartiers.web.charts import share

ONE_DAY = timedelta(days=1)
#: Under this share of the width a label starts at its mark, over the other it ends there.
LEFT, RIGHT = 18.0, 82.0
#: A year nearer to the end than this share of the width leaves its place to the end.
CLEAR = 5.0


@dataclass(frozen=True)
class Segment:
    """A period on the bar: class of its colour, left edge and width as attributes of SVG."""

    kind: str
    left: str
    width: str


@dataclass(frozen=True)
class Mark:
    """A day on the bar: its place, its words, and from where the words start (start, middle or end)."""

    at: str
    text: str
    anchor: str


@dataclass(frozen=True)
class PassBar:
    """The drawing: segments from the widest down to what lies over it, years, and the days that matter."""

    segments: tuple[Segment, ...]
    years: tuple[Mark, ...]
    asked: Mark | None
    end: Mark
    start_text: str
    waiting_text: str


def pass_bar(simulation: PassSimulation) -> PassBar:
    """Draw a PASS from its first day to the end of its waiting period."""
    status, first = simulation.status, simulation.start_on
    whole = (status.waiting_period_end - first).days + 1

    def place(day: date) -> float:
        return 100 * (day - first).days / whole

    def segment(kind: str, start: date, end: date) -> Segment:
        return Segment(kind, share((start - first).days, whole), share((end - start).days + 1, whole))

    def mark(day: date, text: str) -> Mark:
        at = place(day)
        anchor = "start" if at < LEFT else "end" if at > RIGHT else "middle"
        return Mark(share((day - first).days, whole), text, anchor)

    years = [date(year, 1, 1) for year in range(first.year + 1, status.waiting_period_end.year + 1)]
    inside = first <= simulation.on <= status.waiting_period_end
    return PassBar(
        segments=(
            segment("p-carence", status.end_on + ONE_DAY, status.waiting_period_end),
            segment("p-pass", first, status.end_on),
            *(segment("p-prolonge", start + ONE_DAY, end) for _, start, end in simulation.prolongations),
            *(segment("p-suspendu", start, end) for start, end in simulation.suspensions),
        ),
        years=tuple(mark(day, str(day.year)) for day in years if abs(place(day) - place(status.end_on)) > CLEAR),
        asked=mark(simulation.on, short_day(simulation.on)) if inside else None,
        end=mark(status.end_on, f"fin : {short_day(status.end_on)}".replace(" :", "\u00a0:")),
        start_text=short_day(first),
        waiting_text=short_day(status.waiting_period_end),
    )

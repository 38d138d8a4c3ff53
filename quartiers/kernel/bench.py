"""Measures: ratios between a candidate and a baseline, interleaved in one process, exactness checked each time.

A room lists its measures as ``MEASURES`` in its ``measures.py``; ``quartiers bench`` runs them floor by floor, each in
a scratch database. Never a bare time: a ratio holds on any machine.
"""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any, Literal

Sense = Literal["at_least", "at_most"]
Clock = Literal["cpu", "wall", "result"]
Verdict = Literal["ok", "short", "no verdict"]
MAX_SPREAD = 1.5
MIN_ROUNDS = 7
_SHORTEST_S = 1e-9
_CLOCKS: dict[str, Callable[[], float]] = {"cpu": time.process_time, "wall": time.perf_counter}


class Unmeasurable(Exception):
    """A measure cannot run here: its message says in French what is missing."""


def nothing() -> None:
    """Close a trial that holds nothing open."""


@dataclass(frozen=True)
class Trial:
    """What a measure runs, ready: data seeded, files written, indexes built.

    Args:
        candidate: one piece of work done the project's way; its result goes to ``same``.
        baseline: the same work done the other way.
        same: whether (candidate's result, baseline's result) agree; it runs every round, outside the clock.
        close: frees what the set-up opened.
    """

    candidate: Callable[[], Any]
    baseline: Callable[[], Any]
    same: Callable[[Any, Any], bool]
    close: Callable[[], None] = nothing


@dataclass(frozen=True)
class Measure:
    """One ratio to hold.

    Args:
        name: French, short, unique in the platform.
        target: the ratio to reach.
        sense: ``at_least``: ratio = baseline ÷ candidate, a speed-up. ``at_most``: candidate ÷ baseline, a cost.
        setup: makes the trial; raises ``Unmeasurable`` when something it needs is absent.
        clock: ``cpu`` for work inside the process, ``wall`` for databases and servers, ``result`` when both sides
            answer what is compared (bytes of memory).
        rounds: at least 7, or the verdict stays open.
        calls: timed calls of each side in a round; their ``quantile`` is the round's time (0.95 for a p95).
        quantile: between 0 and 1; the median by default, without effect for one call.
    """

    name: str
    target: float
    sense: Sense
    setup: Callable[[], Trial]
    clock: Clock = "cpu"
    rounds: int = MIN_ROUNDS
    calls: int = 1
    quantile: float = 0.5


@dataclass(frozen=True)
class Outcome:
    """What the rounds gave. ``ratios`` has one ratio a round, ``baseline_s`` the baseline's seconds."""

    name: str
    target: float
    sense: Sense
    ratios: tuple[float, ...]
    baseline_s: tuple[float, ...]
    exact: bool

    @property
    def spread(self) -> float:
        """Slowest round of the baseline ÷ its fastest: how much the machine was disturbed."""
        return max(self.baseline_s) / min(self.baseline_s)

    @property
    def verdict(self) -> Verdict:
        """``short`` also when the results differ; ``no verdict`` on few rounds or when the baseline was unsteady."""
        if not self.exact:
            return "short"
        if len(self.ratios) < MIN_ROUNDS or self.spread > MAX_SPREAD:
            return "no verdict"
        held = median(self.ratios) >= self.target if self.sense == "at_least" else median(self.ratios) <= self.target
        return "ok" if held else "short"

    def as_json(self) -> dict[str, Any]:
        ratio = {"min": min(self.ratios), "median": median(self.ratios), "max": max(self.ratios)}
        return {
            "name": self.name,
            "ratio": {key: round(value, 3) for key, value in ratio.items()},
            "target": self.target,
            "exact": self.exact,
            "verdict": self.verdict,
            "sense": self.sense,
        }


def run(measure: Measure, *, rounds: int = 0, tick: Callable[[], object] = nothing) -> Outcome:
    """Set the measure up, run it, close it.

    Args:
        measure: what to run.
        rounds: another number of rounds than the measure's; 0 keeps it.
        tick: called after each round.

    Raises:
        Unmeasurable: the set-up misses something.
    """
    trial = measure.setup()
    try:
        return _outcome(measure, list(_rounds(trial, measure, rounds or measure.rounds, tick)))
    finally:
        trial.close()


@dataclass(frozen=True)
class _Round:
    candidate_s: float
    baseline_s: float
    exact: bool


def _rounds(trial: Trial, measure: Measure, count: int, tick: Callable[[], object]) -> Iterator[_Round]:
    """Warm both sides up, then interleave them; who goes first alternates, so that a drift favours nobody."""
    exact = trial.same(trial.candidate(), trial.baseline())
    for index in range(count):
        candidate_s: list[float] = []
        baseline_s: list[float] = []
        for call in range(measure.calls):
            ours, theirs, agree = _pair(trial, measure.clock, candidate_first=(index + call) % 2 == 0)
            candidate_s.append(ours)
            baseline_s.append(theirs)
            exact = exact and agree
        yield _Round(_quantile(candidate_s, measure.quantile), _quantile(baseline_s, measure.quantile), exact)
        tick()


def _pair(trial: Trial, clock: Clock, *, candidate_first: bool) -> tuple[float, float, bool]:
    """Seconds of the candidate, seconds of the baseline, whether they agree."""
    if candidate_first:
        ours, result = _timed(trial.candidate, clock)
        theirs, expected = _timed(trial.baseline, clock)
    else:
        theirs, expected = _timed(trial.baseline, clock)
        ours, result = _timed(trial.candidate, clock)
    return ours, theirs, trial.same(result, expected)


def _timed(work: Callable[[], Any], clock: Clock) -> tuple[float, Any]:
    if clock == "result":
        figure = work()
        return float(figure), figure
    read = _CLOCKS[clock]
    gc.collect()
    start = read()
    result = work()
    return max(read() - start, _SHORTEST_S), result


def _quantile(times: list[float], quantile: float) -> float:
    if len(times) == 1:
        return times[0]
    return quantiles(times, n=100, method="inclusive")[min(max(round(quantile * 100), 1), 99) - 1]


def _outcome(measure: Measure, rounds: list[_Round]) -> Outcome:
    costs = [one.candidate_s / one.baseline_s for one in rounds]
    return Outcome(
        name=measure.name,
        target=measure.target,
        sense=measure.sense,
        ratios=tuple(1 / cost if measure.sense == "at_least" else cost for cost in costs),
        baseline_s=tuple(one.baseline_s for one in rounds),
        exact=all(one.exact for one in rounds),
    )

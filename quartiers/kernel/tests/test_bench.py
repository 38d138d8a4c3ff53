"""Measures are honest: exactness, steadiness and the number of rounds decide before the ratio does."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.bench import Measure, Outcome, Trial, run

positive = st.floats(min_value=0.001, max_value=1000)


def spin(seconds: float) -> int:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return 1


def measure(trial: Trial, **changes) -> Measure:
    return replace(Measure("exemple", target=2.0, sense="at_least", setup=lambda: trial), **changes)


def test_a_candidate_four_times_faster_shows_a_ratio_near_four():
    outcome = run(measure(Trial(lambda: spin(0.002), lambda: spin(0.008), same=int.__eq__)))

    assert 2 < outcome.as_json()["ratio"]["median"] < 6
    assert outcome.exact
    assert len(outcome.ratios) == 7


def test_a_cost_is_the_candidate_over_the_baseline():
    outcome = run(measure(Trial(lambda: spin(0.008), lambda: spin(0.002), same=int.__eq__), sense="at_most"))

    assert outcome.as_json()["ratio"]["median"] > 2


def test_what_both_sides_answer_can_be_what_is_compared():
    outcome = run(measure(Trial(lambda: 90, lambda: 300, same=lambda ours, theirs: True), clock="result"))

    assert outcome.as_json()["ratio"]["median"] == pytest.approx(300 / 90, abs=0.001)


def test_one_different_result_among_all_rounds_is_seen():
    answers = iter([1, 1, 1, 2, *[1] * 10])
    outcome = run(measure(Trial(lambda: next(answers), lambda: 1, same=int.__eq__)))

    assert not outcome.exact
    assert outcome.verdict == "short"


def test_a_trial_is_closed_even_when_it_breaks():
    closed = []

    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(measure(Trial(broken, broken, same=object.__eq__, close=lambda: closed.append(True))))
    assert closed == [True]


def test_both_sides_are_interleaved_and_each_starts_half_of_the_rounds():
    order = []
    trial = Trial(lambda: order.append("c"), lambda: order.append("b"), same=lambda ours, theirs: True)
    run(measure(trial, rounds=8))

    pairs = ["".join(order[i : i + 2]) for i in range(2, len(order), 2)]
    assert pairs == ["cb", "bc"] * 4


def test_a_round_of_several_calls_keeps_the_asked_quantile():
    durations = iter([0.0, *[0.001] * 19, 0.05] * 7)
    trial = Trial(lambda: spin(next(durations, 0.001)), lambda: spin(0.001), same=int.__eq__)
    slow = run(measure(trial, calls=20, quantile=0.99, sense="at_most", rounds=1))

    assert slow.ratios[0] > 5


@given(ratios=st.lists(positive, min_size=7, max_size=7), target=positive, baseline=positive)
def test_a_steady_exact_measure_is_ok_or_short_by_its_median(ratios, target, baseline):
    outcome = Outcome("exemple", target, "at_least", tuple(ratios), (baseline,) * 7, exact=True)

    assert outcome.verdict == ("ok" if sorted(ratios)[3] >= target else "short")
    assert replace(outcome, sense="at_most").verdict == ("ok" if sorted(ratios)[3] <= target else "short")


@given(baseline=positive, factor=st.floats(min_value=1.51, max_value=100))
def test_an_unsteady_baseline_gives_no_verdict(baseline, factor):
    outcome = Outcome("exemple", 1.0, "at_least", (5.0,) * 7, (baseline,) * 6 + (baseline * factor,), exact=True)

    assert outcome.verdict == "no verdict"


def test_fewer_than_seven_rounds_give_no_verdict():
    assert Outcome("exemple", 1.0, "at_least", (5.0,) * 6, (1.0,) * 6, exact=True).verdict == "no verdict"

"""A PASS IAE to the day, as the national platform counts it."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quartiers.iae.rules import (
    PassState,
    ProlongationReason,
    check_periods,
    may_be_prolonged,
    pass_end,
    pass_status,
    prolongation_limit,
    suspension_limit,
    waiting_period_blocks,
    waiting_period_end,
)
from quartiers.kernel.errors import RuleBroken

START = date(2025, 1, 1)
END = date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2100, 1, 1))
lengths = st.integers(0, 400)
REASONS = [reason.value for reason in ProlongationReason]


@st.composite
def suspended(draw):
    """Suspensions that follow each other."""
    start, found = draw(days), []
    last = start
    for gap, length in draw(st.lists(st.tuples(st.integers(1, 300), lengths), max_size=4)):
        first = last + timedelta(days=gap)
        last = first + timedelta(days=length)
        found.append((first, last))
    return start, found


@pytest.mark.parametrize(
    ("start_on", "end_on"),
    [(START, END), (date(2024, 2, 29), date(2026, 2, 27)), (date(2023, 3, 1), date(2025, 2, 27))],
)
def test_a_pass_lasts_730_days_both_bounds_included(start_on, end_on):
    assert pass_end(start_on) == end_on
    assert (end_on - start_on).days + 1 == 730


@pytest.mark.parametrize(
    ("start_on", "limit"),
    [
        (date(2025, 1, 1), date(2027, 12, 31)),
        (date(2024, 2, 29), date(2027, 2, 27)),
        (date(2025, 3, 31), date(2028, 3, 30)),
    ],
)
def test_a_suspension_may_last_36_months_less_a_day(start_on, limit):
    assert suspension_limit(start_on) == limit


@given(suspended(), days)
def test_a_suspension_moves_the_end_by_its_last_day_minus_its_first(case, on):
    start, suspensions = case
    moved = sum((last - first).days for first, last in suspensions)

    assert pass_status(start, suspensions, [], on=on).end_on == pass_end(start) + timedelta(days=moved)


@given(suspended(), days)
def test_remaining_days_never_grow_with_time_and_stay_within_the_pass(case, on):
    start, suspensions = case
    today, tomorrow = (pass_status(start, suspensions, [], on=day) for day in (on, on + ONE_DAY))

    assert 0 <= tomorrow.remaining_days <= today.remaining_days <= 730
    assert (today.state is PassState.EXPIRED) is (on > today.end_on)


@given(days, st.integers(0, 729))
def test_a_suspension_of_one_day_moves_nothing_and_takes_one_day(start, later):
    on = start + timedelta(days=later)
    plain, paused = pass_status(start, [], [], on=on), pass_status(start, [(on, on)], [], on=on)

    assert paused.end_on == plain.end_on
    assert paused.remaining_days == plain.remaining_days - 1


@pytest.mark.parametrize(
    ("on", "remaining", "state"),
    [
        (START - ONE_DAY, 730, "future"),
        (START, 730, "valid"),
        (START + ONE_DAY, 729, "valid"),
        (END, 1, "valid"),
        (END + ONE_DAY, 0, "expired"),
    ],
)
def test_a_plain_pass_from_one_end_to_the_other(on, remaining, state):
    status = pass_status(START, [], [], on=on)

    assert (status.remaining_days, status.state) == (remaining, state)
    assert status.end_on == END
    assert status.waiting_period_end == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("on", "remaining", "state"),
    [
        (date(2025, 5, 31), 759 - 150 - 30, "valid"),
        (date(2025, 6, 1), 759 - 151 - 30, "suspended"),
        (date(2025, 6, 30), 759 - 180 - 1, "suspended"),
        (date(2025, 7, 1), 759 - 181, "valid"),
        (date(2027, 1, 29), 1, "valid"),
        (date(2027, 1, 30), 0, "expired"),
    ],
)
def test_a_pass_suspended_for_the_month_of_june(on, remaining, state):
    status = pass_status(START, [(date(2025, 6, 1), date(2025, 6, 30))], [], on=on)

    assert (status.remaining_days, status.state) == (remaining, state)
    assert status.end_on == date(2027, 1, 29)


def test_a_future_suspension_is_already_taken_away():
    status = pass_status(START, [(date(2026, 1, 1), date(2026, 1, 10))], [], on=START)

    assert status.remaining_days == 730 + 9 - 10


def test_what_remains_is_never_negative():
    status = pass_status(START, [(END, END + timedelta(days=100))], [], on=END)

    assert status.remaining_days == 0


def test_a_prolongation_moves_the_end_by_its_length():
    status = pass_status(START, [], [("SENIOR", END, date(2027, 12, 31))], on=END)

    assert status.end_on == date(2027, 12, 31)
    assert status.remaining_days == 366
    assert status.waiting_period_end == date(2029, 12, 31)


@given(days, st.sampled_from(REASONS), lengths, days)
def test_a_prolongation_never_shortens_a_pass(start, reason, length, on):
    end = pass_end(start)
    plain, longer = (
        pass_status(start, [], prolongations, on=on)
        for prolongations in ([], [(reason, end, end + timedelta(days=length))])
    )

    assert longer.end_on - plain.end_on == timedelta(days=length)
    assert longer.remaining_days >= plain.remaining_days


@pytest.mark.parametrize(
    ("suspensions", "prolongations", "said"),
    [
        ([(END, START)], [], "finit avant"),
        ([], [("SENIOR", END, START)], "finit avant"),
        ([], [("FATIGUE", START, END)], "Le motif.*n’existe pas"),
    ],
)
def test_periods_that_cannot_be_are_refused(suspensions, prolongations, said):
    with pytest.raises(RuleBroken, match=said):
        pass_status(START, suspensions, prolongations, on=START)


@pytest.mark.parametrize(
    ("reason", "used", "allowed"),
    [
        ("SENIOR_CDI", 0, 3650), ("SENIOR_CDI", 5000, 3650), ("COMPLETE_TRAINING", 0, 365),
        ("COMPLETE_TRAINING", 5000, 365), ("RQTH", 0, 365), ("RQTH", 730, 365), ("RQTH", 731, 364),
        ("RQTH", 1094, 1), ("SENIOR", 1460, 365), ("SENIOR", 1461, 364), ("SENIOR", 1824, 1),
        ("PARTICULAR_DIFFICULTIES", 730, 365), ("PARTICULAR_DIFFICULTIES", 1000, 95), ("HEALTH_CONTEXT", 0, 365),
        ("HEALTH_CONTEXT", 100, 265),
    ],
)  # fmt: skip
def test_one_request_goes_as_far_as_its_maximum_and_what_is_left_of_its_cap(reason, used, allowed):
    previous = [("COMPLETE_TRAINING", END - timedelta(days=used), END)]

    assert prolongation_limit(reason, end_on=END, previous=previous) == END + timedelta(days=allowed)


@pytest.mark.parametrize(
    ("reason", "cap"), [("RQTH", 1095), ("SENIOR", 1825), ("PARTICULAR_DIFFICULTIES", 1095), ("HEALTH_CONTEXT", 365)]
)
@pytest.mark.parametrize("beyond", [0, 1, 500])
def test_nothing_may_be_asked_once_the_cap_is_reached(reason, cap, beyond):
    previous = [("SENIOR_CDI", END - timedelta(days=cap + beyond), END)]

    with pytest.raises(RuleBroken, match="Aucune prolongation n’est plus possible"):
        prolongation_limit(reason, end_on=END, previous=previous)


@pytest.mark.parametrize("reason", REASONS)
def test_a_previous_prolongation_that_cannot_be_is_refused_with_or_without_a_cap(reason):
    with pytest.raises(RuleBroken, match="finit avant"):
        prolongation_limit(reason, end_on=END, previous=[("SENIOR", END, START)])


@given(suspended(), days, st.randoms())
def test_the_order_of_suspensions_does_not_count(case, on, chance):
    start, suspensions = case
    mixed = list(suspensions)
    chance.shuffle(mixed)

    assert pass_status(start, mixed, [], on=on) == pass_status(start, suspensions, [], on=on)


def test_a_pass_at_the_end_of_the_calendar_is_refused_with_a_sentence():
    for ask in (pass_end, suspension_limit):
        with pytest.raises(RuleBroken, match="sort du calendrier"):
            ask(date.max)
    with pytest.raises(RuleBroken, match="sort du calendrier"):
        pass_status(date(9998, 1, 1), [], [], on=START)
    with pytest.raises(RuleBroken, match="sort du calendrier"):
        may_be_prolonged(date.min, on=START, suspended=False)


@given(st.sampled_from(REASONS), st.lists(st.tuples(st.sampled_from(REASONS), lengths), max_size=4), days)
def test_the_limit_counts_all_previous_prolongations_and_never_passes_the_cap(reason, done, end_on):
    previous = [(why, end_on - timedelta(days=length), end_on) for why, length in done]
    used, cap = sum(length for _, length in done), ProlongationReason(reason).cap
    assume(cap is None or used < cap.on(end_on))
    asked = (prolongation_limit(reason, end_on=end_on, previous=previous) - end_on).days

    assert 0 < asked <= ProlongationReason(reason).per_request.on(end_on)
    assert cap is None or used + asked <= cap.on(end_on)


@pytest.mark.parametrize(
    ("on", "opened"),
    [
        (date(2025, 12, 30), False), (date(2025, 12, 31), True), (END, True),
        (date(2027, 6, 30), True), (date(2027, 7, 1), False),
    ],
)  # fmt: skip
def test_a_prolongation_is_open_from_twelve_months_before_to_six_months_after(on, opened):
    assert may_be_prolonged(END, on=on, suspended=False) is opened
    assert may_be_prolonged(END, on=on, suspended=True) is False


@given(days, days, days)
def test_the_window_of_prolongation_has_no_hole(end_on, one, other):
    early, late = sorted([one, other])
    middle = early + (late - early) / 2
    both = all(may_be_prolonged(end_on, on=day, suspended=False) for day in (early, late))

    assert not both or may_be_prolonged(end_on, on=middle, suspended=False)


@pytest.mark.parametrize(
    ("on", "blocked"),
    [(END, False), (END + ONE_DAY, True), (date(2028, 12, 31), True), (date(2029, 1, 1), False)],
)
def test_the_waiting_period_blocks_from_the_day_after_to_its_last_day(on, blocked):
    assert waiting_period_end(END) == date(2028, 12, 31)
    found = waiting_period_blocks(END, on=on, employer_kind="ACI", sender="employer", diagnosis_by=None)
    assert found is blocked


def test_two_years_after_a_29_february_is_a_28():
    assert waiting_period_end(date(2024, 2, 29)) == date(2026, 2, 28)


WITHIN = END + timedelta(days=100)


@pytest.mark.parametrize("kind", ["ACI", "AI", "EI", "ETTI", "EITI"])
@pytest.mark.parametrize(
    ("sender", "diagnosis_by", "blocked"),
    [
        ("job_seeker", None, True), ("job_seeker", "employer", True), ("job_seeker", "prescriber", False),
        ("employer", None, True), ("employer", "employer", True), ("employer", "prescriber", False),
        ("prescriber", None, True), ("prescriber", "employer", True), ("prescriber", "prescriber", False),
        ("authorized_prescriber", None, False), ("authorized_prescriber", "employer", False),
        ("authorized_prescriber", "prescriber", False),
    ],
)  # fmt: skip
def test_only_an_authorised_prescriber_lifts_the_waiting_period(kind, sender, diagnosis_by, blocked):
    found = waiting_period_blocks(END, on=WITHIN, employer_kind=kind, sender=sender, diagnosis_by=diagnosis_by)

    assert found is blocked


@given(days, days, st.sampled_from(["GEIQ", "OPCS"]), st.sampled_from(["job_seeker", "employer", "prescriber"]))
def test_the_waiting_period_never_concerns_others_than_siae(end_on, on, kind, sender):
    assert not waiting_period_blocks(end_on, on=on, employer_kind=kind, sender=sender, diagnosis_by=None)


@pytest.mark.parametrize(
    ("kind", "sender", "by"), [("XX", "employer", None), ("ACI", "voisin", None), ("ACI", "employer", "voisin")]
)
def test_unknown_words_are_refused(kind, sender, by):
    with pytest.raises(RuleBroken, match="n’existe pas"):
        waiting_period_blocks(END, on=WITHIN, employer_kind=kind, sender=sender, diagnosis_by=by)


JUNE = (date(2025, 6, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("suspensions", "prolongations", "said"),
    [
        ([(START - ONE_DAY, START)], [], "hors du PASS IAE"),
        ([(END + ONE_DAY, END + ONE_DAY)], [], "hors du PASS IAE"),
        ([(START, date(2028, 1, 1))], [], "trop longue"),
        ([JUNE, (date(2025, 6, 30), date(2025, 7, 3))], [], "en commun"),
        ([(date(2025, 6, 30), date(2025, 6, 1))], [], "finit avant"),
        ([], [("SENIOR", END, END + timedelta(days=366))], "trop longue pour son motif"),
        ([], [("SENIOR", START - ONE_DAY, START)], "avant le PASS IAE"),
        (
            [],
            [("SENIOR", END, date(2027, 6, 1)), ("RQTH", date(2027, 5, 31), date(2027, 7, 1))],
            "se chevauchent",
        ),
    ],
)
def test_periods_that_the_platform_would_not_record_are_refused(suspensions, prolongations, said):
    with pytest.raises(RuleBroken, match=said):
        check_periods(START, suspensions, prolongations)


@pytest.mark.parametrize(
    ("suspensions", "prolongations"),
    [
        ([(START, START), (END, END)], []),
        ([(START, date(2027, 12, 31))], []),
        ([(date(2026, 12, 1), date(2027, 3, 1)), (date(2027, 3, 2), date(2027, 4, 1))], []),
        ([(date(2027, 2, 1), date(2027, 2, 5))], [("SENIOR", END, date(2027, 12, 31))]),
        ([], [("SENIOR", END, date(2027, 12, 31)), ("RQTH", date(2027, 12, 31), date(2028, 12, 30))]),
    ],
)
def test_periods_that_the_platform_records_pass(suspensions, prolongations):
    assert check_periods(START, suspensions, prolongations) is None

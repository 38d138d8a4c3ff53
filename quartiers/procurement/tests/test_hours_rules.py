"""The six formulas: worked cases of the field, ranges, and the laws they obey."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.rules import (
    TRAINING_HOURS,
    full_time,
    hours_after_transfer,
    hours_by_bracket,
    hours_from_amount,
    hours_from_steps,
    hours_from_worked,
    hours_of_value,
    share_of,
    total_hours,
    value_entrusted,
)

#: The worked case: amount, share of labour, hourly cost, all the hours, hours due at 5 %.
SEVEN_LOTS = [
    (260_000, "0.55", 28, "5107.14", 255),
    (640_000, "0.45", 30, "9600.00", 480),
    (520_000, "0.40", 30, "6933.33", 347),
    (330_000, "0.25", 31, "2661.29", 133),
    (290_000, "0.35", 32, "3171.88", 159),
    (210_000, "0.70", 28, "5250.00", 263),
    (150_000, "0.50", 28, "2678.57", 134),
]
BRACKETS = TRAINING_HOURS.entries[0].value
amounts = st.decimals(0, 10**9, places=2)
hours = st.decimals(0, 10**7, places=2)
shares = st.decimals(0, 1, places=4)
costs = st.decimals("0.01", 500, places=2)
FIVE = Decimal("0.05")


def by_amount(amount=1_000, labour_share=Decimal("0.5"), hourly_cost=30, rate=FIVE):
    return hours_from_amount(amount, labour_share=labour_share, hourly_cost=hourly_cost, rate=rate)


@pytest.mark.parametrize(("amount", "labour", "cost", "everything", "due"), SEVEN_LOTS)
def test_each_lot_of_the_worked_case_has_its_hours(amount, labour, cost, everything, due):
    assert total_hours(amount, labour_share=Decimal(labour), hourly_cost=cost) == Decimal(everything)
    assert by_amount(amount, Decimal(labour), cost) == due


def test_the_worked_case_is_rounded_lot_by_lot():
    assert sum(by_amount(amount, Decimal(labour), cost) for amount, labour, cost, _, _ in SEVEN_LOTS) == 1771
    everything = sum(
        total_hours(amount, labour_share=Decimal(labour), hourly_cost=cost)
        for amount, labour, cost, _, _ in SEVEN_LOTS
    )
    assert everything == Decimal("35402.21")
    assert hours_from_worked(everything, rate=FIVE) == 1770


def test_the_published_examples_hold():
    assert by_amount(1_000_000) == 833
    assert by_amount(1_500_000, Decimal("0.7"), 30, Decimal("0.1")) == 3500
    assert total_hours(1_500_000, labour_share=Decimal("0.7"), hourly_cost=30) == 35_000


def test_half_an_hour_is_rounded_up_and_only_once():
    assert by_amount(600, 1, 30, Decimal("0.025")) == 1
    assert by_amount(599, 1, 30, Decimal("0.025")) == 0
    assert by_amount(1_500, 1, 30, Decimal("0.05")) == 3
    assert hours_after_transfer(50, 0, rate=FIVE) == 3
    assert hours_after_transfer(30, 0, rate=FIVE) == 2


def test_a_third_is_not_rounded_on_the_way():
    assert by_amount(3, 1, 3, 1) == 1
    assert by_amount(10, Decimal(1), 3, Decimal("0.15")) == 1
    assert by_amount(Decimal("0.9"), 1, Decimal("0.3"), Decimal("0.5")) == 2


def test_a_float_counts_as_it_is_written():
    assert by_amount(1_000_000, 0.5, 30, 0.05) == 833
    assert hours_after_transfer(30.0, 0, rate=0.05) == 2


@given(amounts, shares, costs, shares)
def test_hours_by_amount_are_within_half_an_hour_of_the_exact_value(amount, labour, cost, rate):
    exact = Fraction(amount) * Fraction(labour) * Fraction(rate) / Fraction(cost)

    assert -Fraction(1, 2) < by_amount(amount, labour, cost, rate) - exact <= Fraction(1, 2)


@given(amounts, amounts, shares, costs, shares)
def test_more_euros_never_give_fewer_hours(amount, more, labour, cost, rate):
    assert by_amount(amount, labour, cost, rate) <= by_amount(amount + more, labour, cost, rate)


@given(amounts, shares, costs, costs, shares)
def test_a_dearer_hour_never_gives_more_hours(amount, labour, cost, more, rate):
    assert by_amount(amount, labour, cost + more, rate) <= by_amount(amount, labour, cost, rate)


@given(st.lists(amounts, min_size=2, max_size=8), shares, costs, shares)
def test_lots_rounded_one_by_one_stay_within_half_an_hour_each_of_the_whole(parts, labour, cost, rate):
    apart = sum(by_amount(part, labour, cost, rate) for part in parts)

    assert abs(apart - by_amount(sum(parts), labour, cost, rate)) <= Fraction(len(parts) + 1, 2)


@pytest.mark.parametrize(
    ("invoiced", "due"),
    [
        (0, 0), (2_699_999, 0), (2_700_000, 0), (2_701_999, 0), (2_702_000, 1), (2_703_999, 1), (2_704_000, 2),
        (Decimal("2703999.99"), 1), (4_700_000, 1000),
    ],
)  # fmt: skip
def test_only_whole_steps_above_the_trigger_count(invoiced, due):
    assert hours_from_steps(invoiced, trigger=2_700_000, step=2_000) == due


@given(amounts, amounts, costs)
def test_steps_are_whole_and_never_overtake_the_invoice(invoiced, trigger, step):
    due = hours_from_steps(invoiced, trigger=trigger, step=step)

    assert due >= 0
    above = max(Fraction(0), Fraction(invoiced) - Fraction(trigger))
    assert due * Fraction(step) <= above < (due + 1) * Fraction(step)


@given(amounts, amounts, amounts, costs)
def test_an_invoice_more_never_lowers_the_steps(invoiced, more, trigger, step):
    assert hours_from_steps(invoiced, trigger=trigger, step=step) <= hours_from_steps(
        invoiced + more, trigger=trigger, step=step
    )


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        (0, 150), (Decimal("99999.99"), 150), (100_000, 300), (199_999, 300), (200_000, 450), (399_999, 450),
        (400_000, 900), (10**9, 900),
    ],
)  # fmt: skip
def test_each_bracket_of_training_begins_at_its_amount(amount, due):
    assert hours_by_bracket(amount, brackets=BRACKETS) == due


def test_staff_taken_over_is_set_aside_before_the_rate():
    assert hours_after_transfer(10_000, 7_500, rate=Decimal("0.1")) == 250
    assert hours_after_transfer(10_000, 10_000, rate=1) == 0
    assert hours_after_transfer(10_000, 0, rate=0) == 0


@given(hours, hours, shares)
def test_taking_over_more_staff_never_gives_more_hours(total, transferred, rate):
    whole = total + transferred

    after = hours_after_transfer(whole, transferred, rate=rate)
    assert 0 <= after <= hours_after_transfer(whole, 0, rate=rate)
    assert after == hours_from_worked(total, rate=rate)


def test_euros_entrusted_are_told_in_euros_and_in_hours():
    assert value_entrusted(150_000, share=Decimal("0.15")) == Decimal("22500.00")
    assert value_entrusted(Decimal("0.01"), share=Decimal("0.5")) == Decimal("0.01")
    assert hours_of_value(150_000, share=Decimal("0.15"), labour_share=Decimal("0.5"), hourly_cost=28) == 402


@given(amounts, shares, shares, costs)
def test_euros_entrusted_give_the_hours_of_the_same_rate(amount, share, labour, cost):
    assert hours_of_value(amount, share=share, labour_share=labour, hourly_cost=cost) == by_amount(
        amount, labour, cost, share
    )
    assert value_entrusted(amount, share=share) <= amount


def test_a_share_and_a_full_time_are_told_with_their_rounding():
    assert share_of(1230, Decimal("35402.21")) == Decimal("0.0347")
    assert share_of(0, 0) is None
    assert full_time(1_771, hours_a_year=1_600) == Decimal("1.1")
    assert full_time(80, hours_a_year=1_600) == Decimal("0.1")


TOO_MUCH = Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("1e999999"), 10**61, Decimal("1e-999999")
SLIPS = ["1000", None, True, -1, Decimal("-0.01"), float("nan"), *TOO_MUCH]


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_no_amount_is_refused_by_each_formula(slip):
    for formula in (
        lambda: by_amount(slip),
        lambda: total_hours(slip, labour_share=1, hourly_cost=1),
        lambda: hours_from_worked(slip, rate=1),
        lambda: hours_from_steps(slip, trigger=0, step=1),
        lambda: hours_from_steps(1, trigger=slip, step=1),
        lambda: hours_by_bracket(slip, brackets=BRACKETS),
        lambda: hours_after_transfer(slip, 0, rate=1),
        lambda: hours_after_transfer(1, slip, rate=1),
        lambda: value_entrusted(slip, share=1),
        lambda: hours_of_value(slip, share=1, labour_share=1, hourly_cost=1),
        lambda: share_of(slip, 1),
        lambda: full_time(slip, hours_a_year=1),
    ):
        with pytest.raises(RuleBroken, match=r"sous zéro|n’est pas un nombre|hors de portée"):
            formula()


@pytest.mark.parametrize("slip", [*SLIPS, Decimal("1.0001"), 2])
def test_what_is_no_share_is_refused(slip):
    for formula in (
        lambda: by_amount(labour_share=slip),
        lambda: by_amount(rate=slip),
        lambda: hours_from_worked(1, rate=slip),
        lambda: hours_after_transfer(1, 0, rate=slip),
        lambda: value_entrusted(1, share=slip),
    ):
        with pytest.raises(RuleBroken, match=r"va de 0|n’est pas un nombre|hors de portée"):
            formula()


@pytest.mark.parametrize("slip", [*SLIPS, 0, Decimal(0)])
def test_an_hourly_cost_a_step_or_a_full_time_of_nothing_is_refused(slip):
    for formula in (
        lambda: by_amount(hourly_cost=slip),
        lambda: hours_from_steps(1, trigger=0, step=slip),
        lambda: full_time(1, hours_a_year=slip),
    ):
        with pytest.raises(RuleBroken, match=r"au-dessus de zéro|n’est pas un nombre|hors de portée"):
            formula()


def test_more_hours_taken_over_than_there_are_is_refused():
    with pytest.raises(RuleBroken, match="plus d’heures que le marché"):
        hours_after_transfer(100, Decimal("100.01"), rate=FIVE)

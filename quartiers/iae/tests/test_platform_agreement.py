"""The pure rules against the exact readings of the national platform, each sentence once, to the day.

What scripts of partners call blindly: names, order and kinds of the parameters, plain strings in and out.
"""

import inspect
from calendar import monthrange
from collections import namedtuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae import rules
from quartiers.iae.rules import (
    CRITERIA,
    EmployerKind,
    ProlongationReason,
    check_periods,
    diagnosis_expires_on,
    eligible,
    explain_eligibility,
    geiq_amount,
    geiq_diagnosis_expires_on,
    may_be_prolonged,
    next_state,
    pass_end,
    pass_status,
    prolongation_limit,
    prolongation_start,
    suspension_limit,
    waiting_period_blocks,
)
from quartiers.kernel.errors import RuleBroken

DAY = date(2026, 11, 23)
START, END = date(2025, 1, 1), date(2026, 12, 31)
ONE_DAY = timedelta(days=1)
FORMER = ["EA", "EATT"]
NOT_SIAE = ["GEIQ", "OPCS", *FORMER]
SENDERS = ["job_seeker", "employer", "prescriber", "authorized_prescriber"]
days = st.dates(date(2015, 1, 1), date(2100, 1, 1))
periods = st.lists(st.tuples(st.integers(-200, 900), st.integers(0, 200)), max_size=3)


@pytest.mark.parametrize(
    ("name", "positional", "keyword"),
    [
        ("eligible", "author employer_kind criteria", "on"),
        ("explain_eligibility", "author employer_kind criteria", "on"),
        ("diagnosis_expires_on", "author made_on", ""),
        ("geiq_amount", "criteria", "authorised_prescriber"),
        ("pass_end", "start_on", ""),
        ("suspension_limit", "start_on", ""),
        ("pass_status", "start_on suspensions prolongations", "on"),
        ("prolongation_limit", "reason", "end_on previous"),
        ("may_be_prolonged", "end_on", "on suspended"),
        ("waiting_period_blocks", "pass_end_on", "on employer_kind sender diagnosis_by"),
        ("next_state", "state verb", ""),
    ],
)
def test_each_rule_is_called_as_it_is_published(name, positional, keyword):
    parameters = inspect.signature(getattr(rules, name)).parameters.values()
    required = [one for one in parameters if one.default is one.empty]

    assert [one.name for one in required if one.kind is one.POSITIONAL_OR_KEYWORD] == positional.split()
    assert [one.name for one in required if one.kind is one.KEYWORD_ONLY] == keyword.split()
    assert name in rules.__all__


def test_a_pass_status_is_read_in_the_published_order():
    status = pass_status(START, (), (), on=START)

    assert rules.PassStatus(END, 730, "valid", date(2028, 12, 31)) == status
    assert isinstance(status.state, str)


def test_answers_are_plain_values():
    asked = {"employer_kind": "ACI", "sender": "employer", "diagnosis_by": None}

    assert type(eligible("employer", "ACI", ["RSA"], on=DAY)) is bool
    assert type(geiq_amount([], authorised_prescriber=True)) is int
    assert type(next_state("new", "accept")) is str
    assert type(may_be_prolonged(END, on=END, suspended=False)) is bool
    assert type(waiting_period_blocks(END, on=END, **asked)) is bool


@pytest.mark.parametrize("author", ["employer", "prescriber"])
@pytest.mark.parametrize("made_on", [date(2026, 1, 31), date(2026, 6, 30), date(2024, 2, 29)])
def test_a_diagnosis_no_longer_counts_on_the_day_of_its_expiry_date(author, made_on):
    expected = {
        ("employer", date(2026, 1, 31)): date(2026, 5, 3),
        ("employer", date(2026, 6, 30)): date(2026, 9, 30),
        ("employer", date(2024, 2, 29)): date(2024, 5, 31),
        ("prescriber", date(2026, 1, 31)): date(2026, 7, 31),
        ("prescriber", date(2026, 6, 30)): date(2026, 12, 30),
        ("prescriber", date(2024, 2, 29)): date(2024, 8, 29),
    }
    assert diagnosis_expires_on(author, made_on) == expected[author, made_on]


@pytest.mark.parametrize("pair", [["SENIOR", "JEUNE"], ["DELD", "DETLD"]])
@pytest.mark.parametrize("author", ["employer", "prescriber"])
@pytest.mark.parametrize("kind", ["ACI", "AI", "EI", "ETTI", "EITI"])
def test_an_incompatible_pair_is_a_no_before_any_count_and_never_an_error(author, kind, pair):
    assert eligible(author, kind, [*pair, "RSA", "AAH", "QPV", "ASE", "PI"], on=DAY) is False


@pytest.mark.parametrize("author", ["employer", "prescriber"])
@pytest.mark.parametrize("kind", NOT_SIAE)
def test_an_employer_that_is_not_a_siae_breaks_the_rule_whatever_the_criteria(author, kind):
    for criteria in ([], ["RSA"], ["SENIOR", "JEUNE"]):
        with pytest.raises(RuleBroken, match="n’est pas une structure d’insertion"):
            eligible(author, kind, criteria, on=DAY)
        with pytest.raises(RuleBroken, match="n’est pas une structure d’insertion"):
            explain_eligibility(author, kind, criteria, on=DAY)


@pytest.mark.parametrize("author", ["employer", "prescriber"])
@pytest.mark.parametrize("criteria", [["INCONNU"], ["RSA", "INCONNU"], ["SENIOR", "JEUNE", "INCONNU"], ["rsa"], [""]])
def test_an_unknown_criterion_breaks_the_rule_for_everyone(author, criteria):
    with pytest.raises(RuleBroken, match="Le critère"):
        eligible(author, "ACI", criteria, on=DAY)


def test_each_criterion_is_explained_with_its_level_its_paper_and_its_freshness():
    found = explain_eligibility("employer", "AI", ["QPV", "PSH_PR"], on=DAY)

    assert [(one.code, one.level, one.proof_age.on(DAY)) for one in found.counted] == [
        ("PSH_PR", 2, 3), ("QPV", 2, 6),
    ]  # fmt: skip
    assert all(one.proof and one.told(DAY).freshness for one in CRITERIA.values())


@given(days)
def test_a_pass_of_730_days_ends_729_days_after_its_start(start_on):
    assert pass_end(start_on) - start_on == timedelta(days=729)


@given(days, days)
def test_a_later_start_never_ends_sooner(one, other):
    early, late = sorted([one, other])

    assert pass_end(early) <= pass_end(late)
    assert suspension_limit(early) <= suspension_limit(late)


@given(days)
def test_a_suspension_may_last_until_the_day_before_the_same_day_three_years_later(start_on):
    after = suspension_limit(start_on) + ONE_DAY

    assert (after.year, after.month) == (start_on.year + 3, start_on.month)
    assert after.day == min(start_on.day, monthrange(after.year, after.month)[1])


def _days(first, last):
    return {first + timedelta(days=number) for number in range((last - first).days + 1)}


@given(days, periods, periods, st.integers(-400, 1500))
def test_a_status_is_what_one_counts_on_a_calendar(start_on, paused, longer, later):
    on = start_on + timedelta(days=later)
    suspensions = [(start_on + timedelta(days=at), start_on + timedelta(days=at + length)) for at, length in paused]
    end_on, prolongations = pass_end(start_on), []
    for _, length in longer:
        prolongations.append(("COMPLETE_TRAINING", end_on, end_on + timedelta(days=length)))
        end_on += timedelta(days=length)
    for first, last in suspensions:
        end_on += last - first
    still = [sum(day >= on for day in _days(first, last)) for first, last in suspensions]
    state = "valid"
    if any(first <= on <= last for first, last in suspensions):
        state = "suspended"
    if on < start_on:
        state = "future"
    if on > end_on:
        state = "expired"

    status = pass_status(start_on, suspensions, prolongations, on=on)

    assert status.end_on == end_on
    assert status.remaining_days == max(0, sum(day >= on for day in _days(start_on, end_on)) - sum(still))
    assert status.state == state


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (START - ONE_DAY, "future"),
        (START, "suspended"),
        (START + 9 * ONE_DAY, "suspended"),
        (START + 10 * ONE_DAY, "valid"),
        (END + 9 * ONE_DAY, "valid"),
        (END + 10 * ONE_DAY, "expired"),
    ],
)
def test_the_state_says_expired_then_future_then_suspended_with_both_bounds_then_valid(on, state):
    assert pass_status(START, [(START, START + 9 * ONE_DAY)], [], on=on).state == state


def test_a_pass_whose_suspension_is_over_before_its_start_is_future_and_one_past_its_end_is_expired():
    before, after = START - 20 * ONE_DAY, END + 20 * ONE_DAY

    assert pass_status(START, [(before, before)], [], on=before).state == "future"
    assert pass_status(START, [(after, after)], [], on=after).state == "expired"


@pytest.mark.parametrize("on", [START - 900 * ONE_DAY, START, END, END + 5000 * ONE_DAY])
def test_the_end_of_the_waiting_period_is_always_two_calendar_years_after_the_final_end(on):
    plain = pass_status(START, [], [], on=on)
    moved = pass_status(START, [(date(2025, 6, 1), date(2025, 7, 30))], [], on=on)

    assert plain.waiting_period_end == date(2028, 12, 31)
    assert (moved.end_on, moved.waiting_period_end) == (date(2027, 2, 28), date(2029, 2, 28))


def test_a_final_end_on_a_29_february_blocks_until_the_28():
    end_on = date(2028, 2, 29)
    asked = {"employer_kind": "ACI", "sender": "employer", "diagnosis_by": "employer"}

    assert waiting_period_blocks(end_on, on=date(2030, 2, 28), **asked)
    assert not waiting_period_blocks(end_on, on=date(2030, 3, 1), **asked)


@pytest.mark.parametrize("reason", list(ProlongationReason))
def test_a_limit_is_computed_for_each_reason_the_closed_one_included(reason):
    longest = {"SENIOR_CDI": 3650}.get(reason, 365)

    assert prolongation_limit(reason.value, end_on=END, previous=[]) == END + timedelta(days=longest)
    assert reason.is_open is (reason != "HEALTH_CONTEXT")


def test_previous_lengths_count_whatever_their_reason_and_nothing_left_breaks_the_rule():
    previous = [("COMPLETE_TRAINING", END, END + 300 * ONE_DAY), ("SENIOR_CDI", END, END + 700 * ONE_DAY)]

    assert prolongation_limit("RQTH", end_on=END, previous=previous) == END + 95 * ONE_DAY
    assert prolongation_limit("SENIOR", end_on=END, previous=previous) == END + 365 * ONE_DAY
    assert prolongation_limit("COMPLETE_TRAINING", end_on=END, previous=previous) == END + 365 * ONE_DAY
    for length in (95, 96, 2000):
        with pytest.raises(RuleBroken, match="Aucune prolongation n’est plus possible"):
            prolongation_limit("RQTH", end_on=END, previous=[*previous, ("SENIOR", END, END + length * ONE_DAY)])


@pytest.mark.parametrize("reason", ["", "rqth", "FATIGUE"])
def test_an_unknown_reason_of_prolongation_breaks_the_rule(reason):
    with pytest.raises(RuleBroken, match="Le motif"):
        prolongation_limit(reason, end_on=END, previous=[])


@pytest.mark.parametrize(
    ("end_on", "first", "last"),
    [
        (date(2026, 8, 31), date(2025, 8, 31), date(2027, 2, 28)),
        (date(2024, 2, 29), date(2023, 2, 28), date(2024, 8, 29)),
        (date(2027, 8, 30), date(2026, 8, 30), date(2028, 2, 29)),
    ],
)
def test_a_prolongation_is_open_on_both_days_that_bound_its_window(end_on, first, last):
    opened = [
        may_be_prolonged(end_on, on=day, suspended=False) for day in (first - ONE_DAY, first, last, last + ONE_DAY)
    ]

    assert opened == [False, True, True, False]
    assert not may_be_prolonged(end_on, on=end_on, suspended=True)


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("kind", NOT_SIAE)
@pytest.mark.parametrize("diagnosis_by", [None, "employer", "prescriber"])
def test_the_waiting_period_concerns_siae_only_adapted_companies_of_older_files_included(kind, sender, diagnosis_by):
    assert not waiting_period_blocks(
        END, on=END + ONE_DAY, employer_kind=kind, sender=sender, diagnosis_by=diagnosis_by
    )


@given(days, st.integers(-1000, 1500), st.sampled_from(list(EmployerKind)), st.sampled_from(SENDERS))
def test_it_blocks_only_between_the_day_after_the_end_and_two_years_later(end_on, later, kind, sender):
    on = end_on + timedelta(days=later)
    blocked = waiting_period_blocks(end_on, on=on, employer_kind=kind.value, sender=sender, diagnosis_by=None)

    assert not blocked or (0 < later <= 731 and kind.is_siae and sender != "authorized_prescriber")
    assert not blocked or not waiting_period_blocks(
        end_on, on=on, employer_kind=kind.value, sender=sender, diagnosis_by="prescriber"
    )


def test_a_criterion_of_a_geiq_is_anything_with_a_kind_an_annex_and_a_level():
    criterion = namedtuple("criterion", "kind annex level")
    wanted = {
        (criterion("QUOI", "0", None),): 0,
        (criterion("QUOI", "2", "2"),): 0,
        (criterion("QUOI", "1", None),): 814,
        (criterion("QUOI", "1+2", "2"),): 814,
        (criterion("QUOI", "2", "1"),): 1400,
        (criterion("UN", "2", "2"), criterion("DEUX", "1+2", "2")): 1400,
    }
    assert {given_: geiq_amount(given_, authorised_prescriber=False) for given_ in wanted} == wanted
    assert geiq_amount((), authorised_prescriber=True) == 1400


@given(days, days)
def test_the_diagnosis_of_a_geiq_lasts_as_long_as_that_of_a_prescriber(one, other):
    early, late = sorted([one, other])

    assert geiq_diagnosis_expires_on(early) == diagnosis_expires_on("prescriber", early)
    assert geiq_diagnosis_expires_on(early) <= geiq_diagnosis_expires_on(late)


@given(days, st.lists(st.integers(1, 365), min_size=1, max_size=3))
def test_prolongations_that_follow_each_other_are_recorded_and_start_where_the_pass_ends(start_on, lengths):
    done = []
    for length in lengths:
        first = prolongation_start(start_on, [], done)
        done.append(("COMPLETE_TRAINING", first, first + timedelta(days=length)))
        check_periods(start_on, [], done)

    assert prolongation_start(start_on, [], done) == pass_status(start_on, [], done, on=start_on).end_on

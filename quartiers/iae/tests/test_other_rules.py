"""The aid to a GEIQ, and the states of an application."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.rules import (
    GEIQ_CRITERIA,
    ApplicationState,
    ApplicationVerb,
    GeiqCriterion,
    geiq_amount,
    geiq_criteria,
    geiq_diagnosis_expires_on,
    next_state,
    possible_verbs,
)
from quartiers.kernel.errors import RuleBroken

HEADING, FIRST, BOTH = ("0", None), ("1", None), ("1+2", "2")
LEVEL_1, LEVEL_2 = ("2", "1"), ("2", "2")
STATES = [state.value for state in ApplicationState]
weighed = st.lists(
    st.sampled_from([HEADING, FIRST, BOTH, LEVEL_1, LEVEL_2]).map(lambda one: GeiqCriterion("X", *one)), max_size=5
)


def worth(*given_: tuple[str, str | None], prescriber: bool = False) -> int:
    criteria = [SimpleNamespace(kind="X", annex=annex, level=level) for annex, level in given_]
    return geiq_amount(criteria, authorised_prescriber=prescriber)


@pytest.mark.parametrize(
    ("criteria", "amount"),
    [
        ([], 0), ([HEADING], 0), ([HEADING, HEADING], 0), ([LEVEL_2], 0), ([HEADING, LEVEL_2], 0),
        ([FIRST], 814), ([FIRST, FIRST], 814), ([FIRST, LEVEL_2], 814), ([BOTH], 814), ([BOTH, FIRST], 814),
        ([LEVEL_2, LEVEL_2], 1400), ([BOTH, LEVEL_2], 1400), ([BOTH, BOTH], 1400), ([LEVEL_1], 1400),
        ([LEVEL_1, FIRST], 1400),
    ],
)  # fmt: skip
def test_the_aid_follows_annexes_and_levels(criteria, amount):
    assert worth(*criteria) == amount
    assert worth(*criteria, prescriber=True) == 1400


@given(weighed, weighed)
def test_one_more_criterion_never_lowers_the_aid(criteria, more):
    less, all_of_them = (geiq_amount(some, authorised_prescriber=False) for some in (criteria, criteria + more))

    assert less <= all_of_them <= 1400


@pytest.mark.parametrize(("annex", "level"), [("3", None), ("1", "3"), (2, "2"), ("2", 1)])
def test_an_annex_or_a_level_that_does_not_exist_is_refused(annex, level):
    with pytest.raises(RuleBroken, match="L’annexe est"):
        worth((annex, level))


def test_a_neighbourhood_alone_gives_the_reduced_aid():
    assert geiq_amount(geiq_criteria(["QPV"]), authorised_prescriber=False) == 814
    assert geiq_amount(geiq_criteria(["ZRR", "QPV", "QPV"]), authorised_prescriber=False) == 1400


def test_the_criteria_of_the_geiq_are_those_of_the_platform():
    by_weight = {
        weight: sum((one.annex, one.level) == weight for one in GEIQ_CRITERIA.values())
        for weight in (HEADING, FIRST, BOTH, LEVEL_1, LEVEL_2)
    }

    assert by_weight == {HEADING: 3, FIRST: 6, BOTH: 5, LEVEL_1: 4, LEVEL_2: 10}
    assert len(GEIQ_CRITERIA) == 28


def test_an_unknown_criterion_of_the_geiq_is_refused():
    with pytest.raises(RuleBroken, match="FORTUNE"):
        geiq_criteria(["QPV", "FORTUNE"])


def test_the_diagnosis_of_a_geiq_lasts_six_months():
    assert geiq_diagnosis_expires_on(date(2026, 8, 31)) == date(2027, 2, 28)


TRANSITIONS = {
    "process": ("new pool", "processing"),
    "postpone": ("new pool processing prior_to_hire", "postponed"),
    "add_to_pool": ("new processing postponed cancelled obsolete", "pool"),
    "move_to_prior_to_hire": ("new pool processing postponed obsolete refused cancelled", "prior_to_hire"),
    "cancel_prior_to_hire": ("prior_to_hire", "processing"),
    "accept": ("new processing postponed prior_to_hire pool refused cancelled obsolete", "accepted"),
    "refuse": ("new pool processing prior_to_hire postponed", "refused"),
    "cancel": ("accepted", "cancelled"),
    "render_obsolete": ("new processing postponed", "obsolete"),
    "reset": ("obsolete", "new"),
    "transfer": ("new processing postponed prior_to_hire pool refused cancelled obsolete", "new"),
    "external_transfer": ("refused", "refused"),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", TRANSITIONS)
def test_each_verb_leads_where_the_platform_says_or_is_refused(state, verb):
    allowed, following = TRANSITIONS[verb]

    if state in allowed.split():
        assert next_state(state, verb) == following
    else:
        with pytest.raises(RuleBroken, match="ne permet pas"):
            next_state(state, verb)


@given(st.sampled_from(STATES), st.sampled_from(list(ApplicationVerb)))
def test_what_is_possible_is_exactly_what_is_not_refused(state, verb):
    if verb in possible_verbs(state):
        assert next_state(state, verb) in STATES
    else:
        with pytest.raises(RuleBroken):
            next_state(state, verb)


@given(st.lists(st.sampled_from(list(ApplicationVerb))))
def test_no_way_leads_out_of_the_nine_states_or_into_a_dead_end(verbs):
    state = "new"
    for verb in verbs:
        if verb in possible_verbs(state):
            state = next_state(state, verb)

    assert state in STATES
    assert possible_verbs(state)


@pytest.mark.parametrize(("state", "verb"), [("neuve", "accept"), ("new", "accepter")])
def test_unknown_words_are_refused(state, verb):
    with pytest.raises(RuleBroken, match="n’existe pas"):
        next_state(state, verb)


def test_pending_and_processed_states_are_those_of_the_platform():
    assert [state.value for state in ApplicationState if state.is_pending] == ["new", "processing", "postponed"]
    assert [state.value for state in ApplicationState if state.is_processed] == [
        "accepted", "refused", "cancelled", "obsolete",
    ]  # fmt: skip
    assert len({state.label for state in ApplicationState}) == 9
    assert len({verb.label for verb in ApplicationVerb}) == 12

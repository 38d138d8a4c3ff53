"""Who may open persons, which role for whom, what is late."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.actors.rules.cites import (
    AGGREGATES_ONLY,
    AUTHORITIES,
    COMPANIES,
    Basis,
    Declared,
    Part,
    PartnerFacts,
    Signed,
    check_basis,
    check_coordinators,
    check_past,
    check_role,
    partner_may_open_persons,
    usual_part,
)
from quartiers.actors.rules.committees import (
    ORDER,
    Deadline,
    DecisionState,
    Urgency,
    check_due,
    late_first,
    urgency,
)
from quartiers.actors.rules.organisations import OrganisationKind
from quartiers.actors.rules.roles import CITE_ROLES, Role
from quartiers.kernel.errors import RuleBroken

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
KINDS = st.sampled_from(OrganisationKind)
DECLARATIONS = st.lists(st.builds(Declared, DAYS, st.none() | st.sampled_from(Basis)), max_size=4).map(tuple)
ANNEXES = st.lists(st.builds(Signed, st.just("2026-1"), DAYS, st.none() | DAYS), max_size=4).map(tuple)
PARTNERS = st.builds(
    PartnerFacts,
    kind=KINDS,
    joined_on=DAYS,
    left_on=st.none(),
    declarations=DECLARATIONS,
    annexes=ANNEXES,
)
NEVER = AGGREGATES_ONLY | COMPANIES
TODAY = date(2026, 11, 23)


def ready(kind: OrganisationKind, **more) -> PartnerFacts:
    """A partner that declared and signed on its first day."""
    first = date(2026, 1, 5)
    facts = {
        "joined_on": first,
        "declarations": (Declared(first, Basis.PUBLIC_TASK),),
        "annexes": (Signed("2026-1", first),),
    }
    return PartnerFacts(kind, **(facts | more))


@given(partner=PARTNERS, on=DAYS)
def test_whoever_opens_persons_takes_part_declared_and_signed(partner, on):
    if partner_may_open_persons(partner, on).is_open:
        assert partner.kind not in NEVER
        assert partner.joined_on <= on
        assert any(one.basis and one.on <= on for one in partner.declarations)
        assert any(one.on <= on for one in partner.annexes)


@given(partner=PARTNERS, on=DAYS)
def test_a_refusal_always_says_why(partner, on):
    opening = partner_may_open_persons(partner, on)

    assert opening.is_open == (not opening.reasons)
    assert all(reason.endswith(".") for reason in opening.reasons)


@given(kind=st.sampled_from(sorted(NEVER)), on=st.dates(date(2026, 1, 5), date(2030, 1, 1)))
def test_companies_the_state_and_buyers_never_open_persons_whatever_they_sign(kind, on):
    opening = partner_may_open_persons(ready(OrganisationKind(kind)), on)

    assert not opening.is_open
    assert opening.is_final


@given(partner=PARTNERS, on=DAYS)
def test_a_withdrawal_of_the_basis_closes_from_that_day(partner, on):
    later = max([on, *(one.on for one in partner.declarations)])
    withdrawn = PartnerFacts(
        partner.kind,
        partner.joined_on,
        declarations=(*partner.declarations, Declared(later, None)),
        annexes=partner.annexes,
    )

    assert not partner_may_open_persons(withdrawn, later).is_open


@given(stop=st.integers(0, 400))
def test_an_annex_that_stops_closes_from_the_next_day_and_a_former_one_does_not_come_back(stop):
    first = date(2026, 1, 5)
    last = first + timedelta(days=stop)
    partner = ready(OrganisationKind.CENTRE_SOCIAL, annexes=(Signed("2025-1", first), Signed("2026-1", first, last)))

    assert partner_may_open_persons(partner, last).is_open
    assert not partner_may_open_persons(partner, last + timedelta(days=1)).is_open


def test_the_day_of_departure_is_the_last_one():
    partner = ready(OrganisationKind.MISSION_LOCALE, left_on=date(2026, 6, 30))

    assert partner_may_open_persons(partner, date(2026, 6, 30)).is_open
    assert not partner_may_open_persons(partner, date(2026, 7, 1)).is_open


def test_an_unknown_kind_opens_nothing_and_may_be_repaired():
    opening = partner_may_open_persons(ready(OrganisationKind.UNKNOWN), TODAY)

    assert not opening.is_open
    assert not opening.is_final


@pytest.mark.parametrize("kind", sorted(AUTHORITIES))
def test_a_public_authority_has_no_legitimate_interest(kind):
    with pytest.raises(RuleBroken, match="autorité publique"):
        check_basis(OrganisationKind(kind), Basis.LEGITIMATE_INTEREST)
    check_basis(OrganisationKind(kind), Basis.PUBLIC_TASK)


@pytest.mark.parametrize("role", CITE_ROLES)
def test_a_company_has_no_role(role):
    with pytest.raises(RuleBroken, match="entreprise"):
        check_role(OrganisationKind.ENTREPRISE, role)


@pytest.mark.parametrize("kind", sorted(AGGREGATES_ONLY))
def test_who_works_with_figures_observes_and_nothing_more(kind):
    check_role(OrganisationKind(kind), Role.OBSERVER)
    for role in (Role.PARTNER, Role.COORDINATOR):
        with pytest.raises(RuleBroken, match="observation"):
            check_role(OrganisationKind(kind), role)


def test_a_centre_social_may_have_every_role():
    for role in CITE_ROLES:
        check_role(OrganisationKind.CENTRE_SOCIAL, role)


def test_somebody_always_coordinates():
    check_coordinators(1)
    with pytest.raises(RuleBroken, match="dernière personne"):
        check_coordinators(0)


def test_nothing_is_signed_tomorrow():
    check_past(TODAY, today=TODAY)
    with pytest.raises(RuleBroken, match="à venir"):
        check_past(TODAY + timedelta(days=1), today=TODAY)


@pytest.mark.parametrize(
    ("kind", "part"),
    [("prefecture", Part.STATE_PILOT), ("epci", Part.AUTHORITY_PILOT), ("geiq", Part.SIAE), ("autre", Part.OTHER)],
)
def test_a_form_proposes_the_part_that_such_an_organisation_most_often_has(kind, part):
    assert usual_part(OrganisationKind(kind)) is part


# --- Decisions ------------------------------------------------------------------------------------------------------

DEADLINES = st.lists(st.builds(Deadline, st.sampled_from([one.value for one in DecisionState]), st.none() | DAYS))


@given(rows=DEADLINES, on=DAYS)
def test_what_is_late_comes_first_the_oldest_before(rows, on):
    ordered = late_first(rows, on=on)
    ranks = [ORDER[urgency(one.state, one.due_on, on=on)] for one in ordered]
    late = [one.due_on for one in ordered if urgency(one.state, one.due_on, on=on) is Urgency.LATE]

    assert sorted(map(repr, ordered)) == sorted(map(repr, rows))
    assert ranks == sorted(ranks)
    assert late == sorted(late)


@given(due_on=DAYS, on=DAYS)
def test_time_only_makes_a_decision_more_urgent(due_on, on):
    today, tomorrow = (urgency("open", due_on, on=day) for day in (on, on + timedelta(days=1)))

    assert ORDER[tomorrow] <= ORDER[today]


def test_the_due_day_itself_is_not_late():
    assert urgency("open", TODAY, on=TODAY) is Urgency.NEAR
    assert urgency("open", TODAY, on=TODAY + timedelta(days=1)) is Urgency.LATE
    assert urgency("done", TODAY, on=TODAY + timedelta(days=1)) is Urgency.CLOSED
    assert urgency("open", None, on=TODAY) is Urgency.UNDATED


def test_nothing_is_due_before_it_was_decided():
    check_due(None, held_on=TODAY)
    check_due(TODAY, held_on=TODAY)
    with pytest.raises(RuleBroken, match="avant la réunion"):
        check_due(TODAY - timedelta(days=1), held_on=TODAY)

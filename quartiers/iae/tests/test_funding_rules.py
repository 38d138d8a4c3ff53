"""Funding of a structure: dated aid never told in silence, the worked example to the cent, laws of sums and ratios."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.rules import (
    AID_ACI,
    FTE_HOURS_ACI,
    SALES_CAP,
    SOURCES,
    CostAsked,
    EmployerKind,
    PlanLine,
    RsaMode,
    full_time,
    headline,
    known_aid,
    leverages,
    occupied,
    open_sources,
    sales_caution,
    scenarios,
    structure_cost,
    sums,
    whole_effort,
    without,
)
from quartiers.iae.rules.costing import COSTED, MOST_POSTS
from quartiers.iae.rules.funding_values import AIDS
from quartiers.iae.rules.leverage import Perimeter
from quartiers.iae.rules.levers import LEVERS
from quartiers.iae.rules.plans import Charge, Side, State, cents, check_line, check_years
from quartiers.iae.rules.sources import AID, AID_DEPARTMENT, Certainty, check_source, source_of
from quartiers.kernel.errors import RuleBroken

D = Decimal
TODAY = date(2026, 11, 23)
YEARS = (2027, 2028, 2029)
#: The illustration: a market garden of 12 posts at 26 hours; every amount without source is an assumption.
ASKED = CostAsked(
    EmployerKind.ACI, D(12), D(26), hourly_wage=D("12.02"), contributions=D(10), supervision=D(98200),
    running=D(80000), modulation=D(5),
)  # fmt: skip
OTHERS = {
    "departement": 24000, "fse": 30000, "epci": 25000, "commune": 5000, "fondation": 12000, "ventes": 66000,
    "contrat_reserve": 8000,
}  # fmt: skip
INVESTMENT = {"region": 35000, "rural_invest": 30000, "fondation": 20000, "fdi": 15000, "epci": 20000, "pret": 20000}


def money(code, amount, year, **more):
    return PlanLine(Side.RESOURCE, code, D(amount), year, **more)


def example():
    proposed = [one.line for one in structure_cost(ASKED, on=TODAY).lines]
    lines = [PlanLine(Side.CHARGE, "investissement", D(140000), None)]
    lines += [money(code, amount, None) for code, amount in INVESTMENT.items()]
    for year in YEARS:
        lines += [PlanLine(one.side, one.code, one.amount, year) for one in proposed]
        lines += [money(code, amount, year) for code, amount in OTHERS.items()]
        lines.append(money("epci", 15000, year, in_kind=True))
    return lines


RESOURCES = st.builds(
    PlanLine,
    st.just(Side.RESOURCE),
    st.sampled_from(sorted(SOURCES)),
    st.decimals(0, 1_000_000, places=2),
    st.sampled_from([2027, 2028, None]),
    in_kind=st.booleans(),
    state=st.sampled_from(State),
)
CHARGES = st.builds(
    PlanLine,
    st.just(Side.CHARGE),
    st.sampled_from(sorted(Charge)),
    st.decimals(0, 1_000_000, places=2),
    st.sampled_from([2027, 2028, None]),
)
LINES = st.lists(st.one_of(RESOURCES, CHARGES), max_size=30)


def test_the_worked_example_is_right_to_the_cent():
    found = structure_cost(ASKED, on=TODAY)
    amounts = {one.line.code: one.line.amount for one in found.lines}
    assert round(found.fte, 6) == D("8.914286")
    assert amounts["salaires"] == D("214513.73")
    assert amounts["aide_poste"] == D("213238.63")
    assert amounts["aide_poste_modulee"] == D("10661.93")
    year = sums(example(), 2027)
    assert year.charges == D("392713.73")
    assert year.result == D("1186.83")
    assert year.in_kind == 15000
    assert round(year.charges / found.fte) == 44054


def test_the_leverages_of_the_worked_example():
    lines = example()
    alone = {one.code: one for one in leverages(lines, 2027, Perimeter.EPCI)}
    assert {code: round(one.ratio, 1) for code, one in alone.items()} == {
        "L1": D("15.7"), "L2": D("14.8"), "L3": D("9.0"), "L4": D("14.8"),
    }  # fmt: skip
    whole = whole_effort(lines)
    assert (whole.local, round(whole.carried)) == (155000, 1211702)
    assert round(whole.ratio, 4) == D("7.8174")
    assert headline(whole) == "Un euro local en porte 7,8 sur trois ans."
    assert round(whole_effort(lines, public_only=True).ratio, 1) == D("5.9")
    both = {one.code: one for one in leverages(lines, 2027, Perimeter.LOCAL)}
    assert both["L2"].local == 30000
    assert all(one.formula and one.years == "2027" and one.meaning for one in alone.values())


def test_the_stresses_of_the_worked_example():
    lines = example()
    after = {one.code: one for one in scenarios(lines, 2027)}
    assert round(after["epci"].after) == -23813
    assert round(after["fse"].after) == -28813
    assert cents(after["aide_poste_modulee"].after) == D("-9475.10")
    assert "décide du budget" in after["fse"].lesson
    assert [round(sums(occupied(lines, D(rate)), 2027).result) for rate in ("0.9", "0.8")] == [-3452, -8091]
    with pytest.raises(RuleBroken, match="de 0 à 100"):
        occupied(lines, D(2))


def test_the_part_of_the_department_takes_the_place_of_the_state_or_comes_beside():
    inside = structure_cost(CostAsked(EmployerKind.ACI, D(12), D(26), rsa_people=5), on=TODAY)
    added = structure_cost(CostAsked(EmployerKind.ACI, D(12), D(26), rsa_people=5, rsa_mode=RsaMode.ADDED), on=TODAY)
    amounts = {one.line.code: one.line.amount for one in inside.lines}
    assert amounts[AID_DEPARTMENT] == D("34136.26")
    assert amounts[AID] == D("213238.63") - D("34136.26")
    assert added.sums.resources - inside.sums.resources == D("34136.26")
    assert "à la place de l’État" in next(one.how for one in inside.lines if one.line.code == AID_DEPARTMENT)


def test_an_amount_is_never_told_in_silence_beyond_the_last_known_day():
    assert known_aid(EmployerKind.ACI, on=date(2025, 6, 1)).caution == "valeur non vérifiée"
    assert known_aid(EmployerKind.EI, on=date(2024, 12, 31)).amount == 12459
    assert known_aid(EmployerKind.EI, on=date(2026, 1, 1)).caution == "valeur 2025, arrêté à vérifier"
    assert known_aid(EmployerKind.EI, on=date(2026, 1, 1)).amount == 13304
    assert known_aid(EmployerKind.ACI, on=date(2016, 1, 1)).caution == "valeur 2014, arrêté à vérifier"
    with pytest.raises(RuleBroken, match="plus récente"):
        known_aid(EmployerKind.ACI, on=date(2013, 1, 1))
    with pytest.raises(RuleBroken, match="ne concerne pas"):
        known_aid(EmployerKind.GEIQ, on=TODAY)
    with pytest.raises(RuleBroken, match="n’est pas connue"):
        AID_ACI.on(date(2026, 1, 1))


@given(st.sampled_from(sorted(AIDS)), st.dates(date(2019, 1, 1), date(2040, 1, 1)))
def test_an_aid_without_caution_was_read(kind, on):
    found = known_aid(kind, on=on)
    assert found.caution or found.entry.verified_on
    assert found.amount in {one.value for one in AIDS[kind].entries}
    assert found.entry.valid_from <= on


@given(st.sampled_from(COSTED), st.decimals(1, 400, places=2), st.decimals(1, 35, places=2))
def test_more_posts_cost_more_and_bring_more_aid(kind, posts, hours):
    few, many = (structure_cost(CostAsked(kind, one, hours), on=TODAY) for one in (posts, posts + 1))
    assert many.fte > few.fte
    assert many.sums.charges > few.sums.charges
    assert many.sums.resources > few.sums.resources
    assert few.fte == full_time(kind, posts, hours, 52, on=TODAY)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": EmployerKind.GEIQ}, "ne va pas pour ce type"),
        ({"kind": EmployerKind.EITI, "mayotte": True}, "Mayotte n’est pas connu"),
        ({"cash_months": Decimal(13)}, "mois de charges"),
        ({"posts": D(0)}, "plus grand que 0"),
        ({"posts": D(MOST_POSTS + 1)}, "500 au plus"),
        ({"hours_a_week": D(40)}, "35 au plus"),
        ({"weeks": 0}, "semaines"),
        ({"modulation": D(11)}, "de 0 à 10"),
        ({"rsa_people": 13}, "plus de salariés"),
        ({"kind": EmployerKind.EI, "rsa_people": 1}, "chantiers d’insertion"),
    ],
)
def test_a_structure_that_cannot_be_is_not_costed(asked, said):
    base = {"kind": EmployerKind.ACI, "posts": D(12), "hours_a_week": D(26)}
    with pytest.raises(RuleBroken, match=said):
        structure_cost(CostAsked(**base | asked), on=TODAY)


@given(LINES)
def test_sums_are_those_of_their_lines(lines):
    for year in (2027, 2028, None):
        found = sums(lines, year)
        assert found.result == found.resources - found.charges
        assert found.gap == max(0, -found.result)
        assert 0 <= found.local <= found.resources
        assert found.sales <= found.resources


@given(LINES, st.sampled_from(sorted(SOURCES)))
def test_without_a_source_nothing_gets_better_and_twice_changes_nothing(lines, code):
    once = without(lines, code)
    assert without(once, code) == once
    assert sums(once, 2027).result <= sums(lines, 2027).result
    assert sums(once, 2027).charges == sums(lines, 2027).charges


@given(LINES, st.sampled_from(Perimeter))
def test_a_ratio_says_its_formula_and_never_divides_by_nothing(lines, perimeter):
    for one in [*leverages(lines, 2027, perimeter), whole_effort(lines), whole_effort(lines, public_only=True)]:
        assert one.formula
        assert one.years
        assert (one.ratio is None) == (one.local == 0)
        assert one.ratio is None or one.ratio >= 0
    by_code = {one.code: one for one in leverages(lines, 2027, perimeter)}
    assert by_code["L4"].carried in {0, by_code["L2"].carried}
    assert whole_effort(lines, public_only=True).carried <= whole_effort(lines).carried


@given(LINES)
def test_posts_all_occupied_change_nothing(lines):
    assert sums(occupied(lines, D(1)), 2027) == sums(lines, 2027)


@given(RESOURCES)
def test_what_is_refused_counts_for_nothing(line):
    assert (line.counted == 0) or (line.state is not State.REFUSED)


def test_sales_of_an_aci_have_a_ceiling_and_the_others_none():
    def year(sold):
        return sums([PlanLine(Side.CHARGE, "salaires", D(100), 2027), money("ventes", sold, 2027)], 2027)

    assert sales_caution(year(29), "aci") is None
    assert "décision du préfet" in sales_caution(year(30), "aci").message
    assert "décision du préfet" in sales_caution(year(50), "aci").message
    assert "ne peut pas aller" in sales_caution(year(51), "aci").message
    assert sales_caution(year(90), "ei") is None
    assert sales_caution(sums([], 2027), "aci") is None
    assert SALES_CAP.on(TODAY) == 30
    assert FTE_HOURS_ACI.on(TODAY) == 1820


def test_a_closed_source_may_not_be_chosen():
    assert "cites_emploi" not in {one.code for one in open_sources(on=TODAY)}
    assert SOURCES["ruralite"].certainty is Certainty.CLOSED
    with pytest.raises(RuleBroken, match="source fermée"):
        check_source("cites_emploi", in_kind=False, on=TODAY)
    with pytest.raises(RuleBroken, match="en argent seulement"):
        check_source("ventes", in_kind=True, on=TODAY)
    with pytest.raises(RuleBroken, match="n’existe pas"):
        source_of("magie")
    assert all(one.written and one.pays for one in SOURCES.values())


@pytest.mark.parametrize(
    ("line", "days", "said"),
    [
        (money("epci", -1, 2027), (), "entre 0 et"),
        (money("epci", "NaN", 2027), (), "entre 0 et"),
        (money("epci", 1, 2031), (), "de 2027 à 2029"),
        (PlanLine(Side.CHARGE, "magie", D(1), 2027), (), "charge n’existe pas"),
        (PlanLine(Side.CHARGE, "salaires", D(1), 2027, in_kind=True), (), "seul montant"),
        (money("epci", 1, 2027), (date(2027, 1, 1),), "avenir"),
        (money("epci", 1, 2027), (date(2026, 3, 1), date(2026, 2, 1)), "ne se suivent pas"),
        (money("epci", 1, 2027, state=State.GRANTED), (), "manque le montant accordé"),
        (money("epci", 1, 2027, granted=D(1)), (), "demande l’état"),
        (
            money("epci", 1, 2027, state=State.PAID, granted=D(1)),
            (None, date(2026, 2, 1)),
            "manque le montant versé",
        ),
        (
            money("epci", 1, 2027, state=State.PAID, granted=D(1), paid=D(2)),
            (None, date(2026, 2, 1), date(2026, 3, 1)),
            "dépasse le montant accordé",
        ),
    ],
)
def test_a_line_that_cannot_be_is_refused(line, days, said):
    whole = (*days, None, None, None)[:3]
    with pytest.raises(RuleBroken, match=said):
        check_line(line, first_year=2027, years=3, days=whole, on=TODAY)


def test_a_line_that_can_be_passes():
    days = (date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
    paid = money("epci", 10, 2027, state=State.PAID, granted=D(9), paid=D(4))
    check_line(paid, first_year=2027, years=3, days=days, on=TODAY)
    check_line(PlanLine(Side.CHARGE, "salaires", D(1), None), first_year=2027, years=3, on=TODAY)
    assert paid.counted == 9


@pytest.mark.parametrize(("first", "years"), [(1990, 1), (2027, 0), (2027, 4)])
def test_the_years_of_a_plan_are_few_and_near(first, years):
    with pytest.raises(RuleBroken):
        check_years(first, years)
    check_years(2027, 3)


def test_every_lever_says_its_frame_and_its_cost():
    assert all(one.title and one.frame and one.cost for one in LEVERS)
    assert any(one.verified_on for one in LEVERS)
    assert any(one.verified_on is None for one in LEVERS)

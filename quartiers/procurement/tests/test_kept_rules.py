"""What a kept check says of itself, without a database: it reads back the same, and compares with other rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.rules import (
    BY_CODE,
    UNREAD,
    Binds,
    Buyer,
    Clause,
    Exemption,
    Kind,
    Project,
    Reserved,
    Severity,
    Stage,
    check,
    check_confirmable,
    check_no_person_in,
    check_source,
    check_title,
    compare_findings,
    finding_data,
    finding_from,
    project_data,
    project_from,
)

NIR = "1 84 12 76 451 089 46"
CONTRACT = Project(Kind.SERVICES, Buyer.LOCAL, Decimal(260_000), date(2026, 11, 30))
ASKS_FOR_NIR = Clause(Stage.CONDITION, "Le titulaire transmet le numéro de sécurité sociale de chaque salarié.")

euros = st.decimals(0, 10**13, places=2)
rates = st.decimals(0, 1, places=4)
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60).map(str.strip)
clauses = st.builds(
    Clause,
    st.sampled_from(Stage),
    words,
    words,
    words,
    words,
    words,
    st.none() | st.sampled_from(Binds),
)
projects = st.builds(
    Project,
    st.sampled_from(Kind),
    st.sampled_from(Buyer),
    euros,
    st.dates(),
    concession=st.booleans(),
    operation_value=st.none() | euros,
    duration_months=st.none() | st.decimals(0, 1_200, places=1),
    social_exemption=st.none() | st.sampled_from(Exemption),
    reserved_to=st.frozensets(st.sampled_from(Reserved)),
    notice_cites_reservation=st.none() | st.booleans(),
    lots=st.none() | st.integers(0, 1_000),
    advance_rate=st.none() | rates,
    required_turnover=st.none() | euros,
    clauses=st.lists(clauses, max_size=3).map(tuple),
)


@given(projects)
def test_a_project_reads_back_the_same_and_finds_the_same(project):
    again = project_from(project_data(project))

    assert again == project
    assert compare_findings(check(project), check(again)).is_same


@given(projects)
def test_a_finding_reads_back_the_same(project):
    findings = check(project)

    assert [finding_from(finding_data(one)) for one in findings] == findings


@given(projects, st.frozensets(st.sampled_from(sorted(BY_CODE))))
def test_a_comparison_counts_each_finding_once(project, confirmed):
    then, now = check(project), check(project, confirmed=confirmed)
    found = compare_findings(then, now)

    assert len(found.same) + len(found.gone) + len(found.changed) == len(then)
    assert len(found.same) + len(found.new) + len(found.changed) == len(now)


@given(projects, st.frozensets(st.sampled_from(sorted(BY_CODE))))
def test_a_confirmation_never_makes_a_rule_weigh_less(project, confirmed):
    order = {Severity.INFO: 0, Severity.WARN: 1, Severity.BLOCK: 2}
    found = compare_findings(check(project), check(project, confirmed=confirmed))

    assert not found.new
    assert not found.gone
    assert all(order[now.severity] > order[then.severity] for then, now in found.changed)
    assert {now.code for _, now in found.changed} <= confirmed


def test_personal_data_warns_until_confirmed_then_blocks():
    project = replace(CONTRACT, clauses=(ASKS_FOR_NIR,))

    assert [one.severity for one in check(project) if one.code == "R16"] == [Severity.WARN]
    confirmed = check(project, confirmed=frozenset({"R16"}))
    assert [one.severity for one in confirmed if one.code == "R16"] == [Severity.BLOCK]


def test_the_turnover_informs_until_confirmed_then_warns_and_no_longer_says_it_is_unverified():
    project = replace(CONTRACT, required_turnover=Decimal(1_000_000))
    before = next(one for one in check(project) if one.code == "R18")
    after = next(one for one in check(project, confirmed=frozenset({"R18"})) if one.code == "R18")

    assert (before.severity, after.severity) == (Severity.INFO, Severity.WARN)
    assert "non vérifiée" in before.message
    assert "non vérifiée" not in after.message


def test_a_gap_that_is_filled_is_gone_and_another_is_new():
    green = replace(CONTRACT, environmental_condition=True, environmental_criterion=True)
    found = compare_findings(check(CONTRACT), check(replace(green, price_only=True)))

    assert {one.code for one in found.gone} == {"R01", "R02"}
    assert [one.code for one in found.new] == ["R03"]


def test_only_a_rule_that_nobody_read_is_confirmed():
    check_confirmable("R16")

    with pytest.raises(RuleBroken, match="déjà été relu"):
        check_confirmable("R01")
    with pytest.raises(RuleBroken, match="n’existe pas"):
        check_confirmable("R99")
    assert {"R05", "R16", "R18"} <= {rule.code for rule in UNREAD}


@pytest.mark.parametrize(("title", "said"), [(" ", "Il manque le nom"), ("x" * 201, "trop long"), (NIR, "sécurité")])
def test_a_title_is_short_and_names_nobody(title, said):
    assert check_title("  Nettoyage   des écoles ") == "Nettoyage des écoles"
    with pytest.raises(RuleBroken, match=said):
        check_title(title)


@pytest.mark.parametrize(("source", "said"), [("", "le texte lu"), ("x" * 301, "trop long"), (NIR, "sécurité")])
def test_a_source_says_where_the_text_was_read(source, said):
    assert check_source(" Légifrance,  22 août 2026 ") == "Légifrance, 22 août 2026"
    with pytest.raises(RuleBroken, match=said):
        check_source(source)


@pytest.mark.parametrize("field", ["text", "proof", "control", "penalty", "label"])
def test_a_contract_that_holds_a_social_security_number_is_not_kept(field):
    clause = replace(ASKS_FOR_NIR, **{field: f"Salarié {NIR}"})

    check_no_person_in(replace(CONTRACT, clauses=(ASKS_FOR_NIR,)))
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        check_no_person_in(replace(CONTRACT, clauses=(clause,)))
    with pytest.raises(RuleBroken, match="sécurité sociale"):
        check_no_person_in(replace(CONTRACT, no_allotment_reason=NIR))

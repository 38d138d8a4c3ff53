"""Each rule of the legal check, on both sides of its date and of its threshold: one table, no rule left out."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from quartiers.procurement.rules import (
    BY_CODE,
    RULES,
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
)
from quartiers.procurement.rules.product_lines import AGEC_DIGITAL_REUSE, AGEC_TEXTILE_REUSE, minima
from quartiers.procurement.tests.sentences import LAWFUL, UNLAWFUL

DAY = date(2026, 11, 30)


def clause(text: str = "Le titulaire trie les déchets.", stage: Stage = Stage.CONDITION, **more: Any) -> Clause:
    told = {"proof": "bordereaux", "control": "chaque mois", "penalty": "50 €"} | more
    return Clause(stage=stage, text=text, **told)


@dataclass(frozen=True)
class Side:
    """What a rule says and what it leaves alone, one step apart.

    Args:
        told: a project that the rule has something to say of.
        silent: the same, just on the other side.
        first_day: the day from which the rule applies; None when no date is known.
    """

    told: dict[str, Any]
    silent: dict[str, Any]
    first_day: date | None = None
    also: dict[str, Any] = field(default_factory=dict)


HOURS_CONDITION = clause("Le titulaire réalise 480 heures d’insertion.")
HOURS_NOTED = clause("Le nombre d’heures d’insertion est noté.", Stage.CRITERION)
HOURS_BEYOND = clause("Les heures d’insertion proposées au-delà du minimum sont notées.", Stage.CRITERION)
DEROGATES = clause(UNLAWFUL["R15"][0])
SIAE, ESS = frozenset({Reserved.SIAE}), frozenset({Reserved.ESS})
LONG, SHORT = {"duration_months": Decimal(6)}, {"duration_months": Decimal("5.99")}
SIDES = {
    "R01": [Side({"environmental_criterion": False}, {}, date(2026, 8, 21))],
    "R02": [Side({"environmental_condition": False}, {}, date(2026, 8, 22))],
    "R03": [Side({"price_only": True}, {}, date(2026, 8, 21))],
    "R04": [
        Side({"value": Decimal(216_000)}, {"value": Decimal("215999.99")}, date(2026, 8, 22)),
        Side({"value": Decimal(140_000)}, {"value": Decimal("139999.99")}, date(2026, 8, 22), {"buyer": Buyer.STATE}),
        Side({"value": Decimal(432_000)}, {"value": Decimal("431999.99")}, date(2026, 8, 22), {"buyer": Buyer.ENTITY}),
        Side(
            {"operation_value": Decimal(5_404_000)}, {"operation_value": Decimal("5403999.99")}, date(2026, 8, 22),
            {"kind": Kind.WORKS},
        ),
        Side(
            {"value": Decimal(5_404_000)}, {"value": Decimal("5403999.99")}, date(2026, 8, 22), {"concession": True},
        ),
    ],
    "R05": [
        Side({"clauses": (clause(UNLAWFUL["R05"][0]),)}, {"clauses": (clause(LAWFUL["R05"][0]),)}),
        Side({"clauses": (clause(binds=Binds.SEAT),)}, {"clauses": (clause(binds=Binds.DELIVERY),)}),
    ],
    "R06": [
        Side({"hours_due": Decimal("15.01")}, {"hours_due": Decimal(15)}, None, {"hours_total": Decimal(100)}),
    ],
    "R07": [Side({"modalities": 1}, {"modalities": 2})],
    "R08": [
        Side(
            {"clauses": (clause(label="Écolabel européen"),)},
            {"clauses": (clause(label="Écolabel européen ou équivalent"),)},
        )
    ],
    "R09": [Side({"clauses": (HOURS_CONDITION, HOURS_NOTED)}, {"clauses": (HOURS_CONDITION, HOURS_BEYOND)})],
    "R10": [Side({"clauses": (clause(proof=""),)}, {"clauses": (clause(),)})],
    "R11": [Side({"clauses": (clause(binds=Binds.COMPANY),)}, {"clauses": (clause(binds=Binds.PERFORMANCE),)})],
    "R12": [
        Side({"notice_cites_reservation": False}, {"notice_cites_reservation": True}, None, {"reserved_to": SIAE})
    ],
    "R13": [
        Side(
            {"duration_months": Decimal("36.01")}, {"duration_months": Decimal(36)}, None,
            {"reserved_to": ESS, "social_services": True},
        )
    ],
    "R14": [Side({"penalty_per_hour": Decimal("60.11")}, {"penalty_per_hour": Decimal("60.10")})],
    "R15": [Side({"derogations_listed": None}, {"derogations_listed": True}, None, {"clauses": (DEROGATES,)})],
    "R16": [Side({"clauses": (clause(UNLAWFUL["R16"][0]),)}, {"clauses": (clause(LAWFUL["R16"][0]),)})],
    "R17": [Side({"lots": 1}, {"lots": 2})],
    "R18": [Side({"required_turnover": Decimal("75000.01")}, {"required_turnover": Decimal(75_000)})],
    "R19": [
        Side({"advance_rate": Decimal("0.299")}, {"advance_rate": Decimal("0.3")}, None, {"buyer": Buyer.STATE}),
        Side(
            {"running_costs": Decimal("60000000.01")}, {"running_costs": Decimal(60_000_000)}, None,
            {"advance_rate": Decimal("0.09")},
        ),
    ],
    "R20": [Side({"sme_share": Decimal("0.199")}, {"sme_share": Decimal("0.2")}, None, {"global_contract": True})],
}  # fmt: skip


def told(code: str, asked: dict[str, Any], on: date = DAY) -> bool:
    """Whether the rule says more than that something is missing."""
    known: dict[str, Any] = {
        "kind": Kind.SERVICES, "buyer": Buyer.LOCAL, "value": Decimal(50_000), "consultation_on": on,
        "environmental_condition": True, "environmental_criterion": True,
    }  # fmt: skip
    findings = check(Project(**known | asked))
    return any(one.code == code and not one.missing for one in findings)


CASES = [
    pytest.param(code, side, id=f"{code}-{rank}") for code, sides in SIDES.items() for rank, side in enumerate(sides)
]


def test_no_rule_is_left_out():
    assert SIDES.keys() == {rule.code for rule in RULES}
    assert {code for code, sides in SIDES.items() if sides[0].first_day} == {
        rule.code for rule in RULES if rule.valid_from
    }


@pytest.mark.parametrize(("code", "side"), CASES)
def test_a_rule_speaks_on_one_side_and_is_silent_on_the_other(code, side):
    assert told(code, side.also | side.told)
    assert not told(code, side.also | side.silent)


@pytest.mark.parametrize(("code", "side"), [case for case in CASES if case.values[1].first_day])
def test_a_dated_rule_is_silent_the_day_before_its_first(code, side):
    assert BY_CODE[code].valid_from == side.first_day
    assert told(code, side.also | side.told, side.first_day)
    assert not told(code, side.also | side.told, date.fromordinal(side.first_day.toordinal() - 1))


@pytest.mark.parametrize("motive", [Exemption.SHORT_WORKS])
def test_short_works_end_at_six_months(motive):
    works = {"kind": Kind.WORKS, "value": Decimal(6_000_000), "social_exemption": motive}
    weights = [
        [one.severity for one in check(_project(works | months)) if one.code == "R04"] for months in (SHORT, LONG)
    ]

    assert weights == [[Severity.INFO], [Severity.BLOCK]]


def _project(asked: dict[str, Any]) -> Project:
    known: dict[str, Any] = {"buyer": Buyer.LOCAL, "consultation_on": DAY}
    return Project(**known | asked)


def test_each_rule_on_texts_has_ten_lawful_sentences_of_its_own():
    assert LAWFUL.keys() == UNLAWFUL.keys() == {"R05", "R07", "R08", "R11", "R15", "R16"}
    assert {code: len(set(found)) for code, found in LAWFUL.items() if len(set(found)) < 10} == {}


@pytest.mark.parametrize(
    ("line", "day", "percent"),
    [
        (AGEC_DIGITAL_REUSE, date(2026, 12, 31), 20),
        (AGEC_DIGITAL_REUSE, date(2027, 1, 1), 25),
        (AGEC_DIGITAL_REUSE, date(2029, 12, 31), 25),
        (AGEC_DIGITAL_REUSE, date(2030, 1, 1), 30),
        (AGEC_TEXTILE_REUSE, date(2026, 12, 31), 8),
        (AGEC_TEXTILE_REUSE, date(2027, 1, 1), None),
        (AGEC_TEXTILE_REUSE, date(2030, 1, 1), 15),
    ],
)
def test_a_line_of_products_asks_what_its_step_asks_and_says_when_it_is_not_known(line, day, percent):
    (found,) = [one for one in minima(day) if one.label == line.label]

    assert found.percent == percent
    assert found.source
    assert [one.label for one in minima(date(2024, 6, 30))] == [
        "Restauration, denrées durables et de qualité", "Restauration, dont bio",
    ]  # fmt: skip

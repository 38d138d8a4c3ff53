"""The legal check: each rule on both sides of its date and of its threshold, and the sentences of real life."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.procurement.rules import (
    BY_CODE,
    RULES,
    TO_CONFIRM,
    Binds,
    Buyer,
    Clause,
    Exemption,
    Kind,
    Project,
    Reserved,
    Severity,
    Stage,
    binds_from,
    blocks,
    check,
    project_from,
    social_threshold,
)
from quartiers.procurement.tests.sentences import LAWFUL, UNLAWFUL

DAY = date(2026, 11, 30)
BLOCK, WARN, INFO = Severity.BLOCK, Severity.WARN, Severity.INFO
GREEN = Project(
    kind=Kind.SERVICES,
    buyer=Buyer.LOCAL,
    value=Decimal(50_000),
    consultation_on=DAY,
    environmental_condition=True,
    environmental_criterion=True,
)


def found(code: str, project: Project = GREEN, *, confirmed: frozenset[str] = frozenset(), **more) -> list[Severity]:
    """The severities of this rule on the project so changed."""
    return [one.severity for one in check(replace(project, **more), confirmed=confirmed) if one.code == code]


def clause(text: str = "Le titulaire trie les déchets.", stage: Stage = Stage.CONDITION, **more) -> Clause:
    return Clause(
        **{"stage": stage, "text": text, "proof": "bordereaux", "control": "chaque mois", "penalty": "50 €"} | more
    )


def codes(text: str, **more) -> set[str]:
    found = check(replace(GREEN, clauses=(clause(text, **more),)))
    return {one.code for one in found if one.clause is not None}


class TestEnvironment:
    @pytest.mark.parametrize(
        ("code", "lacking", "first_day"),
        [
            ("R01", {"environmental_criterion": False}, date(2026, 8, 21)),
            ("R02", {"environmental_condition": False}, date(2026, 8, 22)),
            ("R03", {"price_only": True}, date(2026, 8, 21)),
        ],
    )
    def test_it_blocks_from_its_day_and_not_the_day_before(self, code, lacking, first_day):
        assert found(code, **lacking, consultation_on=first_day) == [BLOCK]
        assert found(code, **lacking, consultation_on=first_day - timedelta(days=1)) == []
        assert found(code, **lacking, consultation_on=first_day, defence=True) == []
        assert found(code, consultation_on=first_day) == []

    def test_an_old_contract_on_price_alone_stays_lawful(self):
        old = Project(Kind.SUPPLIES, Buyer.LOCAL, Decimal(30_000), date(2026, 8, 20), price_only=True)

        assert not blocks(check(old))


class TestSocialCondition:
    @pytest.mark.parametrize(
        ("kind", "buyer", "threshold", "more"),
        [
            (Kind.SERVICES, Buyer.STATE, 140_000, {}),
            (Kind.SUPPLIES, Buyer.LOCAL, 216_000, {}),
            (Kind.SERVICES, Buyer.ENTITY, 432_000, {}),
            (Kind.WORKS, Buyer.STATE, 5_404_000, {}),
            (Kind.SERVICES, Buyer.STATE, 5_404_000, {"concession": True}),
            (Kind.SERVICES, Buyer.LOCAL, 750_000, {"social_services": True}),
        ],
    )
    def test_it_is_due_from_the_threshold(self, kind, buyer, threshold, more):
        due = {"kind": kind, "buyer": buyer, **more}

        assert found("R04", **due, value=Decimal(threshold)) == [BLOCK]
        assert BLOCK not in found("R04", **due, value=Decimal(threshold) - Decimal("0.01"))
        assert found("R04", **due, value=Decimal(threshold), social_condition=True) == []
        assert found("R04", **due, value=Decimal(threshold), defence=True) == []
        assert found("R04", **due, value=Decimal(threshold), consultation_on=date(2026, 8, 21)) == []
        assert found("R04", **due, value=Decimal(threshold), consultation_on=date(2026, 8, 22)) == [BLOCK]

    def test_after_the_last_known_period_the_last_thresholds_serve_and_it_says_so(self):
        later = {"kind": Kind.SERVICES, "consultation_on": date(2028, 1, 1)}

        assert found("R04", **later, value=Decimal(216_000)) == [BLOCK, INFO]
        assert found("R04", **later, value=Decimal(215_999)) == [INFO]
        assert found("R04", **later, value=Decimal(216_000), social_condition=True) == [INFO]
        assert found("R04", **later, defence=True) == []
        assert found("R04", consultation_on=date(2027, 12, 31), value=Decimal(216_000)) == [BLOCK]
        assert found("R04", consultation_on=date(2027, 12, 31)) == []

    def test_social_services_below_their_own_threshold_are_to_be_verified(self):
        assert found("R04", value=Decimal(215_999), social_services=True) == []
        assert found("R04", value=Decimal(216_000), social_services=True) == [WARN]
        assert found("R04", value=Decimal("749999.99"), social_services=True) == [WARN]

    def test_works_are_held_against_the_operation_supplies_are_not(self):
        works = {"kind": Kind.WORKS, "value": Decimal(400_000), "operation_value": Decimal(5_404_000)}

        assert found("R04", **works) == [BLOCK]
        assert found("R04", **works | {"operation_value": Decimal(5_403_999)}) == []
        assert found("R04", **works | {"value": Decimal(6_000_000), "operation_value": Decimal(1)}) == [BLOCK]
        assert found("R04", **works | {"kind": Kind.SUPPLIES, "value": Decimal(100)}) == []
        assert found("R04", **works, concession=True) == []

    def test_a_case_a_of_two_million_needs_none(self):
        operation = {"kind": Kind.WORKS, "value": Decimal(2_400_000), "operation_value": Decimal(2_400_000)}

        assert found("R04", **operation) == []
        bare = replace(
            GREEN, **operation, environmental_condition=False, environmental_criterion=False, price_only=True
        )
        assert {one.code for one in check(bare) if one.severity is BLOCK} == {"R01", "R02", "R03"}

    @pytest.mark.parametrize("motive", Exemption)
    def test_a_reason_of_the_text_sets_it_aside_with_a_note(self, motive):
        works = {"kind": Kind.WORKS, "value": Decimal(6_000_000), "duration_months": Decimal("5.9")}

        assert found("R04", **works, social_exemption=motive) == [INFO]
        for_concession = found("R04", **works, social_exemption=motive, concession=True)
        assert for_concession == ([INFO] if motive in {Exemption.NO_LINK, Exemption.RESTRICTS} else [BLOCK])

    def test_short_works_are_works_of_less_than_six_months(self):
        short = {"value": Decimal(6_000_000), "social_exemption": Exemption.SHORT_WORKS}

        assert found("R04", kind=Kind.WORKS, **short, duration_months=Decimal(6)) == [BLOCK]
        assert found("R04", kind=Kind.WORKS, **short, duration_months=Decimal(5)) == [INFO]
        assert found("R04", kind=Kind.SERVICES, **short, duration_months=Decimal(5)) == [BLOCK]
        assert found("R04", kind=Kind.WORKS, **short) == [WARN]

    def test_before_they_are_those_of_the_time(self):
        assert social_threshold(replace(GREEN, consultation_on=date(2025, 6, 1))) == 221_000
        assert social_threshold(replace(GREEN, consultation_on=date(2019, 6, 1))) == 221_000
        assert social_threshold(GREEN) == 216_000


class TestHoursAndPenalty:
    @pytest.mark.parametrize(
        ("due", "total", "expected"),
        [(15, 100, []), ("15.01", 100, [WARN]), (25, 100, [WARN]), (26, 100, [WARN]), (0, 100, []), (5, 0, [INFO])],
    )
    def test_hours_keep_their_proportion(self, due, total, expected):
        assert found("R06", hours_due=Decimal(due), hours_total=Decimal(total)) == expected

    def test_above_a_quarter_it_says_so_more_firmly(self):
        def said(due: int) -> str:
            project = replace(GREEN, hours_due=Decimal(due), hours_total=Decimal(100))
            return next(one.message for one in check(project) if one.code == "R06")

        assert "disproportionnée" not in said(25)
        assert "disproportionnée" in said(26)

    @pytest.mark.parametrize(("penalty", "expected"), [("60.10", []), ("60.11", [WARN]), (200, [WARN])])
    def test_a_penalty_keeps_under_five_times_the_minimum_wage(self, penalty, expected):
        assert found("R14", penalty_per_hour=Decimal(penalty)) == expected

    def test_what_lacks_its_input_says_what_is_missing(self):
        missing = {one.code: one for one in check(GREEN) if one.missing}

        assert set(missing) == {"R06", "R10", "R14", "R17", "R18", "R19"}
        assert all(one.severity is INFO for one in missing.values())
        assert all(one.message.startswith("Non vérifié, il manque ") for one in missing.values())


class TestReservations:
    @pytest.mark.parametrize(
        ("reserved", "concession", "blocked"),
        [
            ({Reserved.SIAE}, False, False),
            ({Reserved.SIAE, Reserved.EA_ESAT}, False, False),
            ({Reserved.SIAE, Reserved.EA_ESAT}, True, True),
            ({Reserved.SIAE}, True, False),
            ({Reserved.PRISON}, False, False),
            ({Reserved.PRISON, Reserved.SIAE}, False, True),
            ({Reserved.PRISON, Reserved.ESS}, False, True),
            ({Reserved.PRISON, Reserved.SIAE, Reserved.EA_ESAT}, True, True),
        ],
    )
    def test_some_do_not_combine(self, reserved, concession, blocked):
        severities = found("R12", reserved_to=frozenset(reserved), concession=concession)

        assert (BLOCK in severities) is blocked
        assert INFO in severities

    def test_the_notice_cites_the_article(self):
        reserved = {"reserved_to": frozenset({Reserved.SIAE})}

        assert found("R12", **reserved) == [INFO]
        assert found("R12", **reserved, notice_cites_reservation=True) == []
        assert found("R12", **reserved, notice_cites_reservation=False) == [BLOCK]

    def test_for_the_social_economy_only_social_services_for_36_months(self):
        ess = {"reserved_to": frozenset({Reserved.ESS})}

        assert found("R13", **ess, duration_months=Decimal(12)) == [BLOCK]
        assert found("R13", **ess, duration_months=Decimal(36), social_services=True) == []
        assert found("R13", **ess, duration_months=Decimal("36.5"), social_services=True) == [BLOCK]
        assert found("R13", **ess, social_services=True) == [INFO]
        assert found("R13", duration_months=Decimal(48)) == []


class TestSmallCompanies:
    def test_a_contract_is_allotted_or_says_why_not(self):
        assert found("R17", lots=1) == [WARN]
        assert found("R17", lots=0) == [WARN]
        assert found("R17", lots=2) == found("R17", lots=1, no_allotment_reason="un seul objet") == []
        assert found("R17") == [INFO]
        assert found("R17", lots=1, concession=True) == []

    def test_the_turnover_asked_is_at_most_one_and_a_half_times_the_value(self):
        assert found("R18", required_turnover=Decimal(75_000)) == []
        assert found("R18", required_turnover=Decimal(75_001)) == [INFO]
        assert found("R18", required_turnover=Decimal(100_000), consultation_on=date(2025, 12, 31)) == []
        assert found("R18", required_turnover=Decimal(100_001), consultation_on=date(2025, 12, 31)) == [INFO]

    def test_the_advance_reaches_the_minimum(self):
        state = {"buyer": Buyer.STATE}
        large = {"running_costs": Decimal(60_000_001)}

        assert found("R19", **state, advance_rate=Decimal("0.29")) == [WARN]
        assert found("R19", **state, advance_rate=Decimal("0.3")) == []
        assert found("R19", **large, advance_rate=Decimal("0.09")) == [WARN]
        assert found("R19", **large, advance_rate=Decimal("0.1")) == []
        assert found("R19", running_costs=Decimal(60_000_000), advance_rate=Decimal(0)) == []
        assert found("R19", advance_rate=Decimal(0)) == [INFO]
        assert found("R19", buyer=Buyer.ENTITY) == []

    def test_a_global_contract_gives_a_fifth_to_small_companies(self):
        whole = {"global_contract": True}

        assert found("R20", **whole, sme_share=Decimal("0.19")) == [WARN]
        assert found("R20", **whole, sme_share=Decimal("0.2")) == []
        assert found("R20", **whole, sme_share=Decimal("0.1"), consultation_on=date(2024, 12, 31)) == []
        assert found("R20", **whole) == [INFO]
        assert found("R20", **whole, sme_share=Decimal(0), holder_is_sme=True) == []
        assert found("R20") == []


class TestSentences:
    @pytest.mark.parametrize(("code", "text"), [(code, text) for code, found in UNLAWFUL.items() for text in found])
    def test_an_unlawful_sentence_is_seen(self, code, text):
        assert code in codes(text)
        assert code in codes(text.upper())
        assert code in codes(text.replace("’", "'").replace("é", "e").replace("è", "e"))

    @pytest.mark.parametrize(("code", "text"), [(code, text) for code, found in LAWFUL.items() for text in found])
    def test_a_lawful_sentence_is_left_alone(self, code, text):
        assert codes(text) == set()
        assert len(LAWFUL[code]) >= 10

    @pytest.mark.parametrize("text", UNLAWFUL["R05"])
    @pytest.mark.parametrize("binds", [Binds.DELIVERY, Binds.PUBLIC, Binds.PERFORMANCE])
    def test_what_the_clause_binds_decides_against_its_text(self, text, binds):
        assert "R05" not in codes(text, binds=binds)

    @pytest.mark.parametrize("binds", [Binds.SEAT, Binds.ORIGIN])
    def test_what_the_clause_binds_decides_without_its_text(self, binds):
        assert codes("Le titulaire trie les déchets.", binds=binds) == {"R05"}

    def test_a_policy_is_known_by_what_it_binds(self):
        assert codes("Le titulaire trie les déchets.", binds=Binds.COMPANY) == {"R11"}
        assert codes("Le candidat décrit sa politique RSE.", binds=Binds.PERFORMANCE) == set()

    def test_a_label_is_asked_by_its_field_too(self):
        assert codes("Peinture.", label="Écolabel européen") == {"R08"}
        assert codes("Peinture.", label="Écolabel européen OU EQUIVALENT") == set()
        assert codes("Peinture, ou équivalent.", label="Écolabel européen") == set()

    def test_the_quote_is_the_sentence_as_it_is_written(self):
        text = "Le titulaire trie. L’entreprise est implantée dans le département. Il rend compte."
        finding = next(one for one in check(replace(GREEN, clauses=(clause(text),))) if one.code == "R05")

        assert finding.quote == "L’entreprise est implantée dans le département."

    def test_personal_data_block_once_an_administrator_has_confirmed_the_rule(self):
        project = replace(GREEN, clauses=(clause(UNLAWFUL["R16"][0]),))

        assert found("R16", project) == [WARN]
        assert found("R16", project, confirmed=frozenset({"R16"})) == [BLOCK]
        assert {rule.code for rule in TO_CONFIRM} == {"R16"}

    def test_derogations_that_are_listed_are_lawful(self):
        project = replace(GREEN, clauses=(clause(UNLAWFUL["R15"][0]),))

        assert found("R15", project) == [WARN]
        assert found("R15", project, derogations_listed=True) == []


class TestClauses:
    @pytest.mark.parametrize("stage", Stage)
    @pytest.mark.parametrize("empty", ["proof", "control", "penalty"])
    def test_a_clause_is_verified_by_a_proof_a_control_and_a_penalty(self, stage, empty):
        needs_no_penalty = empty == "penalty" and stage in {Stage.CRITERION, Stage.VARIANT}

        assert found("R10", clauses=(clause(stage=stage, **{empty: ""}),)) == ([] if needs_no_penalty else [WARN])
        assert found("R10", clauses=(clause(stage=stage),)) == []

    def test_one_way_of_doing_the_hours_is_too_few(self):
        assert codes("Les heures d’insertion se font uniquement par embauche directe.") == {"R07"}
        assert (
            codes("Les heures d’insertion se font par embauche directe, mise à disposition ou sous-traitance.")
            == set()
        )
        assert found("R07", modalities=1) == [WARN]
        assert found("R07", modalities=2) == []

    def test_the_same_hours_are_a_condition_or_a_criterion(self):
        condition = clause("Le titulaire réalise 480 heures d’insertion.")
        criterion = clause("Le nombre d’heures d’insertion est noté.", stage=Stage.CRITERION)
        beyond = clause("Les heures d’insertion proposées au-delà du minimum sont notées.", stage=Stage.CRITERION)

        assert found("R09", clauses=(condition, criterion)) == [WARN]
        assert found("R09", clauses=(condition, beyond)) == []
        assert found("R09", clauses=(condition,)) == found("R09", clauses=(criterion,)) == []


class TestData:
    def test_missing_keys_count_as_false_or_nothing(self):
        least = {"kind": "works", "buyer": "local", "value": 100, "consultation_on": "2026-11-30"}

        assert project_from(least) == Project(Kind.WORKS, Buyer.LOCAL, Decimal(100), DAY)
        assert project_from(least | {"concession": None, "clauses": None, "other": 1}) == project_from(least)

    @pytest.mark.parametrize(
        ("changed", "named"),
        [
            ({"kind": None}, "kind"),
            ({"kind": "travaux"}, "works, supplies, services"),
            ({"buyer": 3}, "buyer"),
            ({"value": None}, "value"),
            ({"value": "100"}, "value"),
            ({"value": True}, "value"),
            ({"value": -1}, "value"),
            ({"value": float("nan")}, "value"),
            ({"value": float("inf")}, "value"),
            ({"value": Decimal("1e999999")}, "value"),
            ({"consultation_on": "30/11/2026"}, "consultation_on"),
            ({"consultation_on": "2026-02-30"}, "consultation_on"),
            ({"consultation_on": None}, "consultation_on"),
            ({"defence": "oui"}, "defence"),
            ({"social_exemption": "none"}, "social_exemption"),
            ({"reserved_to": "siae"}, "reserved_to"),
            ({"reserved_to": ["eti"]}, "reserved_to"),
            ({"advance_rate": 30}, "advance_rate"),
            ({"lots": 1.5}, "entier"),
            ({"clauses": {}}, "clauses"),
            ({"clauses": ["texte"]}, "clauses"),
            ({"clauses": [{}]}, "clauses, n° 1, stage"),
            ({"clauses": [{"stage": "condition"}]}, "clauses, n° 1, text"),
            ({"clauses": [{"stage": "condition", "text": "a", "proof": []}]}, "proof"),
            ({"clauses": [{"stage": "condition", "text": "a" * 30_000}]}, "20000"),
        ],
    )
    def test_a_fault_of_form_names_its_field(self, changed, named):
        least = {"kind": "works", "buyer": "local", "value": 100, "consultation_on": "2026-11-30"}

        with pytest.raises(RuleBroken) as refused:
            project_from(least | changed)
        assert named in refused.value.message

    @pytest.mark.parametrize("data", [None, [], "a", 3])
    def test_what_is_no_object_is_refused(self, data):
        with pytest.raises(RuleBroken, match="ne décrit pas un marché"):
            project_from(data)

    @pytest.mark.parametrize(
        ("words", "binds"),
        [
            ("bidder_seat", Binds.SEAT),
            ("bidder's seat", Binds.SEAT),
            ("place of delivery", Binds.DELIVERY),
            ("delivery_place", Binds.DELIVERY),
            ("work_place", Binds.DELIVERY),
            ("public of the clause", Binds.PUBLIC),
            ("performance", Binds.PERFORMANCE),
            ("goods_origin", Binds.ORIGIN),
            ("company_policy", Binds.COMPANY),
            ("autre chose", None),
            ("", None),
        ],
    )
    def test_what_a_clause_binds_is_understood_in_several_words(self, words, binds):
        assert binds_from(words) is binds


numbers = st.none() | st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=2)
projects = st.builds(
    Project,
    kind=st.sampled_from(Kind),
    buyer=st.sampled_from(Buyer),
    value=st.decimals(0, 10**8, places=2),
    consultation_on=st.dates(date(2015, 1, 1), date(2035, 1, 1)),
    concession=st.booleans(),
    defence=st.booleans(),
    operation_value=numbers,
    duration_months=st.none() | st.decimals(0, 100, places=1),
    environmental_condition=st.booleans(),
    environmental_criterion=st.booleans(),
    price_only=st.booleans(),
    social_condition=st.booleans(),
    social_exemption=st.none() | st.sampled_from(Exemption),
    reserved_to=st.frozensets(st.sampled_from(Reserved)),
    social_services=st.booleans(),
    hours_due=numbers,
    hours_total=numbers,
    penalty_per_hour=numbers,
    clauses=st.lists(
        st.builds(
            Clause,
            stage=st.sampled_from(Stage),
            text=st.text(max_size=200) | st.sampled_from([one for found in UNLAWFUL.values() for one in found]),
            proof=st.sampled_from(["", "pièce"]),
            control=st.sampled_from(["", "mois"]),
            penalty=st.sampled_from(["", "50 €"]),
            label=st.sampled_from(["", "Écolabel"]),
            binds=st.none() | st.sampled_from(Binds),
        ),
        max_size=3,
    ).map(tuple),
)


class TestLaws:
    @given(projects)
    def test_any_project_is_answered_in_order_with_a_remedy(self, project):
        findings = check(project)
        weights = [[BLOCK, WARN, INFO].index(one.severity) for one in findings]

        assert weights == sorted(weights)
        assert all(one.code in BY_CODE and one.message and one.remedy and one.article for one in findings)
        assert all(one.severity is not BLOCK or one.rule.blocks_by_default for one in findings)

    @given(projects)
    def test_confirming_a_rule_never_makes_another_weigh_less(self, project):
        before = {(one.code, one.clause, one.message): one.severity for one in check(project)}
        after = check(project, confirmed=frozenset(rule.code for rule in RULES))

        assert len(after) == len(before) or len({*before}) == len({(o.code, o.clause, o.message) for o in after})
        order = [INFO, WARN, BLOCK]
        assert all(
            order.index(one.severity) >= order.index(before[one.code, one.clause, one.message]) for one in after
        )

    @given(projects)
    def test_doing_what_the_law_asks_leaves_nothing_of_the_whole_that_blocks(self, project):
        mended = replace(
            project,
            environmental_condition=True,
            environmental_criterion=True,
            price_only=False,
            social_condition=True,
            reserved_to=frozenset(),
            clauses=(),
        )

        assert not blocks(check(mended))

    @given(projects, st.decimals(0, 10**7, places=2))
    def test_a_dearer_contract_never_needs_less(self, project, more):
        def social(value: Decimal) -> bool:
            changed = replace(project, value=value, social_condition=False, social_exemption=None)
            return any(one.code == "R04" and one.severity is not INFO for one in check(changed))

        assert social(project.value) <= social(project.value + more)

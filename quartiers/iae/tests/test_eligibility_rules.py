"""Who may enter the IAE: every row and every threshold of the national platform, both sides of each."""

from datetime import date
from enum import Enum, StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.iae.rules import (
    CRITERIA,
    INCOMPATIBLE,
    EmployerKind,
    IaeCriterion,
    Level,
    diagnosis_expires_on,
    eligible,
    explain_eligibility,
    level_2_required,
)
from quartiers.kernel.errors import RuleBroken

DAY = date(2026, 11, 23)
SIAE = ["ACI", "AI", "EI", "ETTI", "EITI"]
ONE = [code for code, criterion in CRITERIA.items() if criterion.level is Level.ONE]
TWO = [code for code, criterion in CRITERIA.items() if criterion.level is Level.TWO]
SAFE_TWO = ["QPV", "ZRR", "ASE", "TH", "PI", "PSH_PR", "REF_DA", "DETENTION_MJ", "FLE", "PM", "CAP_BEP"]

authors = st.sampled_from(["employer", "prescriber"])
kinds = st.sampled_from(SIAE)
chosen = st.sets(st.sampled_from(sorted(CRITERIA)))
days = st.dates(date(2015, 1, 1), date(2100, 1, 1))
PLATFORM_ROWS = [
    ("RSA", 1, 3, "API Particulier"), ("ASS", 1, 3, ""), ("AAH", 1, 3, "API Particulier"), ("DETLD", 1, 3, ""),
    ("CAP_BEP", 2, 3, ""), ("SENIOR", 2, None, ""), ("JEUNE", 2, None, ""), ("ASE", 2, 12, ""), ("DELD", 2, 3, ""),
    ("TH", 2, None, "API de France Travail"), ("PI", 2, 3, "API Particulier"), ("PSH_PR", 2, 3, ""),
    ("REF_DA", 2, None, ""), ("ZRR", 2, 6, ""), ("QPV", 2, 6, ""), ("DETENTION_MJ", 2, 6, ""), ("FLE", 2, 6, ""),
    ("PM", 2, 6, ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "level", "months", "service"), PLATFORM_ROWS)
def test_each_criterion_has_its_level_the_age_of_its_paper_and_its_service(code, level, months, service):
    criterion = CRITERIA[IaeCriterion(code)]

    assert criterion.level == level
    assert (criterion.proof_age.on(DAY) if criterion.proof_age else None) == months
    assert criterion.certified_by == service
    assert criterion.told(DAY).label
    assert criterion.proof
    assert criterion.told(DAY).freshness


def test_the_criteria_are_the_eighteen_of_the_platform():
    assert [code.value for code in CRITERIA] == [row[0] for row in PLATFORM_ROWS]


@pytest.mark.parametrize(("kind", "required"), [("ACI", 3), ("EI", 3), ("EITI", 3), ("AI", 2), ("ETTI", 2)])
def test_an_employer_needs_this_many_criteria_of_level_2(kind, required):
    assert level_2_required(kind, on=DAY) == required
    assert not eligible("employer", kind, SAFE_TWO[: required - 1], on=DAY)
    assert eligible("employer", kind, SAFE_TWO[:required], on=DAY)


@pytest.mark.parametrize("kind", SIAE)
@pytest.mark.parametrize("code", ONE)
def test_one_criterion_of_level_1_is_enough(kind, code):
    assert eligible("employer", kind, [code], on=DAY)


@pytest.mark.parametrize("kind", SIAE)
@pytest.mark.parametrize("code", TWO)
def test_one_criterion_of_level_2_is_never_enough_for_an_employer(kind, code):
    assert not eligible("employer", kind, [code], on=DAY)
    assert not eligible("employer", kind, [code, code, code], on=DAY)
    assert eligible("prescriber", kind, [code], on=DAY)


@pytest.mark.parametrize("kind", SIAE)
def test_a_prescriber_needs_no_criterion_and_an_employer_needs_some(kind):
    assert eligible("prescriber", kind, [], on=DAY)
    assert not eligible("employer", kind, [], on=DAY)


@given(authors, kinds, chosen, st.sampled_from(INCOMPATIBLE), days)
def test_two_criteria_that_exclude_each_other_always_make_a_no(author, kind, criteria, pair, on):
    found = explain_eligibility(author, kind, [*criteria, *pair], on=on)

    assert found.eligible is False
    assert pair in [(one.code, other.code) for one, other in found.incompatible]
    assert "ne peuvent pas être vrais ensemble" in found.reason


@given(authors, kinds, chosen, st.sampled_from(sorted(CRITERIA)), days)
def test_one_more_criterion_never_takes_a_yes_away_unless_it_excludes_another(author, kind, criteria, more, on):
    before = eligible(author, kind, criteria, on=on)
    after = explain_eligibility(author, kind, criteria | {more}, on=on)

    assert after.eligible or not before or after.incompatible


@given(kinds, chosen, days)
def test_what_an_employer_may_a_prescriber_may(kind, criteria, on):
    assert not eligible("employer", kind, criteria, on=on) or eligible("prescriber", kind, criteria, on=on)


@given(chosen, days)
def test_lending_structures_ask_for_less(criteria, on):
    assert not eligible("employer", "ACI", criteria, on=on) or eligible("employer", "AI", criteria, on=on)


@given(kinds, st.lists(st.sampled_from(sorted(CRITERIA))), st.randoms(), days)
def test_neither_order_nor_repetition_counts(kind, criteria, random, on):
    mixed = [*criteria, *criteria]
    random.shuffle(mixed)

    assert explain_eligibility("employer", kind, mixed, on=on) == explain_eligibility(
        "employer", kind, criteria, on=on
    )


@given(kinds, chosen, days)
def test_what_is_missing_is_exactly_what_makes_a_yes(kind, criteria, on):
    found = explain_eligibility("employer", kind, criteria, on=on)
    spare = [code for code in SAFE_TWO if code not in criteria]

    if found.missing and len(spare) >= found.missing:
        assert not eligible("employer", kind, [*criteria, *spare[: found.missing - 1]], on=on)
        assert eligible("employer", kind, [*criteria, *spare[: found.missing]], on=on)


def test_codes_of_any_enumeration_of_strings_are_known():
    class Theirs(str, Enum):  # noqa: UP042 - what older code gives
        EMPLOYER = "employer"
        AI = "AI"

    class Mine(StrEnum):
        RSA = "RSA"

    assert eligible(Theirs.EMPLOYER, Theirs.AI, (code for code in [Mine.RSA]), on=DAY)


@pytest.mark.parametrize(
    ("author", "kind", "criteria", "sentence"),
    [
        ("employer", "AI", ["QPV", "JEUNE"], "Oui, par deux critères de niveau 2."),
        ("employer", "ACI", ["RSA", "QPV"], "Oui, par un critère de niveau 1."),
        ("employer", "ACI", ["QPV", "JEUNE"], "Non, il manque un critère de niveau 2."),
        ("employer", "EI", [], "Non, il manque trois critères de niveau 2."),
        ("employer", "EI", ["RSA", "JEUNE", "SENIOR"], "Non, deux critères se contredisent."),
        ("prescriber", "EI", [], "Oui, par le diagnostic d’un prescripteur habilité."),
    ],
)
def test_the_answer_is_one_sentence(author, kind, criteria, sentence):
    found = explain_eligibility(author, kind, criteria, on=DAY)

    assert found.sentence.replace("\u00a0", " ") == sentence
    assert found.reason.endswith(".")


def test_the_criteria_that_carry_the_answer_are_named():
    assert [one.code for one in explain_eligibility("employer", "ACI", ["QPV", "RSA"], on=DAY).counted] == ["RSA"]
    assert [one.code for one in explain_eligibility("employer", "AI", ["QPV", "JEUNE"], on=DAY).counted] == [
        "JEUNE", "QPV",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["GEIQ", "OPCS"])
@pytest.mark.parametrize("author", ["employer", "prescriber"])
def test_an_employer_that_is_not_a_siae_is_refused(author, kind):
    with pytest.raises(RuleBroken, match="n’est pas une structure d’insertion"):
        eligible(author, kind, ["RSA"], on=DAY)


@pytest.mark.parametrize(
    ("author", "kind", "criteria", "said"),
    [
        ("voisin", "ACI", [], "L’auteur"),
        ("employer", "aci", [], "Le type d’employeur"),
        ("employer", "ACI", ["RSA", "FORTUNE"], "Le critère"),
    ],
)
def test_an_unknown_code_is_refused_with_the_codes_that_exist(author, kind, criteria, said):
    with pytest.raises(RuleBroken, match=f"{said}.*n’existe pas. Choisissez parmi"):
        eligible(author, kind, criteria, on=DAY)


@pytest.mark.parametrize(
    ("author", "made_on", "expires_on"),
    [
        ("prescriber", date(2026, 1, 15), date(2026, 7, 15)),
        ("prescriber", date(2025, 8, 31), date(2026, 2, 28)),
        ("prescriber", date(2023, 8, 30), date(2024, 2, 29)),
        ("employer", date(2026, 1, 15), date(2026, 4, 17)),
        ("employer", date(2024, 1, 1), date(2024, 4, 2)),
    ],
)
def test_a_diagnosis_counts_until_the_day_before(author, made_on, expires_on):
    assert diagnosis_expires_on(author, made_on) == expires_on


@given(days)
def test_a_diagnosis_of_a_prescriber_lasts_longer(made_on):
    assert made_on < diagnosis_expires_on("employer", made_on) < diagnosis_expires_on("prescriber", made_on)


@given(authors, days, days)
def test_a_later_diagnosis_never_expires_sooner(author, one, other):
    early, late = sorted([one, other])

    assert diagnosis_expires_on(author, early) <= diagnosis_expires_on(author, late)


def test_a_date_out_of_the_calendar_is_refused_with_a_sentence():
    for author in ("employer", "prescriber"):
        with pytest.raises(RuleBroken, match="sort du calendrier"):
            diagnosis_expires_on(author, date.max)


def test_every_kind_has_its_words():
    assert [kind.value for kind in EmployerKind if kind.is_siae] == SIAE
    assert len({kind.label for kind in EmployerKind}) == len(EmployerKind)

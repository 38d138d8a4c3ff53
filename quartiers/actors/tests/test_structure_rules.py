"""Kinds, SIRET, authorisations: what is true without a database."""

from datetime import date, timedelta

import pytest
from data_inclusion.schema import v1
from hypothesis import given
from hypothesis import strategies as st

from quartiers.actors.rules.authorisations import Act, Term, check_authorisation, in_force
from quartiers.actors.rules.organisations import (
    FAMILIES,
    KIND_BY_NETWORK,
    PRESCRIBERS,
    OrganisationKind,
    kind_of,
    known_kind,
)
from quartiers.actors.rules.siret import check_siret, is_siret
from quartiers.kernel.errors import RuleBroken

NETWORKS = st.lists(st.sampled_from([*(one.value for one in v1.ReseauPorteur), "mot-nouveau"]), max_size=5)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_each_kind_stands_in_one_family_with_words_and_a_sentence():
    kinds = [kind for kinds in FAMILIES.values() for kind in kinds]

    assert sorted(kinds) == sorted(OrganisationKind)
    assert all(kind.label and kind.sentence.endswith(".") for kind in kinds)
    assert len({kind.label for kind in kinds}) == len(kinds)


def test_the_platform_of_inclusion_knows_32_kinds_of_prescribers():
    assert len(PRESCRIBERS) == 32


def test_each_word_that_says_a_kind_is_a_word_of_the_national_schema():
    assert set(KIND_BY_NETWORK) <= {one.value for one in v1.ReseauPorteur}


@given(NETWORKS)
def test_a_kind_is_never_guessed(networks):
    said = {KIND_BY_NETWORK[one] for one in networks if one in KIND_BY_NETWORK}

    assert kind_of(networks) == (said.pop() if len(said) == 1 else OrganisationKind.UNKNOWN)
    assert kind_of(networks) == kind_of(reversed(networks))


@given(st.text(max_size=20))
def test_any_text_has_a_kind(text):
    assert known_kind(text) in OrganisationKind


def test_the_kind_of_a_later_version_is_unknown():
    assert known_kind("nature-de-demain") is OrganisationKind.UNKNOWN


# --- SIRET ----------------------------------------------------------------------------------------------------------


def luhn(figures: str) -> bool:
    doubled = [int(one) * (2 if at % 2 else 1) for at, one in enumerate(reversed(figures))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


@given(st.integers(0, 10**13 - 1))
def test_one_last_figure_in_ten_makes_a_siret(start):
    """The SIREN inside has a key of its own."""
    body = f"{start:013}"
    kept = [figure for figure in "0123456789" if is_siret(body + figure)]
    expected = [figure for figure in "0123456789" if luhn(body + figure) and luhn(body[:9])]

    if not body.startswith("356000000"):
        assert kept == expected


@pytest.mark.parametrize("siret", ["35600000000048", "35600000049837", "73282932000074"])
def test_a_siret_of_la_poste_is_one_too(siret):
    assert check_siret(siret) == siret


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("123", "14 chiffres"),
        ("73282932000075", "clé"),
        ("7328293200007A", "14 chiffres"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "14 chiffres"),
    ],
)
def test_what_is_no_siret_is_refused_with_what_to_do(typed, words):
    with pytest.raises(RuleBroken, match=words):
        check_siret(typed)


def test_a_siret_may_be_typed_with_spaces_or_left_empty():
    assert check_siret(" 732 829 320 00074 ") == "73282932000074"
    assert check_siret("  ") == ""


# --- Authorisations -------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 900)), max_size=5), DAYS)
def test_the_act_in_force_holds_that_day_and_began_last(terms, on):
    acts = [Term(start, None if days is None else start + timedelta(days=days)) for start, days in terms]
    holding = [one for one in acts if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to)]
    found = in_force(acts, on)

    assert (found is None) == (not holding)
    if found is not None:
        assert found in holding
        assert found.valid_from == max(one.valid_from for one in holding)


def check(kind=OrganisationKind.PLIE, act=Act.PREFECT, reference="n° 1", signed=1, start=2, end=None):
    check_authorisation(
        kind,
        act,
        reference=reference,
        signed_on=date(2026, 1, signed),
        valid_from=date(2026, 1, start),
        valid_to=end and date(2026, 1, end),
    )


@pytest.mark.parametrize("kind", sorted(set(OrganisationKind) - PRESCRIBERS))
def test_a_kind_that_is_no_prescriber_is_never_authorised(kind):
    with pytest.raises(RuleBroken, match="ne peut pas être habilitée"):
        check(kind=kind)


def test_an_act_has_a_reference_unless_the_law_gives_it():
    check(act=Act.LAW, reference="")
    with pytest.raises(RuleBroken, match="référence"):
        check(reference="")


def test_an_authorisation_does_not_begin_before_its_act_nor_end_before_it_begins():
    check()
    with pytest.raises(RuleBroken, match="avant son acte"):
        check(signed=3)
    with pytest.raises(RuleBroken, match="fin vient avant"):
        check(start=5, end=4)

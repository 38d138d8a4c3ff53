"""A social security number is found however it is cut; what merely has many digits is left alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.kernel.errors import RuleBroken
from quartiers.kernel.nir import CORSICA, PSEUDO_MONTHS, REAL_MONTHS, check_no_nir, find_nir, looks_like_nir, nir_key

SEPARATORS = st.sampled_from([" ", "\u00a0", "\u202f", ".", "-", "–", "/", " - ", "_", "\u200b"])
WORDS = st.text(alphabet="abcdefghij éà,;:'’", max_size=30)


@st.composite
def bodies(draw, months=frozenset(REAL_MONTHS | PSEUDO_MONTHS), sexes="123478") -> list[str]:
    """The six parts before the key."""
    departments = [f"{n:02d}" for n in range(1, 100)] + list(CORSICA)
    return [
        draw(st.sampled_from(sexes)),
        f"{draw(st.integers(0, 99)):02d}",
        f"{draw(st.sampled_from(sorted(months))):02d}",
        draw(st.sampled_from(departments)),
        f"{draw(st.integers(1, 999)):03d}",
        f"{draw(st.integers(1, 999)):03d}",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2 55 08 14 168 025 38",
        "255081416802538",
        "255081416802538.0",
        "2.55.08.14.168.025.38",
        "2-55-08-14-168-025 (clé 38)",
        "né en 1955 2 55 08 14 168 025 38 Toulouse",
        "2 55 08 14 168 025",
        "2550814168025",
        "255 081 416 802 538",
        "25508 14168 02538",
        "nir_255081416802538.pdf",
        "２５５０８１４１６８０２５３８",
        "1 84 12 2A 451 089",
        "184122a451089",
        "Tél. 06 12 34 56 78, n° 2 55 08 14 168 025 38.",
    ],
)
def test_a_number_is_found_in(text):
    assert looks_like_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SIRET 552 100 554 00012",
        "55210055400012",
        "06 12 34 56 78 / 07 11 22 33 44",
        "+33 6 12 34 56 78, +33 1 42 68 53 00",
        "FR76 3000 6000 0112 3456 7890 189",
        "3000 6000 0112 3456",
        "1.443962, 43.604500",
        "1.443962 43.604500",
        "1.4439621234567 43.604500123456",
        "1.44396212345678",
        "1.841276451089",
        "574356.86 6279642.97",
        "du 1 11 2024 au 2 12 2025",
        "255081416802539",
        "2550014168025",
        "5550814168025",
        "2 55 08 00 168 025",
        "2 55 08 14 000 025",
        "12 mars 2026 à 10 h 30, 3 000 lignes sur 12 000",
        "QP011012 QN01101M",
    ],
)
def test_no_number_is_found_in(text):
    assert find_nir(text) is None


@given(parts=bodies(), separator=SEPARATORS, before=WORDS, after=WORDS)
def test_any_number_cut_as_on_the_card_is_found_with_its_key(parts, separator, before, after):
    body = "".join(parts)
    written = separator.join([*parts, nir_key(body)])

    assert find_nir(f"{before} {written} {after}") == body + nir_key(body)


@given(parts=bodies(), separator=SEPARATORS)
def test_any_number_cut_as_on_the_card_is_found_without_its_key(parts, separator):
    assert find_nir(separator.join(parts)) == "".join(parts)


@given(parts=bodies(months=REAL_MONTHS, sexes="12"))
def test_a_block_of_thirteen_with_a_real_month_is_found(parts):
    assert looks_like_nir("".join(parts))


@given(parts=bodies(), cuts=st.sets(st.integers(1, 14), max_size=5))
def test_a_number_alone_is_found_wherever_it_is_cut_by_spaces(parts, cuts):
    digits = "".join(parts) + nir_key("".join(parts))
    places = [0, *sorted(cuts), 15]
    pieces = [digits[start:end] for start, end in pairwise(places)]
    if any(piece[:1] in "AB" for piece in pieces):
        return

    assert find_nir(" ".join(pieces)) == digits


@given(parts=bodies(), wrong=st.integers(0, 99))
def test_a_block_of_fifteen_passes_by_its_key_only(parts, wrong):
    body = "".join(parts)

    assert looks_like_nir(f"{body}{wrong:02d}") == (f"{wrong:02d}" == nir_key(body))


@given(longitude=st.floats(-180, 180), latitude=st.floats(-90, 90), digits=st.integers(0, 15))
def test_coordinates_are_never_taken_for_a_number(longitude, latitude, digits):
    assert not looks_like_nir(f"{longitude!r} {latitude!r}")
    assert not looks_like_nir(f"{longitude:.{digits}f} {latitude:.{digits}f}")


@given(st.text())
def test_any_text_has_an_answer(text):
    assert find_nir(text * 3) is None or looks_like_nir(text * 3)


@given(st.text(alphabet="0123456789 ", min_size=13, max_size=40))
def test_what_is_found_has_thirteen_or_fifteen_characters_of_the_text(text):
    found = find_nir(text)

    assert found is None or (len(found) in (13, 15) and found in text.replace(" ", ""))


def test_the_refusal_says_what_to_do_and_does_not_repeat_the_number():
    with pytest.raises(RuleBroken, match="Retirez-le") as refused:
        check_no_nir("son numéro : 2 55 08 14 168 025 38")

    assert not any(character.isdigit() for character in refused.value.message)
    check_no_nir("rien de tel ici")

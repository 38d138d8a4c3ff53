"""What a point and its error allow one to say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory.rules import (
    GENERATION_PERIOD,
    NEAR_M,
    CentreKind,
    Generation,
    Match,
    PointKind,
    Position,
    Verdict,
    decide,
    generation_on,
    not_loaded,
    validity,
)

DAY = date(2026, 11, 23)
metres = st.floats(0, 5_000, allow_nan=False)
days = st.dates(date(2015, 1, 1), date(2100, 1, 1))


def position(border_m: float, *, inside: bool, precision_m: float = 7.0, fictional: bool = False) -> Position:
    match = Match("QN01101M", "Les Tilleuls", 2024, inside, 0.0 if inside else border_m)
    return Position(match, border_m, precision_m, fictional)


def said(*positions: Position, kind: PointKind = PointKind.HOUSE_NUMBER, missing: str = ""):
    generation = None if missing else Generation.Y2024
    return decide(positions, on=DAY, kind=kind, generation=generation, missing=missing)


@given(metres, st.booleans(), st.sampled_from(PointKind), metres)
def test_what_is_not_loaded_is_never_a_no(border_m, inside, kind, precision_m):
    answer = said(position(border_m, inside=inside, precision_m=precision_m), kind=kind, missing="Rien n’est chargé.")

    assert answer.verdict is not Verdict.NO


@given(metres, st.booleans(), st.sampled_from([kind for kind in PointKind if not kind.is_exact]))
def test_only_a_house_number_or_coordinates_give_a_certainty(border_m, inside, kind):
    assert said(position(border_m, inside=inside), kind=kind).verdict is Verdict.CHECK


@given(metres, metres, st.booleans())
def test_a_certainty_stays_when_the_point_is_farther_from_the_border(border_m, farther, inside):
    near, far = said(position(border_m, inside=inside)), said(position(border_m + farther, inside=inside))

    assert near.verdict is Verdict.CHECK or far.verdict is near.verdict


@given(metres, st.booleans(), metres, metres)
def test_a_less_precise_contour_never_brings_a_certainty(border_m, inside, precision_m, worse):
    fine = said(position(border_m, inside=inside, precision_m=precision_m))
    coarse = said(position(border_m, inside=inside, precision_m=precision_m + worse))

    assert coarse.verdict in {fine.verdict, Verdict.CHECK}


def test_a_house_number_well_inside_is_a_yes_with_its_reason():
    answer = said(position(180, inside=True))

    assert answer.verdict is Verdict.YES
    assert answer.match.code == "QN01101M"
    assert "Les Tilleuls" in answer.reason
    assert "180\u00a0m de la limite" in answer.reason


def test_twelve_metres_from_the_border_is_to_be_checked():
    answer = said(position(12, inside=True))

    assert answer.verdict is Verdict.CHECK
    assert "12\u00a0m" in answer.reason
    assert "justificatif" in answer.reason


def test_just_outside_is_to_be_checked_and_names_the_neighbourhood():
    answer = said(position(12, inside=False))

    assert answer.verdict is Verdict.CHECK
    assert answer.match.inside is False


def test_far_outside_is_a_no_that_still_shows_what_is_near():
    answer = said(position(250, inside=False))

    assert answer.verdict is Verdict.NO
    assert answer.match is None
    assert [match.code for match in answer.nearby] == ["QN01101M"]


def test_a_coarser_contour_a_little_farther_still_forbids_a_no():
    near = position(20, inside=False, precision_m=1)
    farther = Position(Match("QN01102M", "Les Aubiers", 2024, False, 24.0), 24.0, 10.0)

    answer = said(near, farther)

    assert answer.verdict is Verdict.CHECK
    assert answer.match.code == "QN01102M"


def test_the_neighbourhood_that_surely_holds_the_point_answers_first():
    edge = position(3, inside=True)
    heart = Position(Match("QN01102M", "Les Aubiers", 2024, True, 0.0), 200.0, 7.0)

    answer = said(edge, heart)

    assert answer.verdict is Verdict.YES
    assert answer.match.code == "QN01102M"
    assert [match.code for match in answer.nearby] == ["QN01101M"]


def test_the_reason_says_the_day_the_list_and_where():
    assert said(position(180, inside=True)).reason.replace("\u00a0", " ") == (
        "Le 23 novembre 2026, liste de 2024, le point est dans le quartier « Les Tilleuls », à 180 m de la limite. "
        "C’est plus que l’écart possible, 22 m."
    )


def test_the_reason_says_that_the_band_opens_no_right():
    assert "n’ouvre aucun droit à l’emploi" in said(position(250, inside=False)).reason
    assert "droit" not in said(position(180, inside=True)).reason


@pytest.mark.parametrize("inside", [True, False])
def test_the_reason_says_that_an_example_is_invented(inside):
    assert said(position(180, inside=inside, fictional=True)).reason.endswith("Exemple fictif.")


def test_a_street_far_from_everything_is_a_probable_no_to_be_checked():
    answer = said(kind=PointKind.STREET)

    assert answer.verdict is Verdict.CHECK
    assert "à moins de 500\u00a0m" in answer.reason
    assert "sans doute non" in answer.reason


@given(metres, st.booleans(), st.sampled_from(PointKind), st.sampled_from(["", "Rien n’est chargé."]), metres)
def test_a_reason_is_whole_sentences(border_m, inside, kind, missing, precision_m):
    reason = said(position(border_m, inside=inside, precision_m=precision_m), kind=kind, missing=missing).reason

    assert reason.endswith(".")
    assert "  " not in reason
    assert ".." not in reason


def test_nothing_around_is_a_no():
    answer = said()

    assert answer.verdict is Verdict.NO
    assert answer.nearby == ()
    assert "300\u00a0m" in answer.reason


def test_what_is_missing_is_said():
    answer = said(missing="Les quartiers du Rhône ne sont pas chargés.")

    assert answer.verdict is Verdict.UNKNOWN
    assert answer.reason.startswith("Les quartiers du Rhône ne sont pas chargés.")


def test_an_invented_neighbourhood_shows_in_the_answer():
    assert said(position(180, inside=True, fictional=True)).fictional


@given(days)
def test_exactly_one_list_applies_each_day_on_the_mainland(on):
    assert [generation for generation in Generation if validity(generation, "11").contains(on)] == [
        generation_on(on, "11")
    ]


@pytest.mark.parametrize(
    ("on", "department", "generation"),
    [
        (date(2015, 1, 1), "11", Generation.Y2015),
        (date(2023, 12, 31), "11", Generation.Y2015),
        (date(2024, 1, 1), "11", Generation.Y2024),
        (date(2014, 12, 31), "11", None),
        (date(2023, 12, 31), "974", Generation.Y2015),
        (date(2024, 12, 31), "974", None),
        (date(2025, 1, 1), "974", Generation.Y2024),
    ],
)
def test_the_list_of_a_day_follows_the_decrees(on, department, generation):
    assert generation_on(on, department) is generation


def test_a_day_without_any_list_is_said():
    sentence = not_loaded(place="La Réunion", generation=None, on=date(2024, 6, 1)).replace("\u00a0", " ")

    assert sentence == (
        "Aucune liste de quartiers prioritaires n’est connue au 1er juin 2024 pour ce territoire : La Réunion."
    )


@pytest.mark.parametrize("kinds", [Verdict, PointKind, CentreKind])
def test_every_value_has_its_own_label_in_french(kinds):
    labels = [kind.label for kind in kinds]

    assert len(set(labels)) == len(labels)
    assert all(labels)


def test_the_band_around_a_neighbourhood_opens_no_right():
    assert NEAR_M.on(DAY) == 300
    assert "n’ouvre aucun droit à l’emploi" in NEAR_M.entry_on(DAY).note


def test_the_two_lists_follow_each_other():
    assert [entry.value for entry in GENERATION_PERIOD.entries] == [2015, 2024]

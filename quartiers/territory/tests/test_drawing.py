"""Drawings: the room that names need, the borders that are drawn once."""

import re

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from quartiers.territory import drawing

FRAME = drawing.frame((2.0, 43.0, 3.0, 43.6))
cells = st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=20)


def test_names_that_would_cover_another_are_left_out_and_the_first_ones_stay():
    points = [(2.5, 43.3), (2.51, 43.3), (2.5, 43.5), (2.001, 43.3), (2.2, 43.1)]

    assert drawing.apart(FRAME, points, width=200, height=60, most=7) == [0, 2, 4]
    assert drawing.apart(FRAME, points, width=200, height=60, most=1) == [0]


@given(cells)
def test_each_border_is_drawn_once_and_none_is_lost(chosen):
    shapes = [shapely.box(x, y, x + 1, y + 1) for x, y in chosen]
    wanted, found = shapely.union_all(shapely.boundary(shapes)), drawing.borders(shapes)

    assert found.equals(wanted)
    assert found.length == pytest.approx(wanted.length)


def test_a_grid_takes_fewer_lines_than_it_has_sides():
    found = drawing.borders([shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(5)])

    assert len(found.geoms) <= 8


def test_lines_start_where_the_one_before_ended():
    points = [(2.2, 43.3), (2.4, 43.3)], [(2.4, 43.4), (2.4, 43.5), (2.4, 43.5)]
    lines = shapely.multilinestrings([shapely.linestrings(some) for some in points])
    moves = [[int(one) for one in re.findall(r"-?\d+", part)] for part in FRAME.lines(lines).split("m")[1:]]
    first, second = FRAME.point(2.4, 43.3), FRAME.point(2.4, 43.4)

    assert moves[0][:2] == list(FRAME.point(2.2, 43.3))
    assert moves[1][:2] == [second[0] - first[0], second[1] - first[1]]
    assert [len(one) for one in moves] == [4, 4]


def test_a_line_too_short_to_be_seen_is_left_out():
    assert FRAME.lines(shapely.linestrings([(2.2, 43.3), (2.2000001, 43.3)])) == ""

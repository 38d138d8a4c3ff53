"""Drawings: the room that names need."""

from quartiers.territory import drawing


def test_names_that_would_cover_another_are_left_out_and_the_first_ones_stay():
    frame = drawing.frame((2.0, 43.0, 3.0, 43.6))
    points = [(2.5, 43.3), (2.51, 43.3), (2.5, 43.5), (2.001, 43.3), (2.2, 43.1)]

    assert drawing.apart(frame, points, width=200, height=60, most=7) == [0, 2, 4]
    assert drawing.apart(frame, points, width=200, height=60, most=1) == [0]

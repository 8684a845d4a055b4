"""Where the marks of digits go, without a window."""

from itertools import pairwise

import pytest

from digitrec.ui.canvas.mark_layout import MarkMetrics, lay_out_marks

METRICS = MarkMetrics(width=500, height=400, padding=6, gap=11, letter=14, min_width=10, spacing=4)


def row(*spans, top=100.0, bottom=200.0):
    return [(left, top, right, bottom) for left, right in spans]


def test_a_level_number_has_its_letters_and_its_lines_in_two_rows():
    boxes = [(50, 100, 110, 200), (130, 110, 180, 196), (200, 96, 260, 190)]
    found = lay_out_marks(boxes, (), METRICS)
    assert {place.y for place in found} == {96 - 11 - 1}
    assert {place.box[3] for place in found} == {200 + 11}
    assert [(place.box[0], place.box[2]) for place in found] == [(44, 116), (124, 186), (194, 266)]
    assert [place.x for place in found] == [80, 155, 230]


def test_digits_that_reach_over_each_other_have_lines_apart():
    found = lay_out_marks(row((50, 120), (100, 180), (130, 135)), (), METRICS)
    for one, other in pairwise(found):
        assert one.box[2] + METRICS.spacing <= other.box[0] + 1e-9
        assert one.x + METRICS.min_width <= other.x + 1e-9
    assert all(place.box[0] < place.x < place.box[2] for place in found)


def test_digits_as_narrow_as_a_line_keep_their_letters_apart():
    found = lay_out_marks(
        row(*((x, x) for x in (50.0, 52.0, 54.0, 56.0))), (), METRICS._replace(padding=0)
    )
    assert all(other.x - one.x >= METRICS.min_width - 1e-9 for one, other in pairwise(found))


def test_a_number_written_uphill_has_each_mark_near_its_digit():
    boxes = [(50, 300, 100, 360), (120, 200, 170, 260), (190, 100, 240, 160)]
    assert [place.y for place in lay_out_marks(boxes, (), METRICS)] == [288, 188, 88]
    assert [place.box[3] for place in lay_out_marks(boxes, (), METRICS)] == [371, 271, 171]


def test_a_bar_that_reaches_over_the_neighbour_is_cleared():
    boxes = [(50, 100, 150, 300), (120, 200, 140, 300)]  # a seven, and a low one under its bar
    assert [place.y for place in lay_out_marks(boxes, (), METRICS)] == [88, 88]


def test_lines_of_digits_have_rows_of_their_own():
    boxes = row((50, 100), (120, 170), top=50, bottom=100) + row((50, 100), top=200, bottom=260)
    found = lay_out_marks(boxes, (2, 1), METRICS)
    assert [place.y for place in found] == [38, 38, 188]


@pytest.mark.parametrize("top", [0.0, 5.0, 15.0, 24.0])
def test_without_room_above_a_letter_goes_below(top):
    (place,) = lay_out_marks([(50, top, 110, 200)], (), METRICS)
    assert place.y == 200 + 11 + 2 + 14


def test_all_marks_stay_inside_the_drawing_area():
    found = lay_out_marks([(-3, 0, 2, 400), (498, 0, 503, 400)], (), METRICS)
    for place in found:
        assert METRICS.letter <= place.y <= METRICS.height
        assert METRICS.min_width / 2 <= place.x <= METRICS.width - METRICS.min_width / 2
        assert place.box[1] >= 0
        assert place.box[3] < METRICS.height

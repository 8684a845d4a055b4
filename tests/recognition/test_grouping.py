import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.grouping import GAP, ReadingError, group_spans, group_strokes
from tests.samples import digit, number

spans = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), min_size=1, max_size=12).map(
    lambda pairs: [(left, left + width) for left, width in pairs]
)


@pytest.mark.parametrize("which", range(10))
def test_one_digit_stays_whole(which):
    strokes = digit(which).strokes
    assert group_strokes(strokes, None) == [tuple(range(len(strokes)))]


def test_digits_with_clear_gaps_come_apart_from_left_to_right():
    assert group_strokes(number("457").strokes, None) == [(0, 1), (2, 3), (4, 5)]


def test_the_order_of_the_strokes_does_not_matter():
    strokes = number("45").strokes
    shuffled = [strokes[i] for i in (3, 0, 2, 1)]
    assert group_strokes(shuffled, None) == [(1, 3), (0, 2)]


def test_a_told_count_cuts_at_the_widest_gaps():
    assert group_spans([(0, 10), (11, 20), (25, 30)], 20, 2) == [(0, 1), (2,)]
    assert group_spans([(0, 10), (11, 20), (25, 30)], 20, 3) == [(0,), (1,), (2,)]
    assert group_spans([(0, 10), (90, 99)], 20, 1) == [(0, 1)]


def test_more_digits_than_parts_are_refused_with_both_numbers():
    with pytest.raises(ReadingError, match=r"3 digits .* only 2 separate parts"):
        group_spans([(0, 10), (20, 30)], 20, 3)


@given(spans, st.floats(1, 100), st.floats(0.2, 5), st.floats(-500, 500))
def test_groups_are_a_partition_in_order_and_do_not_change_with_place(parts, height, scale, shift):
    groups = group_spans(parts, height, None)
    assert sorted(index for group in groups for index in group) == list(range(len(parts)))
    lefts = [min(parts[index][0] for index in group) for group in groups]
    assert lefts == sorted(lefts)
    near_a_limit = any(
        abs(b[0] - a[1] - GAP * height) < 1e-6 * (1 + abs(b[0]) + height)
        for a in parts
        for b in parts
    )
    if not near_a_limit:
        moved = [(left * scale + shift, right * scale + shift) for left, right in parts]
        assert group_spans(moved, height * scale, None) == groups

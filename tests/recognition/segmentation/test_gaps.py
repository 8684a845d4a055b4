import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitrec.recognition.segmentation.gaps import (
    GAP,
    LINE_GAP,
    ReadingError,
    group_spans,
    split_lines,
)
from tests.samples import digit

spans = st.lists(st.tuples(st.floats(0, 100), st.floats(0, 30)), min_size=1, max_size=12).map(
    lambda pairs: [(left, left + width) for left, width in pairs]
)


@pytest.mark.parametrize("which", range(10))
def test_no_digit_is_two_lines(which):
    assert len(split_lines(digit(which).strokes)) == 1


def test_a_five_with_its_bar_far_above_is_one_line():
    body, bar = digit(5).strokes
    lifted = tuple((x, y - 60) for x, y in bar)
    assert len(split_lines([body, lifted])) == 1


def test_an_eight_of_two_rings_is_one_line_until_they_are_far_apart():
    ring = digit(0).strokes[0]
    tall = max(y for _, y in ring) - min(y for _, y in ring)
    for gap, lines in ((0.1, 1), (LINE_GAP - 0.02, 1), (LINE_GAP + 0.02, 2)):
        lower = tuple((x, y + tall * (1 + gap)) for x, y in ring)
        assert len(split_lines([ring, lower])) == lines


def test_a_number_that_goes_uphill_is_one_line():
    steps = [digit(which, x=140 * at, y=-150 * at) for at, which in enumerate((1, 2, 3))]
    strokes = list(itertools.chain.from_iterable(ink.strokes for ink in steps))
    assert len(split_lines(strokes)) == 1


def test_a_given_count_cuts_at_the_widest_gaps():
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

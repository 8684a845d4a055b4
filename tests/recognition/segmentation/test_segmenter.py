import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.recognition.model import Model
from digitrec.recognition.raster import render_views
from digitrec.recognition.segmentation import segmenter
from digitrec.recognition.segmentation.gaps import ReadingError
from digitrec.recognition.segmentation.weights import DEFAULT
from digitrec.resources import model_path
from tests.samples import digit, number

MODEL = Model.open(model_path())


def read(strokes):
    """Gives the network's predictions for groups of these strokes."""

    def predictions(groups):
        views = [render_views([strokes[at] for at in group]) for group in groups]
        return MODEL.read_views(np.stack(views))

    return predictions


def segment(strokes, digits, read):
    """Segmentations of strokes, with what `read` answers."""
    asking = segmenter.segment(strokes, digits, DEFAULT.strokes)
    try:
        question = next(asking)
        while True:
            question = asking.send(read(question.groups))
    except StopIteration as end:
        return end.value


def lines_of(strokes, digits=None):
    return segment(strokes, digits, read(strokes))[0].lines


def not_asked(groups):
    raise AssertionError("the network was asked")


@pytest.mark.parametrize("which", range(10))
def test_one_digit_stays_whole(which):
    strokes = digit(which).strokes
    assert lines_of(strokes) == ((tuple(range(len(strokes))),),)


@pytest.mark.parametrize("gap", [4, 12, 40, 120])
def test_a_number_comes_apart_from_left_to_right_however_close_it_stands(gap):
    strokes = number("457", gap).strokes
    assert lines_of(strokes) == (((0, 1), (2, 3), (4, 5)),)


def test_digits_that_overlap_come_apart():
    strokes = number("275", -12).strokes
    assert lines_of(strokes) == (((0,), (1, 2), (3, 4)),)


def test_the_order_of_the_strokes_does_not_matter():
    strokes = number("45").strokes
    shuffled = [strokes[i] for i in (3, 0, 2, 1)]
    assert lines_of(shuffled) == (((1, 3), (0, 2)),)


@given(st.text("0123456789", min_size=2, max_size=4), st.integers(-8, 60), st.randoms())
@settings(max_examples=25)
def test_groups_are_a_partition_from_left_to_right(text, gap, rng):
    strokes = list(number(text, gap).strokes)
    rng.shuffle(strokes)
    for segmentation in segment(strokes, None, read(strokes)):
        (line,) = segmentation.lines
        assert sorted(at for group in line for at in group) == list(range(len(strokes)))
        middles = [[np.mean((min(strokes[at])[0], max(strokes[at])[0])) for at in group]
                   for group in line]  # fmt: skip
        for one, other in itertools.pairwise(middles):
            assert max(one) <= min(other)
        assert 0 <= segmentation.probability <= 1


def test_the_likeliest_segmentation_comes_first_and_the_sum_is_at_most_one():
    strokes = number("111", -62).strokes
    found = segment(strokes, None, read(strokes))
    assert len(found) == 3
    shares = [segmentation.probability for segmentation in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1 + 1e-9


def test_the_network_is_not_asked_if_there_is_one_digit():
    strokes = number("45", 200).strokes
    assert segment(strokes, 1, not_asked)[0].lines == (((0, 1, 2, 3),),)
    assert segment(strokes[:1], None, not_asked)[0].lines == (((0,),),)


@pytest.mark.parametrize("digits", [2, 3, 4, 5, 6])
def test_a_given_number_of_digits_is_found(digits):
    (line,) = lines_of(number("457").strokes, digits)
    assert len(line) == digits


def test_a_given_number_may_have_wide_digits_of_many_strokes():
    strokes = [((x, 0.0), (x + 1.0, 100.0)) for x in range(0, 1200, 100)]
    (line,) = lines_of(strokes, 2)
    assert len(line) == 2


def test_more_digits_than_strokes_are_refused_with_both_numbers():
    with pytest.raises(ReadingError, match=r"9 digits .* only 6 separate parts"):
        lines_of(number("457").strokes, 9)


def scribble(strokes):
    rng = random.Random(3)
    return [
        tuple((rng.uniform(0, 90), rng.uniform(0, 90)) for _ in range(12)) for _ in range(strokes)
    ]


@pytest.mark.parametrize("strokes", [8, 20])
def test_a_scribble_is_one_thing(strokes):
    assert lines_of(scribble(strokes)) == ((tuple(range(strokes)),),)


def test_hundreds_of_specks_are_split_by_their_gaps_alone():
    strokes = [((x, 0.0), (x + 1.0, 2.0)) for x in range(0, 3000, 10)]
    segmentation = segment(strokes, None, not_asked)[0]
    assert segmentation.lines == (tuple((at,) for at in range(300)),)


def under(upper, lower, gap):
    """Strokes of one number above another's, with a gap between them in units of the samples."""
    bottom = max(y for stroke in upper.strokes for _, y in stroke)
    top = min(y for stroke in lower.strokes for _, y in stroke)
    moved = [tuple((x, y - top + bottom + gap) for x, y in stroke) for stroke in lower.strokes]
    return [*upper.strokes, *moved]


def test_lines_are_read_from_top_to_bottom():
    strokes = under(number("27"), number("86"), 60)
    assert lines_of(strokes) == (((0,), (1, 2)), ((3,), (4,)))
    assert lines_of([strokes[i] for i in (3, 4, 0, 1, 2)]) == (
        ((2,), (3, 4)),
        ((0,), (1,)),
    )


def test_a_given_count_that_the_lines_add_up_to_keeps_the_lines():
    strokes = under(number("27"), number("86"), 60)
    assert len(lines_of(strokes, 4)) == 2
    assert len(lines_of(strokes, 3)) == 1

import itertools

import numpy as np
import pytest

from tests.samples import digit
from training.data.datasets import PenDigits
from training.synthetic.digit_strings import LENGTHS, make_numbers


@pytest.fixture
def pen():
    """The samples as two writers' digits."""
    strokes = tuple(digit(which, 100 * which, 50, 2).strokes for which in range(10))
    return PenDigits(strokes * 2, np.tile(np.arange(10), 2), np.repeat([1, 2], 10))


def test_numbers_hold_the_digits_that_they_say(pen):
    numbers = list(make_numbers(pen, 60, seed=1))
    assert {len(number.text) for number in numbers} == set(LENGTHS)
    for number in numbers:
        assert number.ink.label == number.text
        assert len(number.groups) == len(number.text)
        strokes = [at for group in number.groups for at in group]
        assert strokes == list(range(len(number.ink.strokes)))
        for group, which in zip(number.groups, number.text, strict=True):
            assert len(group) == len(digit(int(which)).strokes)
        lefts = [number.ink.pick(group).box[0] for group in number.groups]
        assert lefts == sorted(lefts)


def test_numbers_are_the_same_with_the_same_seed_only(pen):
    one, same, other = (list(make_numbers(pen, 5, seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_some_digits_stand_close_some_overlap_and_some_are_far(pen):
    gaps = []
    for number in make_numbers(pen, 300, seed=1):
        boxes = [number.ink.pick(group).box for group in number.groups]
        height = np.median([box[3] - box[1] for box in boxes])
        gaps += [(b[0] - a[2]) / height for a, b in itertools.pairwise(boxes)]
    shares = [np.mean(np.array(gaps) < edge) for edge in (0, 0.45)]
    assert 0.03 < shares[0] < 0.2
    assert 0.75 < shares[1] < 0.97

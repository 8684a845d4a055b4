import numpy as np
import pytest

from tests.samples import digit
from training.data.datasets import PenDigits
from training.synthetic.mark_forms import MarkHand
from training.synthetic.marked_strings import KINDS, MARKS, make_marked


@pytest.fixture
def pen():
    """The samples as two writers' digits."""
    strokes = tuple(digit(which, 100 * which, 50, 2).strokes for which in range(10))
    return PenDigits(strokes * 2, np.tile(np.arange(10), 2), np.repeat([1, 2], 10))


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_hold_the_digits_and_marks_that_they_say(pen, kind):
    for number in make_marked(pen, (), 20, seed=1, kind=kind):
        strokes = [at for group in number.groups for at in group]
        strokes += [at for _, group in number.marks for at in group]
        assert sorted(strokes) == list(range(len(number.ink.strokes)))
        assert number.ink.label == number.text
        letters = number.text.replace(" ", "")
        assert "".join(mark for mark, _ in number.marks) == "".join(
            letter for letter in letters if letter in MARKS
        )
        assert len(number.groups) + len(number.marks) == len(letters)


def test_numbers_are_the_same_with_the_same_seed_only(pen):
    one, same, other = (list(make_marked(pen, (), 5, seed)) for seed in (1, 1, 2))
    assert one == same
    assert one != other


def test_hands_draw_points_low_commas_lower_and_slashes_tall():
    rng = np.random.default_rng(1)
    for _ in range(50):
        hand = MarkHand.choose(rng)
        (point,), (comma,), (dash,), (slash,) = (hand.draw(mark, rng) for mark in ".,-/")
        upper, lower = hand.draw(":", rng)
        assert point[:, 1].max() > 0.7
        assert comma[:, 1].max() > point[:, 1].min()
        assert np.ptp(dash[:, 0]) > np.ptp(dash[:, 1])
        assert np.ptp(slash[:, 1]) > 0.6
        assert upper[:, 1].mean() < lower[:, 1].mean()

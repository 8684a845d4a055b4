import numpy as np
import pytest

from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import number
from training.experiments.strays import KINDS, measure
from training.synthetic.strays import SINGLE, add_palm, add_stray

pytestmark = pytest.mark.training

STROKES = [np.asarray(stroke, float) for stroke in number("427").strokes]


def rest(strokes, added):
    return [stroke for at, stroke in enumerate(strokes) if at not in added]


@pytest.mark.parametrize("kind", SINGLE)
def test_a_stray_is_small_and_away_from_a_drawing_that_stays_the_same(kind):
    rng = np.random.default_rng(1)
    for _ in range(20):
        strokes, added = add_stray(STROKES, SINGLE[kind], rng)
        (at,) = added
        assert all(map(np.array_equal, rest(strokes, added), STROKES))
        assert np.ptp(strokes[at], axis=0).max() < 45
        apart = np.concatenate(STROKES)[:, None] - strokes[at]
        assert 25 < np.hypot(*apart.T).min() < 160


def test_a_palm_leaves_its_marks_below():
    rng = np.random.default_rng(2)
    for _ in range(20):
        strokes, added = add_palm(STROKES, rng)
        assert all(map(np.array_equal, rest(strokes, added), STROKES))
        assert all(strokes[at][:, 1].mean() > 60 for at in added)


def test_the_shares_are_of_all_drawings():
    recognizer = Recognizer.open(model_path())
    assert measure(recognizer, [(STROKES, "427"), (STROKES, "428")], "none") == (0.5, 1.0, 0.0)
    right, exact, lost = measure(recognizer, [(STROKES, "427")] * 4, "dot")
    assert (right, lost) == (1.0, 0.0)
    assert exact > 0.5
    assert set(KINDS) == {"none", "palm", *SINGLE}

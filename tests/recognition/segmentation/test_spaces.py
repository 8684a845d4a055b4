import numpy as np

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.mark_weights import SPACE_FEATURES
from digitrec.recognition.segmentation.spaces import find_spaces, gap_features
from digitrec.resources import model_path

WEIGHTS = Model.open(model_path()).card.marks.space


def boxes(*gaps, width=60.0, height=100.0):
    """Boxes of digits with these gaps between them."""
    lefts = np.cumsum([0.0, *(width + gap for gap in gaps)])
    return [(float(left), 0.0, float(left) + width, height) for left in lefts]


def test_a_clear_gap_is_a_space_and_the_usual_ones_are_not():
    (space,) = find_spaces(boxes(20, 30, 190, 25), (), WEIGHTS)
    assert space.at == 3
    assert space.confidence > 0.5
    assert space.box == (230.0, 0.0, 420.0, 100.0)


def test_a_number_that_is_written_wide_has_no_spaces():
    assert find_spaces(boxes(50, 60, 55, 45), (), WEIGHTS) == []


def test_there_is_no_space_where_a_mark_stands_or_beside_a_single_digit():
    assert find_spaces(boxes(20, 190, 25), {2}, WEIGHTS) == []
    assert find_spaces(boxes(), (), WEIGHTS) == []


def test_gaps_are_measured_in_heights():
    rows = gap_features(boxes(20, 190, 25))
    assert rows.shape == (3, len(SPACE_FEATURES))
    larger = gap_features([tuple(4 * side for side in box) for box in boxes(20, 190, 25)])
    assert np.allclose(rows, larger)

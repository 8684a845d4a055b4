"""Whether a new model replaces the old one, and what a person's own digits count."""

import shutil

import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.resources import model_path
from tests.samples import digit
from tests.training.makers import IMAGES, PEN
from training.data.datasets import PenDigits, Split
from training.data.own_drawings import PERSON, OwnDrawings
from training.evaluation.calibration import score
from training.promotion import promote, report_own_digits, require_model
from training.sealing.classifier import SealError

SPLIT = Split(IMAGES, PEN, IMAGES, PEN)


@pytest.fixture(scope="module")
def model():
    return Model.open(model_path())


def own(*labels):
    """Drawings of a 7 that a person labelled."""
    some = np.array(labels, np.uint8)
    strokes = tuple(digit(7, 10 * at).strokes for at in range(len(labels)))
    return PenDigits(strokes, some, np.full(len(labels), PERSON))


def test_a_person_counts_as_one_more_of_the_held_out_writers(model):
    alone = score(model, SPLIT)  # one writer
    assert alone == pytest.approx(1.0)
    assert score(model, SPLIT, own(7, 7)) == pytest.approx(1.0)
    assert score(model, SPLIT, own(7, 1)) == pytest.approx((1 + (1 + 0.5) / 2) / 2)


def test_digits_that_are_still_misread_are_named(model, tmp_path, capsys):
    drawings = OwnDrawings(own(7, 1), (), 0, ("first", "second"))
    report_own_digits(drawings, model, tmp_path / "none.keras")
    said = capsys.readouterr().out
    assert "it reads 50.0%" in said
    assert "still misread: second, a 1, as 7" in said
    assert "first" not in said


def test_the_same_model_is_not_copied_over_itself(model, tmp_path, capsys):
    target = tmp_path / "m.keras"
    shutil.copy(model.path, target)
    changed = target.stat().st_mtime_ns
    assert promote(model, target, SPLIT)
    assert "is this model already" in capsys.readouterr().out
    assert target.stat().st_mtime_ns == changed


def test_what_is_no_model_is_refused_before_a_training(tmp_path):
    require_model(tmp_path / "none.keras")
    (tmp_path / "thesis.keras").write_text("my thesis")
    with pytest.raises(SealError, match=r"thesis\.keras"):
        require_model(tmp_path / "thesis.keras")

import numpy as np
import pytest

from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.training.makers import IMAGES
from training.data.datasets import PenDigits, Split
from training.experiments import scans
from training.experiments.scans import (
    KINDS,
    WAYS,
    coarse,
    cut,
    fitted,
    share_right,
    stretched,
    two_tones,
)


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.open(model_path())


def test_kinds_have_the_size_and_the_tones_that_they_say():
    seven = IMAGES.x[7]
    ink = cut(seven)
    assert max(ink.shape) == 20
    assert fitted(seven).shape == (16, 16)
    assert fitted(seven).max(axis=1).min() > 0  # from the first row to the last
    assert stretched(seven).max(axis=0).min() == stretched(seven).max(axis=1).min() == 255
    assert set(np.unique(two_tones(seven))) == {0, 255}
    assert coarse(seven).shape == (8, 8)
    assert len(np.unique(coarse(seven))) > 4


def test_a_stretched_one_keeps_its_ink():
    assert 0.2 < (stretched(IMAGES.x[1]) > 0).mean() < 0.9


@pytest.mark.parametrize("way", WAYS)
def test_most_digits_are_read_whatever_way_they_come(recognizer, way):
    shares = [share_right(recognizer, IMAGES, kind, WAYS[way]) for kind in KINDS.values()]
    assert np.mean(shares) > 0.9, shares


def test_the_table_has_a_row_for_each_kind(monkeypatch, capsys):
    nobody = PenDigits((), np.empty(0, np.uint8), np.empty(0, np.int64))
    monkeypatch.setattr(scans, "data_folder", lambda given: given)
    monkeypatch.setattr(scans, "load_mnist", lambda _: (IMAGES, IMAGES))
    monkeypatch.setattr(scans, "load_pen_digits", lambda _: nobody)
    monkeypatch.setattr(scans, "split", lambda train, pen: Split(train, pen, train, pen))
    assert scans.main(["--data", "somewhere", "--limit", "2"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == list(KINDS)
    assert rows[2] == f"| as MNIST has them |{' 100.0% |' * len(WAYS)}"

import numpy as np
import pytest

from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.training.makers import IMAGES
from training.data.datasets import PenDigits, Split
from training.experiments import scans
from training.experiments.scans import (
    FORMATS,
    PICTURES,
    black_and_white,
    coarse,
    cropped,
    fitted,
    share_right,
    stretched,
)


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.open(model_path())


def test_formats_have_their_sizes_and_levels_of_grey():
    seven = IMAGES.x[7]
    ink = cropped(seven)
    assert max(ink.shape) == 20
    assert fitted(seven).shape == (16, 16)
    assert fitted(seven).max(axis=1).min() > 0  # from the first row to the last
    assert stretched(seven).max(axis=0).min() == stretched(seven).max(axis=1).min() == 255
    assert set(np.unique(black_and_white(seven))) == {0, 255}
    assert coarse(seven).shape == (8, 8)
    assert len(np.unique(coarse(seven))) > 4


def test_a_stretched_digit_keeps_its_ink():
    assert 0.2 < (stretched(IMAGES.x[1]) > 0).mean() < 0.9


@pytest.mark.parametrize("kind", PICTURES)
def test_most_digits_are_read_in_each_kind_of_picture(recognizer, kind):
    shares = [share_right(recognizer, IMAGES, scan, PICTURES[kind]) for scan in FORMATS.values()]
    assert np.mean(shares) > 0.9, shares


def test_the_table_has_a_row_for_each_format(monkeypatch, capsys):
    nobody = PenDigits((), np.empty(0, np.uint8), np.empty(0, np.int64))
    monkeypatch.setattr(scans, "data_folder", lambda given: given)
    monkeypatch.setattr(scans, "load_split", lambda _: Split(IMAGES, nobody, IMAGES, nobody))
    assert scans.main(["--data", "somewhere", "--limit", "2"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == list(FORMATS)
    assert rows[2] == f"| as in MNIST |{' 100.0% |' * len(PICTURES)}"

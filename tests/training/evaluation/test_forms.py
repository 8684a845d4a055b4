import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.resources import model_path
from training.augmentation.forms import FORMS
from training.evaluation.evaluate import read_forms
from training.evaluation.reader import Reader


@pytest.fixture
def reader():
    return Reader(Model.open(model_path()))


def test_forms_of_each_digit_are_read_as_ink_and_as_images(reader):
    figures = read_forms(reader, 10)
    assert reader.images == 2 * 10 * len(FORMS)
    digits = [str(digit) for digit in sorted(FORMS)]
    assert list(figures.ink) == list(figures.image) == digits
    assert np.mean(list(figures.ink.values())) > 0.9
    assert np.mean(list(figures.image.values())) > 0.8
    assert read_forms(reader, 10) == figures  # the same forms each time


def test_a_form_that_is_misread_lowers_its_own_digit_alone(reader, monkeypatch):
    before = read_forms(reader, 10)
    monkeypatch.setitem(FORMS, 1, FORMS[0])
    after = read_forms(reader, 10)
    assert after.ink["1"] == after.image["1"] == 0.0
    assert {**after.ink, "1": before.ink["1"]}.keys() == before.ink.keys()
    assert after.ink["7"] > 0.8

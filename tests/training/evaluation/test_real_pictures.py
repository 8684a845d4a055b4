import json

import pytest
from PIL import Image

from digitrec.recognition.model import Model
from digitrec.recognition.reading import Digit, Reading
from digitrec.resources import model_path
from tests.recognition.picture.test_decoding import drawing
from training.evaluation.real_pictures import FAULTS, REAL_SETS, fault_of, measure_real


def read(text):
    return Reading(
        tuple(
            Digit(0 if letter == "?" else int(letter), 0.9, letter == "?", (0.1,) * 10, (0,) * 4)
            for letter in text
        )
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1250", None),
        ("?1250", None),  # a sign in front of the amount
        ("125?", None),  # rejected, but it was read right
        ("1?50", "not taken for a digit"),
        ("1350", "wrong"),
        ("9350", "several"),
        ("150", "missing"),
        ("12500", "too many"),
        ("99", "several"),
        ("", "nothing read"),
    ],
)
def test_what_is_wrong_with_a_reading_has_a_name(text, fault):
    assert fault_of(read(text), "1250") == fault
    assert fault is None or fault in FAULTS


def test_the_real_sets_that_are_there_are_measured(tmp_path):
    model = Model.open(model_path())
    assert measure_real(model, tmp_path) == ()
    name = next(iter(REAL_SETS))
    (tmp_path / name).mkdir()
    for which in (3, 7):
        drawing(which=which).save(tmp_path / name / f"{which}.png")
    Image.new("L", (60, 40), 255).save(tmp_path / name / "blank.png")
    labels = {"3.png": "3", "7.png": "1", "blank.png": "5"}
    (tmp_path / name / "labels.json").write_text(json.dumps(labels))
    (found,) = measure_real(model, tmp_path)
    assert (found.name, found.pictures) == (REAL_SETS[name], 3)
    assert found.right == pytest.approx(1 / 3)
    assert found.rejected == pytest.approx(1 / 3)
    assert found.wrong_accepted == pytest.approx(1 / 3)
    assert {fault for fault, share in found.faults.items() if share} == {"wrong", "nothing read"}
    assert len(measure_real(model, tmp_path, 1)) == 1

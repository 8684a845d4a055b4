"""What is kept of a picture that a person corrects."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from digitrec.recognition.reading import Digit, Mark, Reading
from digitrec.session.picture import open_picture

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINES = ("12", "34")


class Lines:
    """Reads 1.2 above 34, each digit 40 pixels wide and 60 high."""

    def read_picture(self, picture, digits=None, marks=True):
        found = [
            Digit(int(letter), 0.9, False, (0.1,) * 10, (x, y, x + 40.0, y + 60.0))
            for line, y in zip(LINES, (50.0, 150.0), strict=True)
            for letter, x in zip(line, (100.0, 200.0), strict=True)
        ]
        dot = Mark(".", 0.9, (160.0, 100.0, 170.0, 110.0), 1)
        return Reading(tuple(found), lines=(2, 2), marks=(dot,))


@pytest.fixture
def shown(session, tmp_path):
    image = Image.new("RGB", (600, 300), (250, 240, 200))
    image.paste((20, 30, 160), (100, 50, 140, 110))
    image.save(tmp_path / "bill.png")
    session.show_picture(open_picture(tmp_path / "bill.png", "bill.png", Lines()))
    session.read()
    return session


def kept(keeper):
    (crops,) = keeper.crops.values()
    return crops


def test_the_corrected_line_is_kept_with_its_crop_and_the_others_are_not(shown, keeper):
    shown.select(1)
    shown.correct("7")
    (crop,) = kept(keeper)
    assert (crop.label, crop.text) == ("1.7", "1.2")
    assert (crop.source, crop.page, crop.model, crop.created) == ("bill.png", 1, "model", NOW)
    assert crop.box == (84, 34, 256, 126)  # with a quarter of its height around it
    image = Image.open(io.BytesIO(crop.png))
    assert image.size == (172, 92)
    assert image.getpixel((20, 20)) == (20, 30, 160)
    assert image.getpixel((2, 2)) == (250, 240, 200)
    shown.select(2)
    shown.correct("8")
    assert [crop.label for crop in kept(keeper)] == ["1.7", "84"]


def test_what_is_taken_back_or_undone_is_no_longer_kept(shown, keeper):
    shown.select(1)
    shown.correct("7")
    shown.take_back()
    assert kept(keeper) == ()
    shown.undo()
    assert [crop.label for crop in kept(keeper)] == ["1.7"]
    shown.undo()
    assert kept(keeper) == ()


def test_a_correction_with_other_lines_is_kept_with_all_of_them(shown, keeper):
    shown.correct_to_none()
    (crop,) = kept(keeper)
    assert (crop.label, crop.text) == ("?", "1.2\n34")
    assert crop.box[3] - crop.box[1] > 160


def test_without_history_nothing_is_kept(shown, keeper):
    shown.keep_with(None)
    shown.select(1)
    shown.correct("7")
    assert keeper.crops == {}

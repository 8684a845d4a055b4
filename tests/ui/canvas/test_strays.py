"""Stray marks in the window: faded, said, kept, and joined to the digit if the person wants."""

import numpy as np
import pytest
from PIL import ImageColor, ImageGrab

from digitrec.recognition.ink import Ink
from digitrec.storage.history import History
from digitrec.text import words
from tests.samples import digit, line

pytestmark = pytest.mark.usefixtures("display")

SMEAR = tuple(line((160, 60), (174, 66)))
SAID = "A mark was left out."


@pytest.fixture
def stray(person):
    """A person who has drawn a 3, and then a smear beside it."""
    person.wait_until_ready()
    person.draw(Ink((*digit(3).strokes, SMEAR)))
    person.wait(lambda: SAID in " ".join(person.panel))
    return person


def darkest(person, stroke):
    """The share of ink's colour that the middle of a stroke has on the screen."""
    person.root.update()
    x, y, _, _ = person.window.area.bounds
    border = x - person.window.area.winfo_rootx()
    at = [round(100 + 1.5 * stroke[0][0]) - border, round(80 + 1.5 * stroke[0][1]) - border]
    spot = ImageGrab.grab((x + at[0], y + at[1], x + at[0] + 1, y + at[1] + 1)).convert("L")
    dark, light = (sum(ImageColor.getrgb(c)) / 3 for c in person.colours)
    return float((np.asarray(spot, float)[0, 0] - light) / (dark - light))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_stray_mark_is_faded_and_said(stray, theme):
    stray.window.apply_theme(theme)
    assert stray.big == "3"
    assert 0.15 < darkest(stray, SMEAR) < 0.5
    assert darkest(stray, digit(3).strokes[0]) > 0.9


def test_it_is_kept_with_the_drawing_and_its_reading(stray, places):
    stray.close()
    with History(places.history) as history:
        (kept,) = history
    assert len(kept.ink.strokes) == 2
    assert (kept.reading.text, kept.reading.strays) == ("3", (1,))
    assert len(Ink.from_json(kept.to_ink_line()).strokes) == 2


def test_the_person_joins_it_to_the_digit_and_takes_that_back(stray):
    assert words.JOIN in stray.panel
    stray.press("<j>")
    assert SAID not in " ".join(stray.panel)
    assert darkest(stray, SMEAR) > 0.9
    stray.press("<Control-z>")
    stray.wait(lambda: SAID in " ".join(stray.panel))
    assert darkest(stray, SMEAR) < 0.5

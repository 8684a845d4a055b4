"""The example of the first start, in the real window."""

import pytest

from digitrec.text import guide_words, words
from digitrec.ui.geometry.saved import load_geometry
from digitrec.ui.guide.example import Example
from tests.samples import digit
from tests.ui.walk import misfits, texts

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def show(person):
    person.wait_until_ready()
    return lambda moves: Example(person.window.area, lambda: person.window.look, moves)


def test_it_draws_itself_and_says_what_can_be_done(person, show):
    example = show(moves=True)
    assert not example.finished
    person.wait(lambda: example.finished)
    shown = list(texts(person.root))
    assert {guide_words.EXAMPLE, guide_words.TIP_CORRECT, guide_words.TIP_OPEN} <= set(shown)
    assert words.HINT not in shown
    assert list(misfits(person.root)) == []


def test_with_less_motion_it_is_there_at_once(show):
    assert show(moves=False).finished


def test_the_first_stroke_takes_it_away_and_is_read(person, show):
    example = show(moves=False)
    person.draw(digit(3))
    assert not example.shown
    assert person.big == "3"
    assert guide_words.EXAMPLE not in list(texts(person.root))
    person.press("<Escape>")
    assert words.HINT in list(texts(person.root))


def test_escape_skips_it(person, show):
    example = show(moves=True)
    person.press("<Escape>")
    assert not example.shown
    assert words.HINT in list(texts(person.root))


def test_it_fits_the_smallest_window(person, show):
    show(moves=False)
    person.root.geometry("{}x{}".format(*person.root.minsize()))
    person.wait(lambda: person.root.winfo_height() == person.root.minsize()[1])
    assert list(misfits(person.root)) == []


def test_only_a_start_that_no_window_was_closed_before_is_the_first(person, places):
    folder = str(places.settings.parent)
    assert load_geometry(folder).first
    person.wait_until_ready()
    person.close()
    assert not load_geometry(folder).first

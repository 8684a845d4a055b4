"""The real window in a language whose words are all twice as long."""

import pytest

from digitrec.text import words
from tests.samples import digit
from tests.ui.pages import DOT, fill, pages, settle, teach
from tests.ui.person import Person
from tests.ui.pseudo import Pseudo, unmarked
from tests.ui.tongue import speaking
from tests.ui.walk import misfits, texts

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def doubled(places):
    """Opens the window in the language whose words are twice as long, at a display's scale."""
    opened = []

    def open_it(scale=1.0):
        fill(places)
        teach(places)
        person = Person(places, scale)
        opened.append(person)
        person.wait_until_ready()
        person.wait(lambda: person.parts.history.recent_drawings is not None)
        return person

    with speaking(Pseudo()):
        yield open_it
        for person in opened:
            person.close()


def test_nothing_is_shown_that_is_not_translated(doubled, places):
    person = doubled()
    shown = list(texts(person.root))
    person.draw(digit(7))
    shown += texts(person.root)
    person.press("<Key-1>")
    shown += texts(person.root)
    person.window.desk.clear()
    person.draw(DOT)
    shown += texts(person.root)
    person.press("<Control-c>")
    shown += texts(person.root)
    for _, page in pages(person):
        shown += texts(page)
    assert len(shown) > 100
    assert unmarked(shown, {str(places.settings.parent)}) == []


def test_the_test_sees_what_is_not_translated():
    assert unmarked(["⟦⟦TwoTwo⟧, sure⟧", "⟦Ctrl+Ctrl+⟧Z", "F1", "42"]) == []
    assert unmarked(["Undo", "⟦A⟧ b⟦C⟧ and"]) == ["Undo", "⟦A⟧ b⟦C⟧ and"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", ["800x600", "least"])
def test_text_twice_as_long_breaks_no_layout(doubled, size, scale):
    person = doubled(scale)
    root = person.root
    assert person.window.look.scale == scale
    least = root.minsize()
    width, height = (round(800 * scale), round(600 * scale)) if size == "800x600" else least
    root.geometry(f"{width}x{height}")
    person.wait(lambda: (root.winfo_width(), root.winfo_height()) == (width, height))
    settle(person)
    assert list(misfits(root)) == []
    assert min(person.window.area.bounds[2:]) >= 280 * scale
    person.draw(digit(7))
    settle(person)
    assert list(misfits(root)) == []
    person.press("<Key-1>")
    person.press("<Control-c>")
    settle(person)
    assert list(misfits(root)) == []
    person.window.desk.clear()
    person.draw(DOT)
    settle(person)
    assert list(misfits(root)) == []
    person.window.warn(words.OTHER_KIND.format(kind="application/x-something"))
    settle(person)
    assert list(misfits(root)) == []
    for name, page in pages(person):
        assert (name, list(misfits(page))) == (name, [])
        if name in ("history", "hand", "examples"):
            page.geometry(f"{page.minsize()[0]}x{page.minsize()[1]}")
            person.wait(lambda page=page: page.winfo_width() == page.minsize()[0])
            settle(person)
            assert list(misfits(page)) == []


def test_two_digits_in_words_twice_as_long_fit(doubled):
    person = doubled()
    person.draw(digit(4, x=0, scale=0.8))
    person.draw(digit(2, x=130, scale=0.8))
    assert person.big == "42"
    settle(person)
    assert list(misfits(person.root)) == []


def test_a_long_trouble_in_words_twice_as_long_fits(places, tmp_path, monkeypatch):
    monkeypatch.setattr("digitrec.resources.model_path", lambda: tmp_path / "nothing.keras")
    with speaking(Pseudo()):
        person = Person(places)
        try:
            person.wait(lambda: person.complete and "nothing.keras" in " ".join(person.panel))
            person.root.geometry("{}x{}".format(*person.root.minsize()))
            settle(person)
            assert list(misfits(person.root)) == []
            assert unmarked([person.panel[2].replace(str(tmp_path / "nothing.keras"), "")]) == []
        finally:
            person.close()


def test_the_smallest_window_still_fits_a_small_screen(doubled):
    least = doubled().root.minsize()
    assert least[0] <= 800
    assert least[1] <= 600

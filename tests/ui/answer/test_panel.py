"""The answer panel by itself, without the window."""

import tkinter

import pytest

from digitrec.recognition.reading import Digit, Reading
from digitrec.ui.answer import verdict
from digitrec.ui.answer.panel import AnswerPanel
from digitrec.ui.widgets.theme import AREA_LEAST, COMPACT, DARK, LIGHT, Look, family_of

SEVEN = Digit(7, 0.91, False, tuple(0.91 if n == 7 else 0.01 for n in range(10)), (0, 0, 1, 1))


@pytest.fixture
def root(display):
    made = tkinter.Tk()
    yield made
    made.destroy()


@pytest.fixture
def picked():
    return []


@pytest.fixture
def panel(root, picked):
    look = Look(LIGHT, 1.0, family_of(root))
    made = AnswerPanel(root, look, picked.append)
    made.pack(fill="y", expand=True)
    root.update()
    made.create_texts(look)
    return made


def bottom(panel):
    """The lower end of the last row."""
    panel.update()
    return max(panel.bbox(item)[3] for item in panel.find_all() if panel.bbox(item))


def test_a_panel_that_is_destroyed_leaves_no_animation_behind(root, panel):
    panel.show_verdict(verdict.of(Reading((SEVEN,))))
    assert root.tk.splitlist(root.tk.call("after", "info"))
    panel.destroy()
    assert not root.tk.splitlist(root.tk.call("after", "info"))


def test_a_row_is_clicked_only_while_there_is_an_answer(root, panel, picked):
    root.update()
    y = bottom(panel) - 5
    panel.event_generate("<ButtonRelease-1>", x=40, y=y)
    assert picked == []
    panel.show_verdict(verdict.of(Reading((SEVEN,))))
    panel.event_generate("<ButtonRelease-1>", x=40, y=bottom(panel) - 5)
    assert picked == [None]
    panel.show_verdict(verdict.EMPTY)
    panel.event_generate("<ButtonRelease-1>", x=40, y=y)
    assert picked == [None]


@pytest.mark.parametrize("height", [AREA_LEAST, COMPACT, 700])
def test_all_rows_fit_at_any_height(root, panel, height):
    root.geometry(f"300x{height}")
    panel.show_verdict(verdict.of(Reading((SEVEN,))))
    root.update()
    assert panel.winfo_height() == height
    assert bottom(panel) <= height


def test_another_theme_keeps_the_answer_and_its_emphasis(panel):
    panel.show_verdict(verdict.of(Reading((SEVEN,))))
    panel.apply_theme(Look(DARK, 1.0, family_of(panel)))
    labels = {
        panel.itemcget(item, "text"): panel.itemcget(item, "fill")
        for item in panel.find_all()
        if panel.type(item) == "text" and len(panel.itemcget(item, "text")) == 1
    }
    assert labels.pop("7") == DARK.text
    assert set(labels.values()) == {DARK.quiet}

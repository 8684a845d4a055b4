"""Closing the window when the history can't be written."""

from tkinter import filedialog, messagebox

import pytest

from digitrec.recognition.ink import Ink
from digitrec.storage.history import History
from tests.samples import digit

pytestmark = pytest.mark.usefixtures("display")


@pytest.fixture
def full(places, person):
    """A person who has drawn two digits that the history could not take."""
    places.history.mkdir()  # as good as a disk that is full
    person.wait_until_ready()
    person.draw(digit(3))
    person.press("<Escape>")
    person.draw(digit(7))
    person.wait(lambda: person.big == "7")
    return person


def test_closing_offers_a_place_until_the_drawings_are_saved_there(full, tmp_path, monkeypatch):
    saved = tmp_path / "saved.jsonl"
    places = [str(tmp_path / "none" / "saved.jsonl"), "", str(saved)]
    questions = []
    monkeypatch.setattr(
        messagebox, "askyesno", lambda _, question, **__: questions.append(question) or True
    )
    monkeypatch.setattr(filedialog, "asksaveasfilename", lambda **_: places.pop(0))

    full.close()

    inks = [Ink.from_json(line) for line in saved.read_text("utf-8").splitlines()]
    assert [ink.label for ink in inks] == ["3", "7"]
    assert len(questions) == 3
    assert "Can't write" in questions[1]


def test_a_person_may_let_them_go(full, tmp_path, monkeypatch):
    monkeypatch.setattr(messagebox, "askyesno", lambda *_, **__: False)
    full.close()
    assert not list(tmp_path.glob("*.jsonl"))


def test_what_is_wrong_is_said_until_all_is_written_after_all(full, places):
    status = full.window.status
    full.wait(lambda: str(places.history) in status["text"])
    status.say("something else")
    status.clear()
    full.wait(lambda: str(places.history) in status["text"])

    places.history.rmdir()
    full.press("<Escape>")
    full.draw(digit(1))

    full.wait(lambda: status["text"] == "")
    with History(places.history) as history:
        assert [one.reading.text for one in history] == ["3", "7", "1"]

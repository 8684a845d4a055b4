"""What a hand changes, with a real history and the committed model."""

from dataclasses import replace

import pytest

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Ink
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from digitrec.session.improvement import MOST_DRAWINGS, Improvement, measure
from digitrec.storage.history import History
from tests.samples import digit, line
from tests.storage.drawings import drawing

FLAGGED = line((34, 36), (72, 22), (65, 106))
"""A 1 with so long a flag that it is read as a 7."""


def flagged(by=0.0):
    return (tuple((x + by * y / 100, y + by) for x, y in FLAGGED),)


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer.open(model_path())


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.sqlite3") as made:
        yield made


def keep(history, recognizer, strokes, corrected=None):
    ink = Ink(strokes)
    row = replace(drawing("1"), ink=ink, reading=recognizer.read(ink), corrected=corrected)
    return history.keep(row)


def test_without_a_history_there_is_nothing_to_measure_and_no_file(tmp_path, recognizer):
    path = tmp_path / "history.sqlite3"
    assert measure(path, recognizer, None, None) == Improvement(0, 0, 0)
    assert not path.exists()


def test_it_says_how_many_are_right_now_and_were_right_before(history, recognizer):
    keep(history, recognizer, digit(3).strokes)
    keep(history, recognizer, flagged(2.0), corrected="1")
    hand = Hand.learn(recognizer.model, [Example(1, flagged(), 1)])
    counts = []
    found = measure(history.path, recognizer, None, hand, counts.append)
    assert found == Improvement(drawings=2, before=1, now=2)
    assert counts == [1, 2]


def test_a_drawing_does_not_count_as_right_because_it_was_taught_itself(history, recognizer):
    keep(history, recognizer, flagged(), corrected="1")
    hand = Hand.learn(recognizer.model, [Example(1, flagged(), 1)])
    assert measure(history.path, recognizer, None, hand) == Improvement(1, 0, 0)


def test_what_nobody_has_said_the_meaning_of_is_left_out(history, recognizer):
    history.keep(replace(drawing("1"), reading=recognizer.read(Ink())))
    assert measure(history.path, recognizer, None, None).drawings == 0


def test_only_the_last_drawings_are_read(history, recognizer, monkeypatch):
    monkeypatch.setattr("digitrec.session.improvement.MOST_DRAWINGS", 2)
    keep(history, recognizer, digit(3).strokes, corrected="8")
    for n in (1, 2):
        keep(history, recognizer, digit(n).strokes)
    assert MOST_DRAWINGS == 40
    assert measure(history.path, recognizer, None, None) == Improvement(2, 2, 2)

"""The hand of the window, with a real database and the committed model."""

import pytest

from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from digitrec.session.taught_hand import TaughtHand
from digitrec.session.teaching import Lesson
from digitrec.storage.hands import Hands
from digitrec.storage.history import History
from tests.samples import digit
from tests.storage.drawings import drawing
from tests.storage.hands.examples import execute


@pytest.fixture(scope="module")
def model():
    return Recognizer.open(model_path()).model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite3"


@pytest.fixture
def hand(path, model):
    made = TaughtHand(path, model)
    yield made
    made.close()


def taught(path, name="default"):
    with Hands(path) as hands:
        return [example.digit for example in hands.examples(name)]


def test_to_look_for_a_hand_creates_no_file(hand, path):
    state = hand.load()
    assert (state.name, state.names, state.examples, state.hand) == (
        "default", ("default",), (), None,
    )  # fmt: skip
    assert not path.exists()


def test_what_is_taught_is_on_the_disk_and_embedded(hand, path, model):
    key, state = hand.teach(digit(7).strokes, 1)
    assert [(example.key, example.digit) for example in state.examples] == [(key, 1)]
    assert set(state.hand.embeddings) == {key}
    with Hands(path) as hands:
        assert hands.embeddings("default", model.sha256) == state.hand.embeddings


def test_an_example_takes_the_place_of_another(hand, path):
    first, _ = hand.teach(digit(2).strokes, 3)
    _, state = hand.teach(digit(3).strokes, 3, instead_of=first)
    assert [example.strokes for example in state.examples] == [digit(3).strokes]
    assert len(state.hand.examples) == 1
    assert taught(path) == [3]


def test_after_a_restart_the_embeddings_need_not_be_made_again(path, model, hand, monkeypatch):
    _, before = hand.teach(digit(7).strokes, 1)

    def no(*_):
        raise AssertionError

    for name in ("read", "read_paths"):
        monkeypatch.setattr(type(model), name, no)
    again = TaughtHand(path, model)
    assert again.load().hand.embeddings == before.hand.embeddings
    again.close()


def test_a_correction_teaches_and_taking_it_back_takes_the_example_back(hand, path):
    hand.teach(digit(4).strokes, 4)
    state = hand.learn(5, [Lesson(digit(7).strokes, 1), Lesson(digit(3).strokes, None)])
    assert [example.digit for example in state.examples] == [4, 1, None]
    state = hand.learn(5, [Lesson(digit(7).strokes, 2)])
    assert [example.digit for example in state.hand.examples] == [4, 2]
    state = hand.learn(5, [])
    assert [example.digit for example in state.hand.examples] == [4]
    assert taught(path) == [4]


def test_what_is_taken_out_can_be_put_back_until_it_is_deleted(hand, path):
    key, _ = hand.teach(digit(7).strokes, 7)
    other, _ = hand.teach(digit(8).strokes, 8)
    state = hand.take_out([key])
    assert [example.key for example in state.hand.examples] == [other]
    assert state.can_put_back
    assert [example.key for example in hand.load().examples] == [other]
    state = hand.put_back()
    assert {example.key for example in state.hand.examples} == {key, other}
    assert not state.can_put_back
    hand.take_out([key])
    hand.delete_taken_out()
    assert taught(path) == [8]


def test_forgetting_leaves_no_example(hand, path):
    hand.teach(digit(7).strokes, 7)
    state = hand.forget()
    assert (state.examples, state.hand) == ((), None)
    assert taught(path) == []


def test_each_hand_has_examples_of_its_own(hand, path):
    hand.teach(digit(7).strokes, 7)
    state = hand.choose("Ada")
    assert (state.examples, state.names) == ((), ("default", "Ada"))
    hand.teach(digit(1).strokes, 1)
    hand.forget()
    state = hand.choose("default")
    assert [example.digit for example in state.examples] == [7]
    assert state.names == ("default",)


def test_a_damaged_example_is_named_and_the_others_are_used(hand, path, model):
    hand.teach(digit(7).strokes, 7)
    key, _ = hand.teach(digit(8).strokes, 8)
    execute(path, "UPDATE examples SET strokes = '[[' WHERE key = ?", key)
    again = TaughtHand(path, model)
    state = again.load()
    assert [example.digit for example in state.hand.examples] == [7]
    assert f"Example {key} " in state.notice
    again.close()


def test_what_was_deleted_with_its_drawing_is_gone_when_it_is_loaded_again(hand, path):
    with History(path) as history:
        kept = history.keep(drawing("7"))
        hand.learn(kept.key, [Lesson(digit(7).strokes, 1)])
        history.delete([kept.key])
    assert hand.load().examples == ()


def test_a_model_without_embeddings_leaves_the_examples_unused_and_says_so(
    hand, path, model, monkeypatch
):
    from digitrec.recognition.hand import Hand
    from digitrec.recognition.model import ModelError

    def refuse(*_):
        raise ModelError("no embeddings")

    monkeypatch.setattr(Hand, "learn", refuse)
    _, state = hand.teach(digit(7).strokes, 7)
    assert [example.digit for example in state.examples] == [7]
    assert (state.hand, state.notice) == (None, "no embeddings")

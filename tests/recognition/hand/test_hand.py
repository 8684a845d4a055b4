from dataclasses import replace

import numpy as np
import pytest

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import read_drawings
from digitrec.recognition.predictions import Predictions, unit_vectors
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.recognition.sealed.archives import without_trajectory
from tests.samples import digit, number

MODEL = Model.open(model_path())
THRESHOLD = MODEL.card.rejection_threshold
TEN = [Example(100 + which, digit(which).strokes, which) for which in range(10)]


def symbol(shake=0.0):
    """A tapering gamma, which is no digit; shaken if drawn again."""
    rng = np.random.default_rng(1)
    corners = [(0, 0), (30, 60), (30, 90), (20, 60), (60, 0)]
    steps = np.arange(33) / 8
    line = np.stack([np.interp(steps, range(5), axis) for axis in zip(*corners, strict=True)], 1)
    return (tuple(map(tuple, (line + rng.normal(0, shake, line.shape)).tolist())),)


def answers(*rows, score=1e-4):
    """Predictions for drawings of (direction, probabilities by digit): in 16 directions."""
    probabilities, embeddings = [], []
    for direction, shares in rows:
        row = np.full(10, (1 - sum(shares.values())) / (10 - len(shares)))
        row[list(shares)] = list(shares.values())
        probabilities.append(row)
        embeddings.append(direction)
    scores = np.full((3, len(rows)), score)
    return Predictions(
        np.array(probabilities), *scores, unit_vectors(np.array(embeddings, np.float32))
    )


def towards(*axes):
    return np.eye(16)[list(axes)].sum(axis=0)


def hand(predictions, digits):
    examples = [Example(key, (((0.0, 0.0),),), each) for key, each in enumerate(digits)]
    return Hand.of(MODEL, examples, predictions)


def read(taught, drawings):
    return taught.apply(drawings)[0].probabilities.argmax(axis=1).tolist()


def same(some, others):
    return all(map(np.array_equal, some.columns, others.columns))


def test_no_example_changes_nothing():
    recognizer = Recognizer(MODEL)
    inks = [*(digit(which) for which in range(10)), number("407"), Ink(symbol())]
    before = [recognizer.read(ink) for ink in inks]
    recognizer.hand = Hand.learn(MODEL, [])
    assert [recognizer.read(ink) for ink in inks] == before
    recognizer.hand = Hand.learn(MODEL, TEN).without({one.key for one in TEN})
    assert [recognizer.read(ink) for ink in inks] == before


def test_what_was_taught_is_forgotten_with_the_hand():
    recognizer = Recognizer(MODEL)
    before = recognizer.read(Ink(symbol()))
    recognizer.hand = Hand.learn(MODEL, [Example(1, symbol(), 4)])
    assert recognizer.read(Ink(symbol())) != before
    recognizer.hand = None
    assert recognizer.read(Ink(symbol())) == before


@pytest.mark.parametrize("which", [0, 4, 7])
def test_a_taught_digit_that_was_rejected_is_read_when_it_is_drawn_again(which):
    recognizer = Recognizer(MODEL)
    assert recognizer.read(Ink(symbol())).rejected
    recognizer.hand = Hand.learn(MODEL, [*TEN, Example(1, symbol(), which)])
    for again in (symbol(), symbol(shake=1.0)):
        reading = recognizer.read(Ink(again))
        assert reading.text == str(which)
        assert reading.digits[0].example == 1
        assert reading.digits[0].confidence > 0.8


def test_a_taught_digit_is_read_in_a_number():
    recognizer = Recognizer(MODEL)
    moved = tuple(tuple((x + 130, y) for x, y in stroke) for stroke in symbol())
    three = tuple(tuple((x + 240, y) for x, y in stroke) for stroke in digit(3).strokes)
    ink = Ink((*digit(2).strokes, *moved, *three))
    assert recognizer.read(ink).text != "243"
    recognizer.hand = Hand.learn(MODEL, [*TEN, Example(1, symbol(), 4)])
    reading = recognizer.read(ink)
    assert reading.text == "243"
    assert [each.example for each in reading.digits] == [None, 1, None]


def test_many_drawings_are_read_by_the_hand_as_each_alone():
    recognizer = Recognizer(MODEL)
    recognizer.hand = Hand.learn(MODEL, [*TEN, Example(1, symbol(), 4)])
    inks = [Ink(symbol()), digit(4), Ink(symbol(shake=1.0)), digit(9)]
    together = list(recognizer.read_all(inks))
    alone = [recognizer.read(ink) for ink in inks]
    assert [one.text for one in together] == ["4", "4", "4", "9"]
    assert [one.digits for one in together] == [one.digits for one in alone]


def test_setting_a_hand_does_not_ask_the_networks_again(monkeypatch):
    model = Model.open(model_path())
    recognizer = Recognizer(model)
    taught = Hand.learn(model, [Example(1, symbol(), 4)])
    asked = []
    for name in ("read", "read_paths"):
        monkeypatch.setattr(model, name, (lambda read: lambda x: asked.append(1) or read(x))(
            getattr(model, name)))  # fmt: skip
    drawn = Ink(symbol())
    assert recognizer.read(drawn).rejected
    recognizer.hand = taught
    first = len(asked)
    assert recognizer.read(drawn).text == "4"
    recognizer.hand = taught.without({1})
    assert recognizer.read(drawn).rejected
    assert first
    assert len(asked) <= 2 * first


def test_an_answer_that_the_networks_are_unsure_of_follows_the_nearest_example():
    unsure = answers((towards(0, 1), {1: 0.5, 7: 0.45}), (towards(2, 3), {1: 0.5, 7: 0.45}))
    taught = hand(answers((towards(0, 1, 1), {7: 0.9}), (towards(2, 3, 3), {1: 0.9})), [7, 1])
    after, keys = taught.apply(unsure)
    assert after.probabilities.argmax(axis=1).tolist() == [7, 1]
    assert keys == [0, 1]


def test_an_answer_that_the_networks_are_very_sure_of_is_not_overturned_by_one_example():
    sure = answers((towards(0), {1: 0.998}))
    assert read(hand(sure, [7]), sure) == [1]


def test_several_examples_that_agree_overturn_even_that():
    sure = answers((towards(0), {1: 0.998}))
    several = answers(*[(towards(0), {1: 0.998})] * 5)
    assert read(hand(several, [7] * 5), sure) == [7]


def test_right_examples_outvote_a_wrong_one():
    several = answers(*[(towards(0), {1: 0.6, 7: 0.35})] * 4)
    drawing = several.pick([0])
    assert read(hand(several, [7, 1, 1, 1]), drawing) == [1]
    assert read(hand(several, [7, 7, 7, 1]), drawing) == [7]


def test_what_the_networks_lacked_for_an_example_is_added_for_drawings_like_it():
    """The vote alone would not do, as it doesn't where the networks read the example correctly."""
    misread = answers((towards(0), {1: 0.9, 7: 0.05}))
    understood = answers((towards(0), {7: 0.9, 1: 0.05}))
    like_it = answers((0.9 * towards(0) + 0.436 * towards(1), {1: 0.96, 7: 0.02}))
    assert read(hand(misread, [7]), like_it) == [7]
    assert read(hand(understood, [7]), like_it) == [1]


def test_examples_of_one_digit_do_not_change_drawings_that_look_otherwise():
    drawings = answers((towards(5), {3: 0.9}), (towards(5, 6), {8: 0.6, 3: 0.3}))
    taught = hand(answers(*[(towards(0), {1: 0.6, 7: 0.35})] * 20), [7] * 20)
    after, keys = taught.apply(drawings)
    assert after.probabilities == pytest.approx(drawings.probabilities, abs=1e-3)
    assert keys == [None, None]


def test_not_a_digit_can_be_taught():
    scribble = answers((towards(0, 1), {3: 0.9}), score=THRESHOLD / 2)
    again = answers((towards(0, 0, 0, 1, 1), {3: 0.9}), score=THRESHOLD / 2)
    after, keys = hand(scribble, [None]).apply(again)
    assert after.outlier_score > THRESHOLD
    assert keys == [0]
    assert after.probabilities == pytest.approx(again.probabilities)


def test_a_clear_digit_is_not_rejected_for_one_example_that_says_so():
    clear = answers((towards(0), {3: 0.999}), score=1e-5)
    assert hand(clear, [None]).apply(clear)[0].outlier_score < THRESHOLD


def test_a_drawing_closer_to_a_digit_than_to_what_is_none_is_not_rejected():
    both = answers(
        (towards(0, 1), {3: 0.9}), (towards(0, 0, 0, 1, 1), {3: 0.9}), score=THRESHOLD / 2
    )
    taught = hand(both, [3, None])
    assert taught.apply(both.pick([0]))[0].outlier_score < THRESHOLD
    assert taught.apply(both.pick([1]))[0].outlier_score > THRESHOLD


def path_answers(*rows, score=1e-4):
    """What the path alone says: half of the embeddings of `answers`."""
    found = answers(*rows, score=score)
    return replace(found, embeddings=unit_vectors(found.embeddings[:, 8:]))


def test_an_example_may_change_a_sure_answer_only_if_it_is_another_digit_and_close_by_the_path():
    sure = path_answers((towards(8, 0), {3: 0.9999, 5: 0.00009}))
    for direction, digit_taught, expected in (
        (towards(8, 1), 5, True),  # the picture may be alike as well
        (towards(9, 0), 5, False),
        (towards(8, 0), 3, False),
        (towards(8, 1), None, True),
        (towards(9, 0), None, False),
    ):
        taught = hand(answers(*[(direction, {7: 0.6})] * 2), [digit_taught] * 2)
        assert taught.may_change(sure).tolist() == [expected]


def test_an_answer_that_no_example_may_change_stays_whatever_the_picture_says():
    rng = np.random.default_rng(0)
    directions = rng.normal(size=(200, 16))
    directions /= np.repeat(np.linalg.norm(directions.reshape(-1, 2, 8), axis=2), 8, axis=1)
    drawings = answers(*[(each, {3: 0.9999, 7: 0.00009}) for each in directions[100:]])
    path = replace(drawings, embeddings=unit_vectors(drawings.embeddings[:, 8:]))
    taught = hand(answers(*[(each, {1: 0.5}) for each in directions[:100]]), [7] * 100)
    change = taught.may_change(path)
    after = taught.apply(drawings)[0].probabilities
    assert 0 < change.sum() < len(change)
    assert (after[~change, 3] > 0.9).all()


def test_a_hand_has_no_picture_rendered_of_a_sure_digit_that_it_can_not_change(monkeypatch):
    model = Model.open(model_path())
    recognizer = Recognizer(model)
    before = recognizer.read(digit(7))
    learned = Hand.learn(model, TEN)
    contradicted = Hand.learn(
        model, [*TEN, *(Example(key, digit(7).strokes, 1) for key in range(8))]
    )
    pictures = []
    read = model.read
    monkeypatch.setattr(model, "read", lambda images: pictures.append(1) or read(images))
    recognizer.hand = learned
    assert recognizer.read(digit(7)) == before
    assert not pictures
    recognizer.hand = contradicted
    recognizer.read(digit(7))
    assert pictures


def test_known_embeddings_are_taken_as_they_are_and_others_computed():
    learned = Hand.learn(MODEL, [*TEN, Example(1, symbol(), 4)])
    known = learned.embeddings
    assert set(known) == {1, *(one.key for one in TEN)}
    drawings = read_drawings(MODEL, [symbol(), symbol(shake=1.0)], embedded=True)
    expected = learned.apply(drawings)[0]
    assert same(Hand.learn(MODEL, learned.examples, known).apply(drawings)[0], expected)
    swapped = {**known, 1: known[107]}
    assert not same(Hand.learn(MODEL, learned.examples, swapped).apply(drawings)[0], expected)
    broken = np.frombuffer(known[1], np.float16) * np.float16(np.nan)
    for row in (b"", known[1][:-2], broken.tobytes()):
        again = Hand.learn(MODEL, learned.examples, {**known, 1: row})
        assert same(again.apply(drawings)[0], expected)


def test_examples_are_added_replaced_and_taken_out():
    drawing = read_drawings(MODEL, [symbol()], embedded=True)
    first = Hand.learn(MODEL, TEN)
    second = first.add(MODEL, [Example(1, symbol(), 4)])
    third = second.add(MODEL, [Example(1, symbol(), 7)])
    assert read(second, drawing) == [4]
    assert read(third, drawing) == [7]
    assert third.examples == (*TEN, Example(1, symbol(), 7))
    assert same(third.without([1]).apply(drawing)[0], first.apply(drawing)[0])
    assert first.examples == tuple(TEN)


def test_examples_without_a_point_are_left_out():
    nothing = [Example(1, (), 3), Example(2, ((), ()), 3)]
    assert Hand.learn(MODEL, [*nothing, *TEN]).examples == tuple(TEN)
    padded = [Example(1, ((), *symbol()), 4)]
    assert read(Hand.learn(MODEL, padded), read_drawings(MODEL, [symbol()], embedded=True)) == [4]


def test_a_model_without_a_trajectory_network_is_taught_by_the_picture(tmp_path):
    recognizer = Recognizer.open(without_trajectory(tmp_path / "m.keras"))
    assert recognizer.read(Ink(symbol())).rejected
    recognizer.hand = Hand.learn(recognizer.model, [*TEN, Example(1, symbol(), 4)])
    assert recognizer.read(Ink(symbol(shake=1.0))).text == "4"

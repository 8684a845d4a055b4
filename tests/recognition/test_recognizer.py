import dataclasses
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digitrec.recognition.ink import Ink
from digitrec.recognition.model import Model
from digitrec.recognition.prediction_cache import PredictionCache
from digitrec.recognition.recognizer import BATCH, ReadingError, Recognizer
from digitrec.resources import model_path
from tests.samples import digit, number

RECOGNIZER = Recognizer(Model.open(model_path()))


@pytest.fixture
def recognizer():
    return RECOGNIZER


@pytest.mark.parametrize("which", range(10))
def test_a_digit_is_read_with_or_without_its_count(recognizer, which):
    for digits in (1, None):
        reading = recognizer.read(digit(which), digits)
        assert reading.text == str(which)
        assert not reading.rejected
        assert reading.confidence > 0.9
        assert sum(reading.digits[0].probabilities) == pytest.approx(1)
        assert reading.digits[0].box == digit(which).box
        assert reading.digits[0].strokes == tuple(range(len(digit(which).strokes)))


def test_of_a_draft_each_picture_is_rendered_once(monkeypatch):
    model = Model.open(model_path())
    rendered = []
    read = model.read
    monkeypatch.setattr(model, "read", lambda images: rendered.append(len(images)) or read(images))
    scrawl = Ink((((0.0, 0.0), (20.0, 60.0), (30.0, 20.0), (40.0, 60.0), (60.0, 0.0)),))
    recognizer = Recognizer(model)
    recognizer.read(scrawl, draft=True)
    assert rendered == [1]
    assert recognizer.read(scrawl) == RECOGNIZER.read(scrawl)
    assert sum(rendered) == 2


@given(
    st.integers(0, 9), st.floats(0.2, 5), st.floats(-5000, 5000), st.floats(-5000, 5000),
    st.integers(0, 100),
)  # fmt: skip
@settings(max_examples=60)
def test_place_size_and_order_of_strokes_change_nothing(which, scale, x, y, seed):
    plain = RECOGNIZER.read(digit(which))
    strokes = list(digit(which, x, y, scale).strokes)
    random.Random(seed).shuffle(strokes)
    changed = RECOGNIZER.read(Ink(tuple(strokes)))
    assert changed.text == plain.text
    assert changed.rejected == plain.rejected
    assert changed.digits[0].probabilities == pytest.approx(plain.digits[0].probabilities, abs=1e-3)


def test_a_number_is_read_from_left_to_right_whatever_the_order_of_strokes(recognizer):
    ink = number("4075")
    for digits in (4, None):
        assert recognizer.read(ink, digits).text == "4075"
    back = Ink(tuple(reversed(ink.strokes)))
    reading = recognizer.read(back)
    assert reading.text == "4075"
    assert sorted(i for d in reading.digits for i in d.strokes) == list(range(len(ink.strokes)))
    lefts = [d.box[0] for d in reading.digits]
    assert lefts == sorted(lefts)


def test_a_count_that_the_strokes_cannot_make_is_refused(recognizer):
    with pytest.raises(ReadingError, match="2 digits were asked for"):
        recognizer.read(digit(1), 2)


@pytest.mark.parametrize("strokes", [(), ((),), ((), ())])
def test_nothing_drawn_is_said_without_a_digit(recognizer, strokes):
    reading = recognizer.read(Ink(strokes))
    assert (reading.text, reading.rejected, reading.digits) == ("", True, ())
    assert reading.reason == "nothing was drawn"


@pytest.mark.parametrize(
    "stroke", [((3.0, 3.0),), ((3.0, 3.0),) * 5, ((1e9, 1e9), (1e9 + 1e-6, 1e9)), ((1e-300, 0.0),)]
)
def test_a_dot_is_said_without_a_digit(recognizer, stroke):
    assert recognizer.read(Ink((stroke,))).reason == "only a dot was drawn"


def test_what_is_smaller_than_the_pen_is_a_dot_where_the_pen_is_known(recognizer):
    speck = Ink((((10.0, 10.0), (13.0, 14.0)),))
    assert recognizer.read(speck, dot=5.0).reason == "only a dot was drawn"
    assert recognizer.read(speck).digits


def test_a_line_hardly_longer_than_the_pen_is_wide_is_too_short_to_read(recognizer):
    line = Ink((((100.0, 100.0), (101.0, 114.0)),))
    reading = recognizer.read(line, dot=5.0)
    assert (reading.digits, reading.rejected) == ((), True)
    assert reading.reason == "only a very short line was drawn"
    assert recognizer.read(line, dot=4.0).digits


def test_empty_strokes_between_others_keep_the_numbering(recognizer):
    first, second = digit(4).strokes
    reading = recognizer.read(Ink((first, (), second)))
    assert reading.text == "4"
    assert reading.digits[0].strokes == (0, 2)


@pytest.mark.parametrize(("threshold", "text"), [(1.0, "7"), (0.0, "?")])
def test_a_drawn_digit_with_a_higher_score_than_the_threshold_is_rejected(threshold, text):
    model = Model.open(model_path())
    model.card = dataclasses.replace(
        model.card, rejection_threshold=threshold, rejection_threshold_in_pictures=1 - threshold
    )
    reading = Recognizer(model).read(digit(7))
    assert (reading.text, reading.rejected) == (text, text == "?")
    assert reading.digits[0].digit == 7
    assert sum(reading.digits[0].probabilities) == pytest.approx(1)


def test_confidences_are_those_of_the_cards_temperature():
    model = Model.open(model_path())
    model.card = dataclasses.replace(model.card, temperature=1.0)
    plain = Recognizer(model).read(digit(6)).digits[0]
    model.card = dataclasses.replace(model.card, temperature=50.0)
    unsure = Recognizer(model).read(digit(6)).digits[0]
    assert unsure.digit == plain.digit
    assert unsure.confidence < plain.confidence


def test_a_number_is_read_in_lines(recognizer):
    upper, lower = number("27").strokes, number("86").strokes
    ink = Ink((*upper, *(tuple((x, y + 220) for x, y in stroke) for stroke in lower)))
    reading = recognizer.read(ink)
    assert reading.text == "27\n86"
    assert reading.lines == (2, 2)


def test_a_reading_names_what_else_it_may_be(recognizer):
    reading = recognizer.read(number("4075"))
    shares = [share for _, share in reading.alternatives]
    assert shares == sorted(shares, reverse=True)
    assert reading.text not in dict(reading.alternatives)
    assert sum(shares) + reading.confidence <= 1 + 1e-6
    close = recognizer.read(Ink((((0, 0), (30, 0), (2, 60)),)))  # a hasty 7, or a 1
    assert {close.text, close.alternatives[0][0]} == {"1", "7"}


def test_ten_digits_are_read_whole(recognizer):
    reading = recognizer.read(number("4075918263", 14))
    assert reading.text == "4075918263"
    assert reading.segmentation_confidence > 0.9


def test_what_was_read_before_is_not_read_again(monkeypatch):
    own = Recognizer(RECOGNIZER.model)
    drawing = number("457")
    first = own.read(drawing)
    asked = []
    monkeypatch.setattr(own.model, "read", lambda images: asked.append(len(images)))
    assert own.read(Ink(tuple(drawing.strokes))) == first
    assert not asked


def test_many_drawings_one_after_another_are_not_all_cached(monkeypatch):
    monkeypatch.setattr("digitrec.recognition.prediction_cache.MAX_CACHED", 5)
    cache = PredictionCache(RECOGNIZER.model)
    for which in range(10):
        assert cache.read([digit(which).strokes]).probabilities.argmax() == which
    assert len(cache) <= 10


def test_what_is_surely_one_digit_is_not_segmented(monkeypatch):
    own = Recognizer(RECOGNIZER.model)
    monkeypatch.setattr("digitrec.recognition.segmentation.segmenter.MarkLattice", None)
    for which in (4, 5, 7):
        assert len(digit(which).strokes) > 1
        assert own.read(digit(which)).text == str(which)
    with pytest.raises(TypeError):
        own.read(number("45"))


def test_a_digit_of_a_long_number_is_read_from_all_its_renderings():
    """Even if a single rendering separated it from its neighbours."""
    own = Recognizer(RECOGNIZER.model)
    long = own.read(number("4075918263", 14))
    for one in long.digits:
        alone = own.read(number("4075918263", 14).pick(one.strokes), 1).digits[0]
        assert one.probabilities == pytest.approx(alone.probabilities, abs=1e-4)


def test_groups_that_were_given_are_read_as_they_are(recognizer):
    ink = number("47")
    four, seven = recognizer.read(ink).digits
    assert (four.strokes, seven.strokes) == ((0, 1), (2, 3))
    split = recognizer.read(ink, groups=[(0,), (1,), (2, 3)])
    assert [digit.strokes for digit in split.digits] == [(0,), (1,), (2, 3)]
    assert split.digits[0].box == Ink(ink.strokes[:1]).box
    assert split.digits[2].text == "7"
    assert split.segmentation_confidence == 1
    assert recognizer.read(ink, groups=[(0, 1, 2, 3)]).digits[0].strokes == (0, 1, 2, 3)


def test_the_lines_of_given_groups_are_found_and_empty_strokes_passed_by(recognizer):
    above, below = digit(4).strokes, digit(7, y=200).strokes
    ink = Ink((*above, (), *below))
    reading = recognizer.read(ink, groups=[(0,), (1,), (3, 4)])
    assert reading.lines == (2, 1)
    assert [one.strokes for one in reading.digits] == [(0,), (1,), (3, 4)]
    across = recognizer.read(ink, groups=[(0, 3), (1, 4)])
    assert across.lines == ()


@pytest.mark.parametrize("groups", [[(0, 1), (1,)], [(0, 1, 2)], []])
def test_groups_with_a_stroke_twice_or_without_any_are_refused(recognizer, groups):
    with pytest.raises(ReadingError, match="a stroke must be"):
        recognizer.read(digit(4), groups=groups)


def test_strokes_that_are_in_none_of_the_groups_are_left_out(recognizer):
    five = digit(5).strokes
    reading = recognizer.read(
        Ink((five[0], ((300.0, 0.0), (301.0, 1.0)), five[1])), groups=[(0, 2)]
    )
    assert (reading.text, reading.strays) == ("5", (1,))


def test_many_drawings_are_read_as_each_of_them_alone(recognizer):
    inks = [digit(which % 10, 3 * which, 0, 1 + which / 20) for which in range(40)]
    inks[5:5] = [number("4075"), Ink(()), Ink((((3.0, 3.0),),)), Ink(((), inks[0].strokes[0]))]
    fresh = Recognizer(recognizer.model)
    found = list(fresh.read_all(inks))
    assert len(found) == len(inks)
    for ink, reading in zip(inks, found, strict=True):
        alone = dataclasses.replace(recognizer.read(ink), alternatives=())
        assert reading.text == alone.text
        assert reading.reason == alone.reason
        assert reading.confidence == pytest.approx(alone.confidence, abs=1e-5)
        assert [each.box for each in reading.digits] == [each.box for each in alone.digits]
        assert [each.strokes for each in reading.digits] == [each.strokes for each in alone.digits]


def test_a_reading_does_not_depend_on_what_is_read_with_it(recognizer):
    inks = [digit(which % 10, 3 * which, 0, 1 + which / 20) for which in range(40)]
    inks[3:3] = [number("4075"), number("316", 60), number("82")]
    together = list(recognizer.read_all(inks))
    assert together == [next(recognizer.read_all([ink])) for ink in inks]


def test_a_drawing_that_cannot_be_read_costs_only_itself(recognizer):
    found = list(recognizer.read_all([digit(1), number("47"), digit(3)], 2))
    assert isinstance(found[0], ReadingError)
    assert found[1].text == "47"
    assert isinstance(found[2], ReadingError)
    assert next(recognizer.read_all([Ink(())])).reason


def test_many_drawings_go_through_the_networks_at_once(monkeypatch):
    """A batch of paths, then the pictures of those that the path is not sure of, in two views."""
    fresh = Recognizer(Model.open(model_path()))
    images, paths = [], []
    read, read_paths = fresh.model.read, fresh.model.read_paths
    monkeypatch.setattr(fresh.model, "read", lambda x: images.append(len(x)) or read(x))
    monkeypatch.setattr(fresh.model, "read_paths", lambda x: paths.append(len(x)) or read_paths(x))
    list(fresh.read_all([digit(at % 10, scale=1 + at / 50) for at in range(2 * BATCH)]))
    assert paths == [BATCH, BATCH]
    assert len(images) <= 4
    assert sum(images) < BATCH

from datetime import UTC, datetime

import pytest

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Digit, Reading
from digitrec.recognition.segmentation.segmenter import ReadingError
from digitrec.session.picture import Picture
from digitrec.session.session import NOT_READ, Session

A, B = ((0.0, 0.0), (9.0, 9.0)), ((5.0, 5.0), (6.0, 50.0))


class Reader:
    """Reads as many strokes as there are."""

    def read(self, ink, digits=None, dot=0.0, groups=None):
        count = len(ink.strokes)
        rows = tuple(0.91 if n == count else 0.01 for n in range(10))
        return Reading((Digit(count, 0.91, False, rows, ink.box),))


class Keeper:
    def __init__(self):
        self.rows = {}
        self.closed = False

    def keep(self, drawing_id, drawing):
        self.rows[drawing_id] = drawing

    def correct(self, drawing_id, text):
        self.rows[drawing_id] = (self.rows[drawing_id], text)

    def forget(self, drawing_id):
        self.rows.pop(drawing_id, None)

    def close(self, timeout=None):
        self.closed = True
        return True


@pytest.fixture
def keeper():
    return Keeper()


@pytest.fixture
def session(keeper):
    made = Session(keeper, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    made.ready(Reader(), "model")
    return made


def draw(session, *strokes):
    for stroke in strokes:
        session.add(stroke)
        session.read()
        session.keep()


def test_a_drawing_is_kept_from_its_first_stroke_on_and_follows_the_later_ones(session, keeper):
    draw(session, A)
    (number,) = keeper.rows
    assert keeper.rows[number].reading.text == "1"
    draw(session, B)
    assert list(keeper.rows) == [number]
    kept = keeper.rows[number]
    assert kept.ink.strokes == (A, B)
    assert (kept.reading.text, kept.model) == ("2", "model")
    assert kept.created == datetime(2026, 11, 22, tzinfo=UTC)


def test_clear_ends_the_drawing_and_undoing_it_goes_on_with_the_same(session, keeper):
    draw(session, A)
    session.clear()
    draw(session, B)
    assert len(keeper.rows) == 2
    session.undo()
    session.undo()
    draw(session, B)
    assert {len(row.ink.strokes) for row in keeper.rows.values()} == {2}


def test_a_stroke_that_is_followed_at_once_by_clear_or_close_is_kept(session, keeper):
    session.add(A)  # no time to read it
    session.clear()
    assert [row.reading.text for row in keeper.rows.values()] == ["1"]
    session.add(A)
    session.add(B)
    session.close(1)
    assert [row.reading.text for row in keeper.rows.values()] == ["1", "2"]


def test_a_drawing_whose_every_stroke_was_undone_is_forgotten(session, keeper):
    draw(session, A)
    session.undo()
    assert not keeper.rows
    session.redo()
    session.read()
    session.keep()
    assert len(keeper.rows) == 1


def test_what_is_drawn_before_the_model_is_ready_is_read_and_kept_when_it_is(keeper):
    session = Session(keeper)
    draw(session, A)
    session.clear()
    draw(session, A, B)
    assert session.reading is None
    assert not keeper.rows
    session.ready(Reader(), "model")
    session.read()
    assert session.reading.text == "2"
    assert sorted(row.reading.text for row in keeper.rows.values()) == ["1", "2"]


def test_without_a_model_drawings_are_kept_unread(keeper):
    session = Session(keeper)
    draw(session, A)
    session.failed("no model")
    assert [row.reading for row in keeper.rows.values()] == [NOT_READ]
    session.clear()
    draw(session, B)
    assert len(keeper.rows) == 2
    assert "no model" in session.verdict().detail


def test_a_window_closed_before_the_model_came_has_kept_the_drawing(keeper):
    session = Session(keeper)
    draw(session, A)
    assert session.close(1)
    assert keeper.closed
    assert len(keeper.rows) == 1


def test_a_correction_is_kept_with_the_drawing_and_can_be_taken_back(session, keeper):
    draw(session, A)
    (number,) = keeper.rows
    assert session.correct("7")
    assert keeper.rows[number][1] == "7"
    assert session.text == "7"
    assert session.correct("7")  # the same again takes it back
    assert keeper.rows[number][1] is None
    session.correct("4")
    session.take_back()
    assert session.text == "1"


def test_there_is_nothing_to_correct_on_a_blank_sheet(session):
    assert not session.correct("7")


def test_the_stroke_that_is_being_drawn_is_read_with_the_others(session):
    draw(session, A)
    session.read(B)
    assert session.reading.text == "2"


def test_without_a_history_everything_else_works():
    session = Session(None)
    session.ready(Reader(), "model")
    draw(session, A)
    assert session.text == "1"
    assert session.close(1)


def test_undoing_the_stroke_that_was_drawn_on_a_picture_brings_it_back_and_keeps_nothing(
    session, keeper
):
    picture = Picture("seven.png", 1, 1, b"\0", Reading(reason="the picture is blank"))
    session.show(picture)
    draw(session, A)
    assert len(keeper.rows) == 1
    session.undo()
    session.read()
    assert session.sheet.picture == picture
    assert session.reading == picture.reading
    assert keeper.rows == {}


class NumberReader:
    """Reads each stroke as a digit, the first as 1; those that were joined as what they count."""

    def read(self, ink, digits=None, dot=0.0, groups=None):
        if digits is not None and digits > len(ink.strokes):
            raise ReadingError("too few")
        groups = groups or [(at,) for at in range(len(ink.strokes))]
        rows = (0.1,) * 10
        return Reading(
            tuple(
                Digit(sum(group) + len(group), 0.9, False, rows, ink.pick(group).box, group)
                for group in groups
            )
        )


C = ((20.0, 0.0), (29.0, 9.0))


@pytest.fixture
def number(keeper):
    made = Session(keeper, now=lambda: datetime(2026, 11, 22, tzinfo=UTC))
    made.ready(NumberReader(), "model")
    draw(made, A, B, C)
    assert made.text == "123"
    return made


def settle(session):
    session.read()
    session.keep()


def kept(keeper):
    (row,) = keeper.rows.values()
    return row


def test_a_selected_digit_is_corrected_and_the_next_is_selected(number, keeper):
    number.select(1)
    assert number.verdict().note == "Digit 2 of 3"
    number.correct("7")
    settle(number)
    assert number.text == "173"
    assert (kept(keeper).reading.text, kept(keeper).corrected) == ("123", "173")
    assert number.selection.place == 2
    number.correct("9")
    assert number.text == "179"
    assert number.selection.place == 2  # the last
    number.correct("9")
    assert number.text == "173"
    number.select(0)
    number.correct_to_none()
    assert number.text == "?73"
    number.undo()
    number.undo()
    number.undo()
    number.undo()
    settle(number)
    assert number.text == "123"
    assert kept(keeper).corrected is None


def test_without_a_selection_a_number_is_typed_whole_also_after_one_digit_was_said_to_be_none(
    number,
):
    number.select(0)
    number.correct_to_none()
    number.select(None)
    number.correct("4")
    assert number.text == "4"


def test_joined_digits_are_one_in_the_history_and_undo_parts_them(number, keeper):
    number.correct("9")
    number.select(0)
    assert number.join()
    settle(number)
    assert number.text == "33"  # what was said of three digits is not said of two
    assert [digit.strokes for digit in kept(keeper).reading.digits] == [(0, 1), (2,)]
    assert kept(keeper).corrected is None
    assert number.selection.place == 0
    number.undo()
    settle(number)
    assert number.text == "9"
    assert number.selection.place is None
    assert kept(keeper).reading.text == "123"
    number.redo()
    settle(number)
    assert number.text == "33"


def test_the_last_digit_is_joined_with_the_one_before(number):
    number.select(2)
    number.join()
    assert [digit.strokes for digit in number.reading.digits] == [(0,), (1, 2)]
    assert number.selection.place == 1


def test_a_joined_digit_can_be_split_again(number, keeper):
    number.select(0)
    number.join()
    number.join()
    assert number.text == "6"
    assert number.split()  # the only one needs no selection
    settle(number)
    assert len(number.reading.digits) == 3
    assert kept(keeper).reading == number.reading


def test_without_a_selection_nothing_is_joined_or_split_and_one_stroke_never_is(number):
    before = number.sheet
    assert not number.join()
    assert not number.split()
    number.select(1)
    with pytest.raises(ReadingError):
        number.split()
    assert number.sheet == before
    assert number.selection.place == 1


def test_what_was_joined_holds_until_there_is_another_stroke(number):
    number.select(0)
    number.join()
    settle(number)
    number.read(A)
    assert number.text == "1234"
    number.read()
    assert number.text == "33"
    draw(number, A)
    assert number.text == "1234"
    assert number.selection.place is None


def test_a_drawing_that_is_opened_again_is_parted_as_it_was_kept(number, keeper):
    number.select(0)
    number.join()
    settle(number)
    drawing = kept(keeper)
    number.clear()
    number.open(drawing)
    number.read()
    assert [digit.strokes for digit in number.reading.digits] == [(0, 1), (2,)]


def test_a_digit_of_a_picture_is_corrected_alone_too(session, keeper):
    digits = NumberReader().read(Ink((A, B, C))).digits
    session.show(Picture("n.png", 1, 1, b"\0", Reading(digits), (b"", b"", b"")))
    session.read()
    session.select(2)
    session.correct("8")
    session.read()
    session.keep()
    assert session.text == "128"
    assert keeper.rows == {}


def test_keys_that_overtake_the_reading_meet_the_digits_that_are_there(number):
    number.select(2)
    number.undo()  # the third digit's stroke; its reading is still due
    assert not number.join()
    assert not number.correct_to_none() or number.text == "?"
    number.take_back()
    number.add(C)
    number.move(-1)
    assert number.selection.place == 2
    number.undo()
    number.correct("8")
    assert number.text == "8"  # of a whole that is typed anew

import pytest

from digitrec.recognition.reading import Digit, Reading
from digitrec.session.picture import Picture
from digitrec.session.session import Session
from digitrec.session.sheets import Sheet
from digitrec.session.teaching import Lesson, Round, lessons_of
from tests.session.doubles import A, B, C, NumberReader, draw


def read(*digits):
    rows = (0.1,) * 10
    return Reading(
        tuple(
            Digit(digit, 0.9, rejected, rows, (0, 0, 1, 1), strokes)
            for digit, strokes, rejected in digits
        )
    )


def test_the_correction_of_a_single_digit_teaches_it():
    sheet = Sheet(1, (A, B), corrected="7")
    assert lessons_of(sheet, read((1, (0, 1), False))) == (Lesson((A, B), 7),)


def test_a_confirmed_digit_is_taught_too():
    assert lessons_of(Sheet(1, (A,), corrected="1"), read((1, (0,), False))) == (Lesson((A,), 1),)


def test_that_it_is_no_digit_is_taught_too():
    assert lessons_of(Sheet(1, (A,), corrected="?"), read((1, (0,), False))) == (
        Lesson((A,), None),
    )


def test_of_a_number_only_the_corrected_digits_are_taught_with_their_own_strokes():
    sheet = Sheet(1, (A, B, C), corrected="4\n27")
    reading = read((4, (0,), False), (2, (2,), True), (1, (1,), False))
    assert lessons_of(sheet, reading) == (Lesson((C,), 2), Lesson((B,), 7))


def test_the_marks_of_a_correction_are_not_taught():
    sheet = Sheet(1, (A, B, C), corrected="4.7")
    assert lessons_of(sheet, read((4, (0,), False), (2, (1,), False))) == (Lesson((B,), 7),)


@pytest.mark.parametrize("corrected", [None, "7", "721", "?"])
def test_what_does_not_say_it_of_each_digit_teaches_nothing(corrected):
    sheet = Sheet(1, (A, B), corrected=corrected)
    assert lessons_of(sheet, read((1, (0,), False), (2, (1,), False))) == ()


def test_pictures_and_what_could_not_be_read_teach_nothing():
    picture = Picture("a.png", 10, 10, b"", None)
    reading = read((1, (), False))
    assert lessons_of(Sheet(1, picture=picture, corrected="2"), reading) == ()
    assert lessons_of(Sheet(1, (A,), corrected="2"), Reading()) == ()
    assert lessons_of(Sheet(1, (A,), corrected="2"), None) == ()


@pytest.fixture
def heard(session):
    lessons = []
    session.on_lessons = lambda key, taught: lessons.append((key, taught))
    return lessons


def test_a_correction_is_heard_of_and_so_is_that_it_was_taken_back(session, heard):
    draw(session, A)
    session.correct("7")
    assert heard == [(1, (Lesson((A,), 7),))]
    session.take_back()
    assert heard[1:] == [(1, ())]


def test_undo_and_redo_of_a_correction_are_heard_of(session, heard):
    draw(session, A)
    session.correct("7")
    session.undo()
    session.redo()
    assert heard[1:] == [(1, ()), (1, (Lesson((A,), 7),))]


def test_more_ink_takes_the_correction_back_and_what_it_taught(session, heard):
    draw(session, A)
    session.correct("7")
    draw(session, B)
    assert heard[1:] == [(1, ())]
    session.undo()
    assert heard[2:] == [(1, (Lesson((A,), 7),))]


def test_of_a_number_the_selected_digit_is_taught(keeper):
    session, heard = Session(keeper), []
    session.on_lessons = lambda _, taught: heard.append(taught)
    session.ready(NumberReader(), "model")
    draw(session, A, B)
    session.select(1)
    session.correct("5")
    session.correct("6")
    assert heard == [(Lesson((B,), 5),), (Lesson((B,), 6),)]


def test_while_nothing_is_kept_nothing_is_taught(session, heard):
    session.keep_with(None)
    draw(session, A)
    session.correct("7")
    assert heard == []


class Pupil:
    """Reads what it was corrected to, as a recogniser that has learned."""

    def __init__(self):
        self.text = 1

    def read(self, ink, digits=None, dot=0.0, groups=None, marks=True, *, draft=False):
        digit = Digit(self.text, 0.9, False, (0.1,) * 10, ink.box, tuple(range(len(ink.strokes))))
        return Reading((digit,))


def test_what_was_corrected_is_kept_as_it_was_read_before_it_was_learned(keeper):
    session, pupil = Session(keeper), Pupil()
    session.ready(pupil, "model")
    draw(session, A)
    session.correct("7")
    pupil.text = 7
    session.read()
    session.keep()
    assert (session.reading.text, session.text) == ("1", "7")
    session.clear()
    session.undo()
    session.read()
    session.keep()
    assert keeper.rows[1].reading.text == "1"
    session.take_back()
    session.read()
    assert session.reading.text == "7"


def test_a_round_asks_for_the_ten_digits_one_after_another():
    current = Round()
    asked = []
    while not current.complete:
        asked.append(current.asked)
        current.take((A,))
    assert asked == list(range(10))
    assert len(current) == 10


def test_a_digit_can_be_drawn_again_and_the_round_goes_on_where_it_was():
    current = Round()
    first, _ = current.take((A,))
    current.take((B,))
    current.ask(0)
    assert current.drawn(0) is first
    second, replaced = current.take((C,))
    assert replaced is first
    assert current.drawn(0) is second is current.last
    assert current.asked == 2


def test_a_digit_that_was_asked_for_out_of_turn_is_not_asked_for_twice():
    current = Round()
    current.ask(8)
    asked = []
    while not current.complete:
        asked.append(current.asked)
        current.take((A,))
    assert asked == [8, 9, 0, 1, 2, 3, 4, 5, 6, 7]


def test_the_last_digit_can_be_taken_back():
    current = Round()
    assert current.take_back() is None
    current.take((A,))
    drawn, _ = current.take((B,))
    assert current.take_back() is drawn
    assert (current.asked, len(current)) == (1, 1)


def test_a_drawing_that_cannot_be_used_leaves_the_one_before_and_is_asked_for_again():
    current = Round()
    first, _ = current.take((A,))
    current.ask(0)
    second, before = current.take((B,))
    current.drop(second, before)
    assert current.drawn(0) is first
    assert current.asked == 0


def test_what_was_taken_out_of_the_hand_is_asked_for_again():
    current = Round()
    for key in range(10):
        current.take((A,))[0].key = key
    assert not current.keep(range(10))
    assert current.complete
    assert current.keep({*range(10)} - {3, 5})
    assert (current.asked, len(current)) == (3, 8)


def test_what_is_not_on_the_disk_yet_stays_in_the_round():
    current = Round()
    current.take((A,))
    assert not current.keep(())
    assert len(current) == 1


def test_a_complete_round_takes_nothing():
    current = Round()
    for _ in range(10):
        current.take((A,))
    with pytest.raises(ValueError, match="asked for"):
        current.take((A,))


@pytest.mark.parametrize(("read", "agrees"), [("0", True), ("6", False), ("?", False)])
def test_a_drawn_digit_knows_whether_the_networks_agree(read, agrees):
    drawn, _ = Round().take((A,))
    assert not drawn.agrees
    drawn.read = read
    assert drawn.agrees is agrees

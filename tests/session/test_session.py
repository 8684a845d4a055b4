from datetime import UTC, datetime

import pytest

from digitrec.recognition.reading import Reading
from digitrec.session.picture import Picture
from digitrec.session.recording import NOT_READ
from digitrec.session.session import Session
from tests.session.doubles import A, B, C, Reader, draw


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


def test_what_is_drawn_before_the_model_is_ready_is_kept_unread_and_read_when_it_is(keeper):
    session = Session(keeper)
    draw(session, A)
    assert [row.reading for row in keeper.rows.values()] == [NOT_READ]
    session.clear()
    draw(session, A, B)
    assert session.reading is None
    assert [len(row.ink.strokes) for row in keeper.rows.values()] == [1, 2]
    session.ready(Reader(), "model")
    session.read()
    assert session.reading.text == "2"
    assert [row.reading.text for row in keeper.rows.values()] == ["1", "2"]
    assert {row.model for row in keeper.rows.values()} == {"model"}


def test_without_a_model_yet_a_stroke_is_kept_at_once(keeper):
    session = Session(keeper)
    session.add(A)
    assert [row.ink.strokes for row in keeper.rows.values()] == [(A,)]


def test_a_drawing_deleted_before_the_model_came_stays_deleted(keeper):
    session = Session(keeper)
    draw(session, A)
    session.clear()
    keeper.rows.clear()
    session.ready(Reader(), "model")
    assert not keeper.rows


def test_what_was_drawn_while_nothing_was_kept_is_not_kept_when_the_model_comes(keeper):
    session = Session(None)
    draw(session, A)
    session.clear()
    session.keep_with(keeper)
    session.ready(Reader(), "model")
    assert not keeper.rows


def test_a_drawing_is_read_as_a_draft_only_while_it_grows(keeper):
    drafts = []

    class Noting(Reader):
        def read(self, ink, digits=None, dot=0.0, groups=None, *, draft=False):
            drafts.append(draft)
            return super().read(ink)

    session = Session(keeper)
    session.ready(Noting(), "model")
    session.read(A)
    session.add(A)
    session.read()
    assert drafts == [True, False]


def test_without_a_model_drawings_are_kept_unread(keeper):
    session = Session(keeper)
    draw(session, A)
    session.failed("no model")
    assert [row.reading for row in keeper.rows.values()] == [NOT_READ]
    session.clear()
    draw(session, B)
    assert len(keeper.rows) == 2
    assert session.trouble == "no model"


def test_a_reader_that_fails_unforeseen_costs_no_drawing(session, keeper):
    class Broken(Reader):
        def read(self, *arguments, **options):
            raise MemoryError

    session.ready(Broken(), "model")
    session.add(A)
    with pytest.raises(MemoryError):
        session.clear()
    assert [row.ink.strokes for row in keeper.rows.values()] == [(A,)]


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
    session.show_picture(picture)
    draw(session, A)
    assert len(keeper.rows) == 1
    session.undo()
    session.read()
    assert session.sheet.picture == picture
    assert session.reading == picture.reading
    assert keeper.rows == {}


def test_a_drawing_has_the_time_of_its_first_stroke_also_if_the_model_comes_later(keeper):
    hours = iter(range(10, 20))
    session = Session(keeper, now=lambda: datetime(2026, 11, 22, next(hours), tzinfo=UTC))
    session.add(A)
    session.add(B)
    session.ready(Reader(), "model")
    session.read()
    session.keep()
    session.clear()
    draw(session, C)
    first, second = (row.created.hour for row in keeper.rows.values())
    assert first == 10 < second


def test_what_can_be_undone_redone_and_cleared_follows_every_step(session):
    assert session.can == (False, False, False)
    session.add(A)
    assert session.can == (True, False, True)
    session.undo()
    assert session.can == (False, True, False)
    session.redo()
    assert session.can == (True, False, True)
    session.undo()
    session.add(B)
    assert session.can == (True, False, True)

"""The verdict on a whole session: before the model is ready, without one, and with a selection."""

from digitrec.session.session import Session
from digitrec.ui.answer import verdict
from tests.session.doubles import A, B, C, NumberReader, Reader, draw


def read(reader, *strokes):
    session = Session(None)
    session.ready(reader, "model")
    draw(session, *strokes)
    return session


def test_a_blank_sheet_has_the_hint_and_ink_that_is_not_read_yet_the_wait():
    session = Session(None)
    assert verdict.of_session(session) == verdict.EMPTY
    draw(session, A)
    assert verdict.of_session(session) == verdict.LOADING


def test_without_a_model_the_reason_is_given():
    session = Session(None)
    session.failed("no model")
    assert "no model" in verdict.of_session(session).detail


def test_a_correction_counts_until_a_stroke_grows():
    session = read(Reader(), A)
    session.correct("7")
    assert verdict.of_session(session).big == "7"
    assert verdict.of_session(session, growing=True).big == "1"


def test_the_selected_digit_has_the_note_and_what_can_be_done_to_it():
    session = read(NumberReader(), A, B, C)
    session.select(1)
    shown = verdict.of_session(session)
    assert (shown.note, shown.actions) == ("Digit 2 of 3", ("join",))
    assert verdict.of_session(session, growing=True).actions == ()

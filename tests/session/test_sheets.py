from digitrec.session.sheets import Sheets

A, B = ((0.0, 0.0), (9.0, 9.0)), ((5.0, 5.0),)


def test_undo_and_redo_go_through_every_state_without_limit():
    sheets = Sheets()
    states = [sheets.sheet]
    for index in range(300):
        sheets.add(A if index % 2 else B)
        states.append(sheets.sheet)
    for state in reversed(states[:-1]):
        sheets.undo()
        assert sheets.sheet == state
    assert not sheets.can_undo
    sheets.undo()
    assert sheets.sheet == states[0]
    for state in states[1:]:
        sheets.redo()
        assert sheets.sheet == state
    assert not sheets.can_redo


def test_erased_strokes_come_back_together():
    sheets = Sheets()
    for stroke in (A, B, A):
        sheets.add(stroke)
    sheets.correct("7")
    sheets.erase(0, 2)
    assert sheets.sheet.strokes == (B,)
    assert sheets.sheet.corrected is None
    sheets.undo()
    assert sheets.sheet.strokes == (A, B, A)
    assert sheets.sheet.corrected == "7"


def test_erasing_what_is_not_there_is_no_step():
    sheets = Sheets()
    sheets.erase(0)
    assert not sheets.can_undo


def test_clear_can_be_undone_and_begins_another_drawing():
    sheets = Sheets()
    sheets.add(A)
    first = sheets.sheet
    sheets.clear()
    assert sheets.sheet.blank
    assert sheets.sheet.number != first.number
    assert not sheets.can_clear
    sheets.undo()
    assert sheets.sheet == first


def test_clearing_a_blank_sheet_is_no_step():
    sheets = Sheets()
    sheets.clear()
    assert not sheets.can_undo


def test_a_new_stroke_forgets_what_was_undone():
    sheets = Sheets()
    sheets.add(A)
    sheets.undo()
    sheets.add(B)
    assert not sheets.can_redo
    assert sheets.sheet.strokes == (B,)


def test_a_number_is_never_given_twice():
    sheets = Sheets()
    network_views = set()
    for _ in range(3):
        sheets.add(A)
        sheets.clear()
        network_views.add(sheets.sheet.number)
        sheets.undo()
    assert len(network_views) == 3


def test_a_correction_is_a_step_and_ends_with_the_next_stroke():
    sheets = Sheets()
    sheets.correct("7")
    assert not sheets.can_undo
    sheets.add(A)
    sheets.correct("7")
    assert sheets.sheet.corrected == "7"
    sheets.undo()
    assert sheets.sheet.corrected is None
    sheets.redo()
    sheets.add(B)
    assert sheets.sheet.corrected is None

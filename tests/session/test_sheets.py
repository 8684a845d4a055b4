import random
import tracemalloc

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


def test_undo_and_redo_give_back_what_random_steps_have_changed():
    rng = random.Random(18)
    sheets = Sheets()
    states = [sheets.sheet]
    for _ in range(400):
        count = len(sheets.sheet.strokes)
        match rng.randrange(8):
            case 0:
                sheets.clear()
            case 1:
                sheets.erase(*rng.sample(range(count + 1), rng.randrange(count + 1)))
            case 2:
                sheets.correct(str(rng.randrange(10)))
            case 3:
                sheets.open_drawing((A, B, A), "7")
            case _:
                points = range(rng.randrange(4))
                sheets.add(tuple((rng.uniform(-9, 9), rng.random()) for _ in points))
        if sheets.sheet is not states[-1]:
            states.append(sheets.sheet)
    for _ in range(3):
        for state in states[-2::-1]:
            sheets.undo()
            assert sheets.sheet == state
        for state in states[1:]:
            sheets.redo()
            assert sheets.sheet == state


def test_undo_takes_a_tenth_of_the_memory_of_the_strokes_it_can_bring_back():
    def points(number):
        return tuple((float(number + at), float(number + at * at // 9)) for at in range(100))

    tracemalloc.start()
    try:
        strokes = [points(number) for number in range(100)]
        plain, _ = tracemalloc.get_traced_memory()
        del strokes
        before, _ = tracemalloc.get_traced_memory()
        sheets = Sheets()
        for number in range(100):
            sheets.add(points(number))
            if number % 4 == 3:
                sheets.clear()
        undo = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert undo < plain / 10
    sheets.undo()
    assert sheets.sheet.strokes[-1] == points(99)


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

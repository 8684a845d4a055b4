import sqlite3
import threading
from pathlib import Path

import pytest

from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from digitrec.storage.journal import journal as module
from tests.storage.drawings import drawing
from tests.storage.journals import PATIENCE, HeldWrites, Troubles, kept, texts, wait_for


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.sqlite3"


def test_trouble_is_reported_once_on_the_journals_thread_and_nothing_is_lost(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    path.parent.write_text("a file where the folder belongs")
    journal.keep(1, drawing("1"))
    assert troubles.came.wait(PATIENCE)
    for number in range(2, 6):
        journal.keep(number, drawing(str(number), number))
    journal.keep(1, drawing("9"))
    journal.correct(2, "8")
    path.parent.unlink()
    journal.keep(6, drawing("6", 6))

    assert journal.close(PATIENCE)
    assert [(one.reading.text, one.corrected) for one in kept(path)] == [
        ("9", None), ("2", "8"), ("3", None), ("4", None), ("5", None), ("6", None)
    ]  # fmt: skip
    assert len(troubles.messages) == 1
    assert "history.sqlite3" in troubles.messages[0]
    assert troubles.threads == ["journal"]


def test_what_is_given_while_a_write_fails_is_newer_than_what_failed(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    keep = History.keep

    def fail_once(history: History, one: Drawing) -> Drawing:
        monkeypatch.setattr(History, "keep", keep)
        begun.set()
        go_on.wait(PATIENCE)
        raise StorageError("no disk")

    monkeypatch.setattr(History, "keep", fail_once)
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    assert begun.wait(PATIENCE)
    journal.keep(2, drawing("2"))
    journal.keep(1, drawing("3"))
    go_on.set()

    assert journal.close(PATIENCE)
    found = [(one.key, one.reading.text, one.corrected) for one in kept(path)]
    assert found == [(1, "3", "7"), (2, "2", None)]


def test_new_trouble_after_a_good_spell_is_reported_again(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    for spell in (1, 2):
        path.parent.write_text("a file where the folder belongs")
        journal.keep(spell, drawing())
        wait_for(lambda: len(troubles.messages) == spell)  # noqa: B023 (called in this turn)
        path.parent.unlink()
        journal.keep(spell + 2, drawing())
        wait_for(lambda: path.exists() and len(kept(path)) == 2)
        path.parent.rename(path.parent.with_name(f"away {spell}"))


def test_trouble_right_after_one_good_write_is_reported_again(
    path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = History.keep
    results = iter([False, True, False])

    def keep_now_and_then(history: History, drawing: Drawing) -> Drawing:
        if next(results, False):
            return keep(history, drawing)
        raise StorageError("the disk is full")

    monkeypatch.setattr(History, "keep", keep_now_and_then)
    journal = Journal(path, troubles)
    journal.keep(1, drawing())
    assert troubles.came.wait(PATIENCE)
    journal.keep(2, drawing())

    assert not journal.close(PATIENCE)
    assert troubles.messages == ["the disk is full"] * 2


def test_closing_says_whether_something_could_not_be_written(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    path.parent.write_text("a file where the folder belongs")
    journal.keep(1, drawing())
    assert troubles.came.wait(PATIENCE)

    assert not journal.close(PATIENCE)
    assert len(troubles.messages) == 1


def test_memory_is_bounded_while_nothing_can_be_written(
    journal: Journal, path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    path.parent.write_text("a file where the folder belongs")
    journal.keep(0, drawing("0"))
    assert troubles.came.wait(PATIENCE)
    for number in range(1, 9):
        journal.keep(number, drawing(str(number), number))
    path.parent.unlink()

    assert journal.close(PATIENCE)
    assert texts(path)[-2:] == ["7", "8"]
    assert len(texts(path)) <= 3


def test_another_programs_lock_does_not_hold_the_caller_up(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    with History(path) as history:
        history.keep(drawing("0"))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for number in range(1, 50):
        journal.keep(number, drawing(str(number), number))
    holder.execute("ROLLBACK")
    holder.close()

    assert journal.close(PATIENCE)
    assert len(kept(path)) == 50
    assert troubles.messages == []


def test_what_could_not_be_written_is_at_hand_after_closing(path: Path, journal: Journal) -> None:
    path.mkdir(parents=True)
    journal.keep(1, drawing("1"))
    journal.keep(2, drawing("2"))
    journal.correct(2, "7")

    assert not journal.close(PATIENCE)
    found = [(one.reading.text, one.corrected) for one in journal.unwritten]
    assert found == [("1", None), ("2", "7")]


def test_errors_that_nobody_foresaw_are_reported_and_cost_a_drawing_each(
    journal: Journal, path: Path, held: HeldWrites, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = []
    monkeypatch.setattr(threading, "excepthook", lambda found: reported.append(found.exc_type))
    journal.keep(1, drawing("1"))
    assert held.begun.wait(PATIENCE)
    journal.keep(2, drawing("2", 2))
    journal.keep(3, drawing("3", 3))
    for number in (1, 2):
        held.begun.clear()
        held.error = ZeroDivisionError()
        held.release()
        wait_for(lambda number=number: len(reported) == number)
        assert held.begun.wait(PATIENCE)  # with the next, though nothing was given meanwhile
    held.release()
    assert journal.wait_until_idle(PATIENCE)
    assert texts(path) == ["3"]
    assert reported == [ZeroDivisionError] * 2
    assert journal.close(PATIENCE)

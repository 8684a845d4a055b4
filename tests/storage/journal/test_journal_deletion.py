"""Deleting the whole history while the journal still has drawings to write."""

import queue
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from tests.storage.drawings import drawing
from tests.storage.journals import PATIENCE, HeldWrites, Troubles, kept, texts


@pytest.fixture
def done() -> "queue.SimpleQueue[str | None]":
    return queue.SimpleQueue()


def test_what_waited_is_not_written_after_it(
    journal: Journal, path: Path, held: HeldWrites, done: "queue.SimpleQueue[str | None]"
) -> None:
    journal.keep(1, drawing("1"))
    assert held.begun.wait(PATIENCE)
    journal.keep(2, drawing("2"))
    journal.correct(3, "7")
    journal.delete_all(done.put)
    journal.keep(4, drawing("4"))
    held.release(10)

    assert done.get(timeout=PATIENCE) is None
    assert journal.close(PATIENCE)
    assert texts(path) == ["4"]
    assert held.written == ["1", "4"]


def test_what_is_being_written_and_fails_is_not_tried_again(
    journal: Journal, path: Path, held: HeldWrites, done: "queue.SimpleQueue[str | None]"
) -> None:
    held.error = StorageError("the history is held by another program")
    journal.keep(1, drawing("1"))
    assert held.begun.wait(PATIENCE)
    journal.delete_all(done.put)
    held.release(10)

    assert done.get(timeout=PATIENCE) is None
    journal.keep(2, drawing("2"))
    assert journal.close(PATIENCE)
    assert texts(path) == ["2"]


def test_what_failed_before_is_not_tried_again(
    journal: Journal,
    path: Path,
    troubles: Troubles,
    monkeypatch: pytest.MonkeyPatch,
    done: "queue.SimpleQueue[str | None]",
) -> None:
    monkeypatch.setattr("digitrec.storage.database.BUSY_SECONDS", 0.05)
    with History(path) as history:
        history.keep(drawing("0"))
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    journal.keep(1, drawing("1"))
    assert troubles.came.wait(PATIENCE)
    journal.delete_all(done.put)
    trouble = done.get(timeout=PATIENCE)
    assert trouble is not None
    assert "held by another program" in trouble
    holder.execute("ROLLBACK")
    holder.close()
    journal.delete_all(done.put)

    assert done.get(timeout=PATIENCE) is None
    assert journal.close(PATIENCE)
    assert kept(path) == []


def test_a_drawing_that_goes_on_after_it_gets_a_new_row(
    journal: Journal, path: Path, done: "queue.SimpleQueue[str | None]"
) -> None:
    journal.keep(1, drawing("1"))
    journal.delete_all(done.put)
    assert done.get(timeout=PATIENCE) is None
    journal.keep(1, replace(drawing("12")))

    assert journal.close(PATIENCE)
    assert texts(path) == ["12"]


def test_without_a_history_it_makes_no_file(
    journal: Journal, path: Path, done: "queue.SimpleQueue[str | None]"
) -> None:
    journal.delete_all(done.put)

    assert done.get(timeout=PATIENCE) is None
    assert not path.exists()

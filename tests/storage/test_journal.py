import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage import journal as module
from digitrec.storage.drawing import Drawing
from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from tests.storage.drawings import drawing

PATIENCE = 30.0


class Troubles:
    """The messages that a journal gave, and a way to wait for the first."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.threads: list[str] = []
        self.came = threading.Event()

    def __call__(self, message: str) -> None:
        self.messages.append(message)
        self.threads.append(threading.current_thread().name)
        self.came.set()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.sqlite3"


@pytest.fixture
def troubles() -> Troubles:
    return Troubles()


@pytest.fixture
def journal(path: Path, troubles: Troubles) -> Iterator[Journal]:
    journal = Journal(path, troubles)
    yield journal
    journal.close(PATIENCE)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """Holds every write back until it is released once for each; at the end, lets all through."""
    gate = threading.Semaphore(0)
    keep = History.keep

    def wait_and_keep(history: History, drawing: Drawing) -> Drawing:
        gate.acquire(timeout=PATIENCE)
        written.append(drawing.reading.text)
        return keep(history, drawing)

    written: list[str] = []
    gate.written = written  # type: ignore[attr-defined]
    monkeypatch.setattr(History, "keep", wait_and_keep)
    yield gate
    gate.release(1_000)


def _wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.002)


def _kept(path: Path) -> list[Drawing]:
    with History(path) as history:
        return list(history)


def _texts(path: Path) -> list[str]:
    return [one.reading.text for one in _kept(path)]


def test_what_is_kept_is_in_the_history_after_closing(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    for number in range(20):
        journal.keep(number, drawing(str(number), number))

    assert journal.close(PATIENCE)
    assert _texts(path) == [str(number) for number in range(20)]
    assert troubles.messages == []


def test_a_drawing_has_one_row_however_often_it_is_kept(journal: Journal, path: Path) -> None:
    for text in ("1", "12", "123"):
        journal.keep(5, drawing(text))
    journal.keep(6, drawing("4", 1))

    assert journal.close(PATIENCE)
    assert _texts(path) == ["123", "4"]


def test_of_versions_that_wait_only_the_newest_is_written(
    journal: Journal, path: Path, held: threading.Semaphore
) -> None:
    journal.keep(1, drawing("1"))
    for text in ("2", "3", "4", "5"):
        journal.keep(2, drawing(text, 1))
    held.release(10)

    assert journal.close(PATIENCE)
    assert _texts(path) == ["1", "5"]
    assert held.written == ["1", "5"]  # type: ignore[attr-defined]


def test_a_drawing_from_the_history_stays_in_its_row(journal: Journal, path: Path) -> None:
    with History(path) as history:
        old = history.keep(drawing("1"))
    journal.keep(1, replace(old, reading=drawing("2").reading))

    assert journal.close(PATIENCE)
    assert [(one.key, one.reading.text) for one in _kept(path)] == [(old.key, "2")]


@pytest.mark.parametrize("hold", [True, False], ids=["waiting", "written"])
def test_a_correction_outlives_later_strokes(
    journal: Journal, path: Path, hold: bool, request: pytest.FixtureRequest
) -> None:
    gate = request.getfixturevalue("held") if hold else threading.Semaphore()
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.keep(1, drawing("2"))
    gate.release(10)

    assert journal.close(PATIENCE)
    assert [(one.reading.text, one.corrected) for one in _kept(path)] == [("2", "7")]


def test_a_correction_can_be_taken_back(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.correct(1, None)

    assert journal.close(PATIENCE)
    assert [one.corrected for one in _kept(path)] == [None]


def test_a_correction_of_a_drawing_never_kept_does_nothing(journal: Journal, path: Path) -> None:
    journal.correct(1, "7")
    journal.forget(2)

    assert journal.close(PATIENCE)
    assert _kept(path) == []


def test_a_forgotten_drawing_is_gone_and_may_come_back_as_new(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.keep(2, drawing("2", 1))
    journal.forget(1)
    journal.keep(3, drawing("3", 2))
    journal.forget(3)
    journal.keep(3, drawing("4", 2))

    assert journal.close(PATIENCE)
    assert [(one.reading.text, one.corrected) for one in _kept(path)] == [("2", None), ("4", None)]


def test_forgetting_takes_out_what_was_written_long_before(journal: Journal, path: Path) -> None:
    with History(path) as history:
        journal.keep(1, drawing("1"))
        journal.correct(1, "7")
        _wait_for(lambda: any(one.corrected for one in history))
    journal.forget(1)
    journal.keep(1, drawing("2"))

    assert journal.close(PATIENCE)
    assert [(one.key, one.reading.text, one.corrected) for one in _kept(path)] == [(2, "2", None)]


def test_trouble_is_told_once_on_the_journals_thread_and_nothing_is_lost(
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
    assert [(one.reading.text, one.corrected) for one in _kept(path)] == [
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
    told = [(one.key, one.reading.text, one.corrected) for one in _kept(path)]
    assert told == [(1, "3", "7"), (2, "2", None)]


def test_new_trouble_after_a_good_spell_is_told_again(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    for spell in (1, 2):
        path.parent.write_text("a file where the folder belongs")
        journal.keep(spell, drawing())
        _wait_for(lambda: len(troubles.messages) == spell)  # noqa: B023 (called in this turn)
        path.parent.unlink()
        journal.keep(spell + 2, drawing())
        _wait_for(lambda: path.exists() and len(_kept(path)) == 2)
        path.parent.rename(path.parent.with_name(f"away {spell}"))


def test_trouble_right_after_one_good_write_is_told_again(
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


def test_closing_tells_when_something_could_not_be_written(
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
    assert _texts(path)[-2:] == ["7", "8"]
    assert len(_texts(path)) <= 3


def test_closing_waits_no_longer_than_it_is_told(
    journal: Journal, held: threading.Semaphore
) -> None:
    journal.keep(1, drawing())

    assert not journal.close(0.01)


def test_closing_without_a_drawing_makes_no_file(journal: Journal, path: Path) -> None:
    assert journal.close(PATIENCE)
    assert not path.exists()


def test_closing_twice_and_keeping_after_it_do_no_harm(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    assert journal.close(PATIENCE)
    journal.keep(2, drawing("2"))

    assert journal.close(PATIENCE)
    assert _texts(path) == ["1"]


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
    assert len(_kept(path)) == 50
    assert troubles.messages == []


def test_the_module_and_an_idle_journal_load_no_database() -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom digitrec.storage.journal import Journal\n"
        "Journal(Path('none'), print).close()\nprint('sqlite3' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)

    assert answer.stdout.strip() == "False", answer.stderr

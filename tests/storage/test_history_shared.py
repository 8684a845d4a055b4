import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from tests.storage.drawings import drawing

WRITER = """
import sys
from pathlib import Path
from digitrec.storage.history import History
from tests.storage.drawings import drawing

with History(Path(sys.argv[1])) as history:
    for number in range(int(sys.argv[2])):
        kept = history.keep(drawing(sys.argv[3], number))
        history.keep(kept)
        print(kept.key, flush=True)
"""


def _writer(path: Path, count: int, text: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(count), text]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_lock_that_is_held_too_long_is_an_error(
    history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.keep(drawing())
    history.close()
    monkeypatch.setattr("digitrec.storage.database.BUSY_SECONDS", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")

    with pytest.raises(StorageError, match="held by another program"):
        history.keep(drawing())
    assert len(history) == 1
    holder.execute("ROLLBACK")
    history.keep(drawing())
    holder.close()


def test_a_history_without_a_log_yet_waits_for_another_program_that_writes(
    history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.keep(drawing())
    history.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA journal_mode = DELETE")
    holder.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def finish_writing(seconds: float) -> None:
        waits.append(seconds)
        holder.execute("COMMIT")

    monkeypatch.setattr("time.sleep", finish_writing)

    history.keep(drawing())
    assert len(history) == 2
    assert len(waits) == 1
    holder.close()


def test_threads_share_one_history(history: History) -> None:
    def write() -> None:
        for number in range(50):
            history.keep(history.keep(drawing(second=number)))

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(history) == 200


def test_two_programs_that_begin_one_history_at_once_lose_nothing(path: Path) -> None:
    writers = [_writer(path, 100, text) for text in "12"]
    outputs = [writer.communicate()[0] for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(output.split()) for output in outputs] == [100, 100]
    with History(path) as history:
        texts = [one.reading.text for one in history]
    assert (texts.count("1"), texts.count("2")) == (100, 100)


def test_a_program_killed_while_it_writes_loses_nothing_that_it_had_kept(path: Path) -> None:
    writer = _writer(path, 1_000_000, "7")
    assert writer.stdout is not None
    printed = [writer.stdout.readline() for _ in range(50)]
    writer.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    printed += writer.stdout.readlines()
    writer.stdout.close()
    writer.wait()

    keys = [int(line) for line in printed if line.endswith("\n")]
    with History(path) as history:
        kept = [one.key for one in history]
        assert kept[: len(keys)] == keys
        assert len(kept) <= len(keys) + 1
        history.keep(drawing())

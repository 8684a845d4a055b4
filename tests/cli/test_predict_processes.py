"""`predict` as a process among others: pipes, signals, and its worker processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import COMMAND, INK_LINE, digitrec, environment, objects, start_predict
from tests.samples import digit


def test_each_answer_comes_before_the_next_line_is_given(tmp_path: Path) -> None:
    with start_predict(tmp_path, "-", "--json") as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for name in "abc":
            line = json.dumps({"id": name, "strokes": [[[0, 0], [1, 9]]]})
            program.stdin.write(line.encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == name
        program.stdin.close()
        assert program.wait(30) == 0


@pytest.mark.slow
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_bytes(INK_LINE * 3000)
    with start_predict(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.readline()
        program.stdout.close()
        stderr = program.stderr.read()

    assert stderr == b""
    assert program.returncode == 141


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one program")
def test_an_interrupt_ends_it_quietly_with_status_130(tmp_path: Path) -> None:
    with start_predict(tmp_path, "-", "--json") as program:
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdin.write(INK_LINE)
        program.stdin.flush()
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        stderr = program.stderr.read()

    assert stderr == b""
    assert program.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(INK_LINE)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "predict", str(tmp_path / "a.jsonl")],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(tmp_path),
        )

    assert done.returncode == 1
    assert done.stderr == b"digitrec: the output can't be written (No space left on device)\n"


MANY = 3000
"""Lines that more than one process reads."""


def _children(parent: int) -> list[int]:
    """The processes that a process has started."""
    task = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(word) for word in task.read_text().split()]


def _many(path: Path) -> None:
    lines = [
        b"broken"
        if at % 7 == 3
        else digit(at % 10).to_json().encode().replace(b"sample", b"%d" % at)
        for at in range(MANY)
    ]
    path.write_bytes(b"\n".join(lines))


def _check_many(answers: list[dict[str, Any]]) -> None:
    assert len(answers) == MANY
    for at, answer in enumerate(answers):
        if at % 7 == 3:
            assert answer["error"].startswith(f"line {at + 1}: ")
        else:
            assert (answer["id"], answer["text"]) == (f"{at}-{at % 10}", str(at % 10))


linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at in /proc")


@pytest.mark.slow
def test_thousands_of_lines_are_answered_in_order(tmp_path: Path) -> None:
    _many(tmp_path / "many.jsonl")

    done = digitrec(tmp_path, "predict", "many.jsonl", "--json")

    assert (done.returncode, done.stderr) == (1, b"")
    _check_many(objects(done.stdout))


@pytest.mark.slow
@linux
def test_a_process_that_dies_costs_no_answer(tmp_path: Path) -> None:
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one processor: no other process is started")
    _many(tmp_path / "many.jsonl")
    with start_predict(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        workers = _children(program.pid)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        rest = program.stdout.read()

    assert workers
    _check_many(objects(first + rest))


@pytest.mark.slow
@linux
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])  # Windows lacks the second
def test_no_process_outlives_the_program(tmp_path: Path, name: str) -> None:
    sign = signal.Signals[name]
    _many(tmp_path / "many.jsonl")
    with start_predict(tmp_path, str(tmp_path / "many.jsonl"), "--json") as program:
        assert program.stdout is not None
        program.stdout.readline()
        workers = _children(program.pid)
        program.send_signal(sign)
        stderr = program.communicate(timeout=60)[1]  # the answers too: a full pipe would hold it up

    assert program.returncode == (130 if sign == signal.SIGINT else -signal.SIGKILL)
    assert stderr == b""
    for worker in workers:
        deadline = time.monotonic() + 30
        while Path(f"/proc/{worker}/cmdline").exists() and time.monotonic() < deadline:
            if not Path(f"/proc/{worker}/cmdline").read_bytes():
                break  # ended, and nobody has asked for its status yet
            time.sleep(0.05)
        else:
            assert not Path(f"/proc/{worker}").exists()

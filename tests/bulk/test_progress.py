import io
from types import SimpleNamespace

import pytest

from digitrec.bulk import progress
from digitrec.bulk.progress import PartProgress, Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def streams(monkeypatch, error, output):
    """Streams that pytest doesn't change between a fixture and its test."""
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=error(), stdout=output()))
    return progress.sys.stderr


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def terminal(monkeypatch):
    return streams(monkeypatch, Terminal, io.StringIO)


def test_after_a_second_it_says_how_many_and_how_fast(clock, terminal):
    shown = Progress.on_terminal()
    for _ in range(999):
        shown.count()
    assert terminal.getvalue() == ""
    clock[0] += 2
    shown.count()
    assert terminal.getvalue().endswith("\r1,000 read, 500 per second")


def test_the_line_is_removed_at_the_end(clock, terminal):
    shown = Progress.on_terminal()
    clock[0] += 2
    shown.count()
    shown.close()
    assert terminal.getvalue().split("\r")[-2].isspace()
    assert terminal.getvalue().endswith("\r")
    length = len(terminal.getvalue())
    shown.close()
    assert len(terminal.getvalue()) == length


def test_it_is_not_written_for_every_drawing(clock, terminal):
    shown = Progress.on_terminal()
    clock[0] += 2
    for _ in range(1000):
        shown.count()
    assert terminal.getvalue().count("\r") == 2  # of one line
    clock[0] += 0.2
    shown.count()
    assert terminal.getvalue().count("\r") == 4


@pytest.mark.parametrize(("error", "output"), [(io.StringIO, Terminal), (io.StringIO, io.StringIO),
                                               (Terminal, Terminal)])  # fmt: skip
def test_there_is_no_line_unless_only_standard_error_is_a_terminal(
    monkeypatch, clock, error, output
):
    stream = streams(monkeypatch, error, output)
    shown = Progress.on_terminal()
    clock[0] += 5
    shown.count()
    assert stream.getvalue() == ""


def test_parts_show_the_time_that_is_left_and_count_no_earlier_ones(clock, terminal):
    taken = iter([0.5, 0.6, 0.75])
    shown = PartProgress.on_terminal(lambda: next(taken))
    clock[0] += 100
    shown.add(10_000, is_new=False)
    clock[0] += 20
    shown.add(2_000, is_new=True)
    assert terminal.getvalue().endswith("\r2,000 read, 100 per second, 2 parts, 0:01:20 left")
    clock[0] += 30
    shown.add(3_000, is_new=True)
    assert terminal.getvalue().endswith("\r5,000 read, 100 per second, 3 parts, 0:00:50 left")


def test_without_a_known_size_no_time_is_left(clock, terminal):
    shown = PartProgress.on_terminal(lambda: None)
    clock[0] += 2
    shown.add(4, is_new=True)
    assert terminal.getvalue().endswith("\r4 read, 2 per second, 1 parts")

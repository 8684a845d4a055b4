import os
import subprocess
import sys

import pytest

from digitrec.text import words
from digitrec.ui.errors.incident import LOG
from digitrec.ui.startup.crash_log import CrashLog

# The program itself, which does something as soon as its window is complete.
PROGRAM = """
import faulthandler, os, sys, tkinter
from digitrec.ui.startup import start
class Listeners(start._Listeners):
    def begin(self, window, parts):
        super().begin(window, parts)
        print(window.status["text"], flush=True)
        os.abort() if sys.argv[1] == "crash" else window.root.after(0, window.close)
start._Listeners = Listeners
sys.exit(start.run())
"""


def run(home, what):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, what],
        env={**os.environ, "DIGITREC_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.usefixtures("display")
@pytest.mark.skipif(sys.platform == "win32", reason="a message box of the system would wait")
def test_the_start_after_a_crash_says_so_once_and_where_the_log_is(tmp_path):
    log = tmp_path / "logs" / LOG
    assert run(tmp_path, "crash").returncode < 0
    after = run(tmp_path, "close")
    assert (after.returncode, after.stdout) == (0, words.ENDED_BADLY.format(log=log) + "\n")
    assert "Fatal Python error: Aborted" in log.read_text()
    assert ", line 8 in begin" in log.read_text()
    assert run(tmp_path, "close").stdout == "\n"
    assert [path.name for path in log.parent.iterdir()] == [LOG]


def test_the_file_of_another_open_window_stays(tmp_path):
    (tmp_path / "crash-1.txt").touch()
    (tmp_path / "crash-2.txt").touch()
    os.utime(tmp_path / "crash-2.txt", (0, 0))
    assert CrashLog(tmp_path)._collect() is None
    assert [path.name for path in tmp_path.iterdir()] == ["crash-1.txt"]


def test_without_a_place_for_the_logs_the_program_starts_all_the_same(tmp_path):
    (tmp_path / "logs").touch()
    log = CrashLog(tmp_path / "logs")
    assert log.begin() is None
    log.end()

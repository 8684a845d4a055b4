"""The program is killed while somebody draws: what was finished is in the history."""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from build_scripts.measure.traced_program import SOURCE, TracedProgram
from build_scripts.platforms import own_screen
from digitrec.recognition.ink import Ink
from digitrec.storage.history import History

pytestmark = pytest.mark.skipif(
    shutil.which("xdotool") is None or shutil.which("Xvfb") is None,
    reason="no xdotool or Xvfb (Debian: apt install xdotool xvfb)",
)

YOUNG = 0.1
"""Seconds within which a finished stroke has to be on the disk. The long form needs a quiet machine
for that."""

WORK = 0.3
"""The same for the short form, in seconds that the program has had a processor: other tests run at
the same time, and while the program starts, it does other things too."""

PACE = 0.1
"""Seconds from stroke to stroke, on average: faster than a hand, but not than the program."""

MOST_WORK = 0.6
"""Seconds of the processor that the program uses in its first seconds on any machine."""

LATEST = 3.0
"""Seconds from the first paint to a kill at the latest; half of them come in the first second."""


def test_no_finished_stroke_is_lost_by_a_kill(effort, report, tmp_path):
    rng = random.Random(effort.seed)
    kills = effort.times(6, 200)
    drawn = lost = 0
    oldest = busiest = 0.0
    with own_screen() as screen:
        for number in range(kills):
            home = tmp_path / str(number)
            home.mkdir()
            after = rng.uniform(0, 1) if number % 2 else rng.uniform(1, LATEST)
            (killed, worked), finished = _draw_until_killed(screen, home, after, rng)
            missing = finished[_strokes_in(home) :]
            drawn += len(finished)
            lost += len(missing)
            oldest = max([oldest, *(killed - at for at, _ in missing)])
            busiest = max([busiest, *(worked - at for _, at in missing)])
    report(
        f"{kills} kills, {drawn} finished strokes, {lost} lost, the oldest of them "
        f"{1000 * oldest:.0f} ms old, {1000 * busiest:.0f} ms of the processor; "
        f"{kills} of {kills} databases whole"
    )
    assert drawn > kills
    assert oldest < YOUNG if effort.long else busiest < WORK


def _draw_until_killed(screen, home, after, rng):
    """Draws one stroke after the other; gives when the program was killed, and when each ended.

    Each moment is given twice: on the clock, and as seconds that the program has worked.
    """
    finished = []
    with TracedProgram(SOURCE, screen, home) as program:
        left, top, width, height = program.expect("window")["canvas"]
        begun, before = _moment(program.process.pid)
        while True:
            now, worked = _moment(program.process.pid)
            # On a busy machine the first second is over only when the program has worked as much.
            if finished and now - begun > after and worked - before > min(after, MOST_WORK):
                break
            places = [
                (left + rng.randrange(20, width - 20), top + rng.randrange(20, height - 20))
                for _ in range(4)
            ]
            _draw(screen, places)
            finished.append(_moment(program.process.pid))
            time.sleep(rng.uniform(0.5, 1.5) * PACE)
        killed = _moment(program.process.pid)
        program.process.kill()
        program.process.wait()
    return killed, finished


def _moment(process):
    """The time on the clock, and the seconds of the processor that a process has had (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return time.monotonic(), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _draw(screen, places):
    (x, y), *others = places
    words = ["mousemove", x, y, "mousedown", 1]
    for x, y in others:
        words += ["mousemove", x, y]
    subprocess.run(
        ["xdotool", *map(str, words), "mouseup", "1"], env=screen, check=True, timeout=60
    )


def _strokes_in(home):
    """How many strokes the history has, once it is certain that the database is whole."""
    path = home / "history.sqlite3"
    if not path.exists():
        return 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # The history may not have been made yet when the program was killed.
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'drawings'").fetchone()
        rows = connection.execute("SELECT ink FROM drawings").fetchall() if made else []
    connection.close()
    with History(path) as history:
        assert len(list(history)) == len(rows)
    return sum(len(Ink.from_dict(json.loads(row[0])).strokes) for row in rows)

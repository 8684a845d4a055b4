"""Windows and commands at the same time on one history: nobody loses or waits for ever."""

import os
import subprocess
import sys
from pathlib import Path

from digitrec.storage.history import History
from tests.torture.mutants.programs import command

ROOT = Path(__file__).resolve().parents[2]

WRITER = """
import sys
from pathlib import Path
from digitrec.storage.journal import Journal
from tests.storage.drawings import drawing
path, which, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
troubles = []
journal = Journal(path, troubles.append)
for number in range(count):
    for strokes in range(3):  # each drawing grows, is corrected, and every third is taken back
        journal.keep(number, drawing("7", 10_000 * which + number, x=float(strokes)))
    journal.correct(number, str(which))
    if number % 3 == 2:
        journal.forget(number)
print(journal.close(300), troubles)
"""


def test_windows_and_commands_share_a_history(effort, report, tmp_path, monkeypatch):
    monkeypatch.setenv("DIGITREC_HOME", str(tmp_path))
    path = tmp_path / "history.sqlite3"
    windows, count = effort.times(3, 8), effort.times(60, 3_000)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(which), str(count)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'app'}{os.pathsep}{ROOT}"},
        )
        for which in range(windows)
    ]  # fmt: skip
    commands = 0
    while commands < 3 or any(writer.poll() is None for writer in writers):
        for words in (("list", "--json"), ("export", "-"), ("delete", "999999")):
            status, _, errors = command("history", *words)
            assert status == (words[0] == "delete"), errors
            assert "held by another program" not in errors
            commands += 1
    said = [writer.communicate(timeout=60)[0].strip() for writer in writers]
    with History(path) as history:
        kept = list(history)
    report(
        f"{windows} programs of {count} drawings and {commands} commands: {len(kept)} of "
        f"{windows * (count - count // 3)} drawings there"
    )
    assert said == ["True []"] * windows
    assert len(kept) == windows * (count - count // 3)
    assert {one.ink.strokes[0][0][0] for one in kept} == {2.0}  # the last that was given of each

"""The parts of try_windows.py that need no Wine."""

import pytest

from build_scripts.console import BuildError
from build_scripts.wine import installed, try_windows, windows_python
from digitrec.recognition.ink import Ink
from tests.samples import digit

PINS = """\
# a comment
one==1.0 \\
    --hash=sha256:00 \\
    --hash=sha256:01
only-mac==2.0 ; sys_platform == 'darwin' \\
    --hash=sha256:02
only-windows==3.0 ; sys_platform == 'win32' \\
    --hash=sha256:03
old==1.3 ; python_full_version < '3.12' \\
    --hash=sha256:04
new==1.4 ; python_full_version >= '3.12' \\
    --hash=sha256:05
"""


def answer(text, *probabilities):
    return {"text": text, "digits": [{"probabilities": list(row)} for row in probabilities]}


def test_pins_are_read_as_pip_reads_them_on_windows(tmp_path):
    (tmp_path / "pins.txt").write_text(PINS)
    found = dict(windows_python._blocks(tmp_path / "pins.txt"))
    assert list(found) == ["one", "only-windows", "new"]
    assert found["one"] == "one==1.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n"
    assert found["only-windows"].startswith("only-windows==3.0 \\\n")


def test_every_package_of_the_tests_under_wine_is_pinned():
    pins = dict(windows_python._blocks(windows_python.REQUIREMENTS / "test.txt"))
    assert set(windows_python.FOR_TESTS) <= pins.keys()


def test_answers_are_compared_by_their_probabilities():
    some, others = [answer("7", [0.25, 0.75])], [answer("7", [0.25, 0.5])]
    assert installed.compared(some, others) == (0.25, 1)
    with pytest.raises(BuildError, match="different digits"):
        installed.compared(some, [answer("1", [0.25, 0.75])])
    with pytest.raises(BuildError, match="different digits"):
        installed.compared([], [])
    with pytest.raises(BuildError, match="no probabilities"):
        installed.compared([{"text": "", "error": "unread"}], [{"text": "", "error": "unread"}])


def test_what_is_read_is_ink_that_one_process_does_not_take_and_pictures(tmp_path):
    inks = [digit(value) for value in range(10)]
    installed.write_inputs(tmp_path / "in", inks)
    lines = (tmp_path / "in" / "many.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == installed.DRAWINGS
    assert Ink.from_json(lines[0]).strokes == inks[0].strokes
    assert (tmp_path / "in" / "größe 2 ✎.png").read_bytes()[:4] == b"\x89PNG"


def test_what_the_machine_lacks_is_named(monkeypatch, capsys):
    monkeypatch.setattr(try_windows.os, "geteuid", lambda: 1000)
    assert try_windows.main([]) == 1
    assert "run this with sudo" in capsys.readouterr().out
    monkeypatch.setattr(try_windows.os, "geteuid", lambda: 0)
    monkeypatch.setattr(try_windows.shutil, "which", lambda tool: None)
    assert try_windows.main([]) == 1
    assert "apt install debootstrap" in capsys.readouterr().out

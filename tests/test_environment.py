"""The environment of the programs that the frozen program starts."""

import os
import subprocess
import sys
from pathlib import Path

import PyInstaller
import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "build_scripts" / "contents" / "hooks" / "keep_environment.py"
PYINSTALLERS = Path(PyInstaller.__file__).parent / "hooks" / "rthooks" / "pyi_rth__tkinter.py"

# The frozen program as far as its environment goes: both hooks, and then a program that it starts.
FROZEN = """
import os, sys, time
from pathlib import Path
sys.frozen, sys._MEIPASS, folder = True, sys.argv[1], Path(sys.argv[2])
for hook in sys.argv[3:]:
    exec(compile(Path(hook).read_text("utf-8"), hook, "exec"))
assert os.environ["TCL_LIBRARY"] == str(Path(sys._MEIPASS, "_tcl_data"))
from digitrec.ui.files.folder import open_folder
assert open_folder(folder) is None
os.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-in is a script called xdg-open")
@pytest.mark.parametrize("before", [{}, {"TCL_LIBRARY": "/its/own", "TK_LIBRARY": ""}])
def test_the_frozen_program_gives_back_the_variables_of_its_tk(tmp_path, before):
    for name in ("_tcl_data", "_tk_data", "bin"):
        (tmp_path / name).mkdir()
    opener = tmp_path / "bin" / "xdg-open"
    opener.write_text(f"#!/bin/sh\nenv >'{tmp_path}/seen'\n")
    opener.chmod(0o755)
    environ = {**os.environ, "TK_LIBRARY_ORIG": "of another program", **before}
    environ["PATH"] = f"{opener.parent}:{environ['PATH']}"
    subprocess.run(
        [sys.executable, "-c", FROZEN, tmp_path, tmp_path, OURS, PYINSTALLERS],
        env=environ, check=True, timeout=60,
    )  # fmt: skip
    seen = dict(
        line.split("=", 1) for line in (tmp_path / "seen").read_text().splitlines() if "=" in line
    )
    assert {name: seen[name] for name in seen if name.startswith(("TCL_", "TK_"))} == before

"""What is imported before the first paint, which has no time to spare."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

MODULES = {
    "__future__",
    "_ctypes",
    "_struct",
    "contextlib",
    "ctypes",
    "ctypes._endian",
    "digitrec",
    "digitrec.constants",
    "digitrec.resources",
    "digitrec.text",
    "digitrec.text.catalogue",
    "digitrec.text.language",
    "digitrec.text.words",
    "digitrec.tracing",
    "digitrec.ui",
    "digitrec.ui.answer",
    "digitrec.ui.answer.bars",
    "digitrec.ui.answer.panel",
    "digitrec.ui.canvas",
    "digitrec.ui.canvas.curve",
    "digitrec.ui.canvas.drawing_area",
    "digitrec.ui.canvas.eraser",
    "digitrec.ui.canvas.hit_testing",
    "digitrec.ui.canvas.ink_layer",
    "digitrec.ui.canvas.plain_ink",
    "digitrec.ui.geometry",
    "digitrec.ui.geometry.saved",
    "digitrec.ui.geometry.scale",
    "digitrec.ui.geometry.screen",
    "digitrec.ui.startup",
    "digitrec.ui.startup.memory",
    "digitrec.ui.startup.start",
    "digitrec.ui.widgets",
    "digitrec.ui.widgets.theme",
    "digitrec.ui.window",
    "digitrec.version",
    "struct",
}
"""Besides what tkinter imports itself. Each costs about half a millisecond. ctypes is for the
scale of the desktop's text, which Tk doesn't tell; NumPy and LiteRT need it too, but later."""

# The window as it is started, until its first paint: then it says what there is, and goes.
PAINT = """
import sys, tkinter
before = set(sys.modules)
from digitrec.ui.startup.start import run
from digitrec.ui.window import Window
def painted(window):
    print(*sorted(set(sys.modules) - before))
    window.root.destroy()
Window._painted = painted
sys.exit(run())
"""


def test_no_more_is_imported_before_the_first_paint_than_it_needs(display, tmp_path):
    environment = {**os.environ, "DISPLAY": display, "DIGITREC_HOME": str(tmp_path), "LANG": "C"}
    environment.pop("LANGUAGE", None)
    done = subprocess.run(
        [sys.executable, "-c", PAINT],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) - MODULES == set()
    assert "digitrec.ui.window" in done.stdout.split()

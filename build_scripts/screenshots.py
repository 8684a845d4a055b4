"""Screenshots of the real program for the README: a number drawn with the mouse, light and dark.

Runs on Linux with Xvfb and xdotool: `python build_scripts/screenshots.py`.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageGrab

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).resolve().with_name("screenshots")
PATIENCE = 30.0

Point = tuple[float, float]

SEVEN: list[list[Point]] = [
    [(0.30, 0.24), (0.36, 0.235), (0.45, 0.235), (0.55, 0.23), (0.645, 0.222), (0.66, 0.23),
     (0.63, 0.30), (0.57, 0.42), (0.51, 0.55), (0.465, 0.67), (0.435, 0.79)],
    [(0.38, 0.53), (0.46, 0.515), (0.55, 0.505), (0.63, 0.50)],
]  # fmt: skip
"""Strokes in parts of the drawing area's shorter side, from its middle square's corner."""


def main() -> int:
    """Takes the screenshots and gives the exit status."""
    FOLDER.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        path = FOLDER / f"window-{theme}.png"
        take(path, theme)
        print(path.relative_to(ROOT))
    return 0


def take(path: Path, theme: str) -> None:
    """Draws in the program with one theme and saves a picture of its window."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "settings.toml").write_text(f'theme = "{theme}"\n', "utf-8")
        server, display = _screen()
        environment = {
            **os.environ, "DISPLAY": display, "DIGITREC_HOME": home, "DIGITREC_TRACE": "1",
        }  # fmt: skip
        program = subprocess.Popen(
            [sys.executable, "-m", "app"],
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            canvas = _event(program, "window")["canvas"]
            _event(program, "model")
            time.sleep(1)
            for stroke in SEVEN:
                _draw(stroke, canvas, environment)
                _event(program, "reading")
            time.sleep(1)
            _grab(display, environment).save(path, optimize=True)
        finally:
            program.terminate()
            program.wait(10)
            server.terminate()
            server.wait(10)


def _screen() -> tuple[subprocess.Popen[bytes], str]:
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with os.fdopen(reader) as number:
        return server, f":{number.readline().strip()}"


def _event(program: subprocess.Popen[str], name: str) -> dict[str, list[int]]:
    """The next trace line of a kind."""
    if program.stderr is None:
        raise RuntimeError("the program's standard error is not a pipe")
    deadline = time.monotonic() + PATIENCE
    for line in program.stderr:
        if line.startswith("{") and (event := json.loads(line))["event"] == name:
            return dict(event)
        if time.monotonic() > deadline:
            break
    raise RuntimeError(f"the program gave no trace line {name!r}")


def _draw(stroke: list[Point], canvas: list[int], environment: dict[str, str]) -> None:
    """Moves the mouse along a stroke with the button held down."""
    left, top, width, height = canvas
    side = min(width, height)
    places = [
        (round(left + (width - side) / 2 + x * side), round(top + (height - side) / 2 + y * side))
        for x, y in _dense(stroke)
    ]
    words = ["xdotool", "mousemove", *map(str, places[0]), "mousedown", "1"]
    for x, y in places[1:]:
        words += ["mousemove", str(x), str(y), "sleep", "0.01"]
    subprocess.run([*words, "mouseup", "1"], env=environment, check=True)


def _dense(stroke: list[Point]) -> list[Point]:
    """Points on a Catmull-Rom spline through the stroke's points."""
    ends = [stroke[0], *stroke, stroke[-1]]
    points: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        steps = max(int(math.dist(b, c) * 60), 2)
        for t in (step / steps for step in range(steps)):
            x, y = (_spline(p, q, r, s, t) for p, q, r, s in zip(a, b, c, d, strict=True))
            points.append((x, y))
    return [*points, stroke[-1]]


def _spline(p: float, q: float, r: float, s: float, t: float) -> float:
    bend, twist = 2 * p - 5 * q + 4 * r - s, 3 * (q - r) - p + s
    return 0.5 * (2 * q + (r - p) * t + bend * t**2 + twist * t**3)


def _grab(display: str, environment: dict[str, str]) -> Image.Image:
    """The program's window, cut out of the screen."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Digitrec"]
    found = subprocess.run(
        [*search, "getwindowgeometry", "--shell"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    place = dict(line.split("=", 1) for line in found.stdout.split() if "=" in line)
    x, y, width, height = (int(place[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
    return ImageGrab.grab((x, y, x + width, y + height), xdisplay=display)


if __name__ == "__main__":
    raise SystemExit(main())

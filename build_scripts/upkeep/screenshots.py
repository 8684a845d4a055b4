"""Takes screenshots of the real program for the README. All digits are drawn with the mouse.

They show the window, light and dark, a corrected reading, the history, and the teaching page. Needs
Linux with Xvfb and xdotool: `python -m build_scripts.upkeep.screenshots`.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image, ImageGrab

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.samples import STROKES  # noqa: E402

FOLDER = ROOT / "build_scripts" / "screenshots"
PATIENCE = 60.0

STILL = 2.0
"""Seconds for which a window has to stay the same before its image is saved."""

Point = tuple[float, float]

SEVEN: list[list[Point]] = [
    [(0.30, 0.24), (0.36, 0.235), (0.45, 0.235), (0.55, 0.23), (0.645, 0.222), (0.66, 0.23),
     (0.63, 0.30), (0.57, 0.42), (0.51, 0.55), (0.465, 0.67), (0.435, 0.79)],
    [(0.38, 0.53), (0.46, 0.515), (0.55, 0.505), (0.63, 0.50)],
]  # fmt: skip
"""Strokes in fractions of the canvas's shorter side, from the corner of its central square."""

ONE: list[list[Point]] = [
    [(0.28, 0.26), (0.408, 0.22), (0.60, 0.16), (0.585, 0.30), (0.57, 0.45), (0.555, 0.60),
     (0.545, 0.76)],
]  # fmt: skip
"""A 1 whose flag is so long that it is read as a 7."""


def main() -> int:
    """Takes the screenshots and returns the exit status."""
    FOLDER.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        with _Program(theme) as program:
            program.fill_history()
            program.draw(SEVEN)
            program.save(f"window-{theme}")
            if theme == "light":
                program.press("Escape")
                program.draw(ONE)
                program.press("1")
                program.save("corrected")
                program.press("ctrl+h")
                program.save("history", title="^History")
                program.press("Escape")
                program.teach(3)
                program.save("teaching", title="^My handwriting")
    return 0


class _Program:
    """The program on its own display, with an empty history.

    Args:
        theme: "light" or "dark".
    """

    def __init__(self, theme: str) -> None:
        self._home = tempfile.TemporaryDirectory()
        Path(self._home.name, "settings.toml").write_text(f'theme = "{theme}"\n', "utf-8")
        self._server, self._display = _screen()
        self._environment = {
            **os.environ,
            "DISPLAY": self._display,
            "PYTHONPATH": str(ROOT / "app"),
            "DIGITREC_HOME": self._home.name,
            "DIGITREC_TRACE": "1",
        }

    def __enter__(self) -> _Program:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "digitrec"],
            cwd=ROOT,
            env=self._environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._canvas = _event(self._program, "window")["canvas"]
        _event(self._program, "model")
        # The trace must be read on, or the program blocks when the pipe is full.
        threading.Thread(target=self._follow_trace, daemon=True).start()
        time.sleep(1)
        return self

    def __exit__(self, *_: object) -> None:
        self._program.kill()
        self._program.wait(10)
        self._server.terminate()
        self._server.wait(10)
        self._home.cleanup()

    def fill_history(self) -> None:
        """Draws digits with small variations."""
        rng = random.Random(4)  # noqa: S311 (not a secret)
        for which in (3, 8, 0, 5, 1, 6, 4, 2, 9, 7, 0, 6, 3, 8, 5, 2, 4, 9):
            slant, wide = rng.uniform(-0.15, 0.25), rng.uniform(0.8, 1.05)
            strokes = [
                [(0.22 + (wide * x - slant * (y - 60)) / 170, 0.18 + y / 180) for x, y in stroke]
                for stroke in STROKES[which]
            ]
            self.draw(strokes)
            self.press("Escape", pause=0.2)

    def teach(self, count: int) -> None:
        """Opens the teaching page, and draws the first digits; at the next the pen stays down."""
        self.press("ctrl+t")
        for which in range(count + 1):
            strokes = [[(0.1 + x / 130, 0.04 + y / 130) for x, y in stroke]
                       for stroke in STROKES[which]]  # fmt: skip
            asked = self._lesson["canvas"]
            for stroke in strokes:
                _draw(stroke, asked, self._environment, lift=which < count)
            if which < count:
                self.press("Return")

    def _follow_trace(self) -> None:
        for line in self._program.stderr or ():
            if line.startswith("{") and (event := json.loads(line))["event"] == "lesson":
                self._lesson = event

    def draw(self, strokes: list[list[Point]]) -> None:
        """Draws strokes with the mouse."""
        for stroke in strokes:
            _draw(stroke, self._canvas, self._environment)

    def press(self, key: str, pause: float = 1.5) -> None:
        """Presses a key."""
        subprocess.run(["xdotool", "key", key], env=self._environment, check=True)
        time.sleep(pause)

    def save(self, name: str, title: str = "^Digitrec") -> None:
        """Saves an image of the window with this title."""
        path = FOLDER / f"{name}.png"
        self._still(title).save(path, optimize=True)
        print(path.relative_to(ROOT), flush=True)

    def _still(self, title: str) -> Image.Image:
        """The image of a window in which nothing changes any more."""
        deadline = time.monotonic() + PATIENCE
        image = _grab(self._display, self._environment, title)
        since = time.monotonic()
        while time.monotonic() - since < STILL:
            time.sleep(0.2)
            before, image = image, _grab(self._display, self._environment, title)
            if image.tobytes() != before.tobytes():
                since = time.monotonic()
            if since > deadline:
                raise RuntimeError(f"the window {title!r} never comes to rest")
        return image


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
    """The next event of this name in the trace."""
    if program.stderr is None:
        raise RuntimeError("the program's standard error is not a pipe")
    deadline = time.monotonic() + PATIENCE
    for line in program.stderr:
        if line.startswith("{") and (event := json.loads(line))["event"] == name:
            return dict(event)
        if time.monotonic() > deadline:
            break
    raise RuntimeError(f"there is no event {name!r} in the program's trace")


def _draw(
    stroke: list[Point], canvas: list[int], environment: dict[str, str], lift: bool = True
) -> None:
    """Moves the mouse along a stroke with the button held down, and releases it in the end."""
    left, top, width, height = canvas
    side = min(width, height)
    places = [
        (round(left + (width - side) / 2 + x * side), round(top + (height - side) / 2 + y * side))
        for x, y in _dense(stroke)
    ]
    words = ["xdotool", "mousemove", *map(str, places[0]), "mousedown", "1"]
    for x, y in places[1:]:
        words += ["mousemove", str(x), str(y), "sleep", "0.03"]  # for Tk to see each
    words += ["mouseup", "1"] if lift else []
    subprocess.run(words, env=environment, check=True)


def _dense(stroke: list[Point]) -> list[Point]:
    """Points on a Catmull-Rom spline through the stroke's points."""
    ends = [stroke[0], *stroke, stroke[-1]]
    points: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        steps = max(int(math.dist(b, c) * 45), 2)
        for t in (step / steps for step in range(steps)):
            x, y = (_spline(p, q, r, s, t) for p, q, r, s in zip(a, b, c, d, strict=True))
            points.append((x, y))
    return [*points, stroke[-1]]


def _spline(p: float, q: float, r: float, s: float, t: float) -> float:
    bend, twist = 2 * p - 5 * q + 4 * r - s, 3 * (q - r) - p + s
    return 0.5 * (2 * q + (r - p) * t + bend * t**2 + twist * t**3)


def _grab(display: str, environment: dict[str, str], title: str) -> Image.Image:
    """The part of the screen with the window of this title."""
    search = ["xdotool", "search", "--onlyvisible", "--name", title]
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

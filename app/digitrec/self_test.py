"""Self-test: tries every part of the program in the way a person would, and tells what it found.

Nothing of the person's own is touched: settings and history are tried in a temporary folder.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
import tkinter
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitrec.version import __version__

if TYPE_CHECKING:
    from digitrec.ui.window import Window

PATIENCE = 30.0
"""Seconds that the window may take for one thing; it needs one."""

DIGIT = "7"
STROKES = (
    ((60, 62), (85, 60), (110, 60), (135, 59), (160, 57), (182, 55), (188, 60), (180, 84),
     (168, 112), (154, 142), (142, 172), (132, 200), (126, 226)),
    ((96, 142), (118, 138), (140, 135), (164, 133), (186, 132)),
)  # fmt: skip
"""A crossed seven, in logical pixels of a drawing area of at least 280 by 280."""


class CheckError(Exception):
    """A check found something wrong. The message says what."""


@dataclass
class Report:
    """What the checks found: one entry each, and the versions of all that took part."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check["ok"] for check in self.checks)

    def check(self, name: str, look: Callable[[], str]) -> None:
        """Makes one check, and notes how long it took and what it found."""
        begun = time.perf_counter()
        entry: dict[str, Any] = {"name": name}
        try:
            entry |= {"ok": True, "found": look()}
        except Exception as error:  # whatever is wrong is what we are here to tell
            reason = str(error).strip() or "no reason given"
            known = isinstance(error, CheckError | tkinter.TclError)
            entry |= {
                "ok": False,
                "reason": reason if known else f"{type(error).__name__}: {reason}",
            }
        entry["milliseconds"] = round((time.perf_counter() - begun) * 1000, 1)
        self.checks.append(entry)


def run(as_json: bool) -> int:
    """Runs the self-test and writes its report; 1 where a check failed, else 0."""
    report = Report()
    try:
        with tempfile.TemporaryDirectory(prefix="digitrec-", ignore_cleanup_errors=True) as folder:
            _look_at_everything(report, Path(folder))
    except OSError as error:
        reason = f"no temporary folder to test in: {error}"
        report.checks.append({"name": "folder", "ok": False, "reason": reason, "milliseconds": 0})
    report.versions = _versions()
    _write(report, as_json)
    return 0 if report.ok else 1


def _look_at_everything(report: Report, folder: Path) -> None:
    from digitrec.storage.places import Places

    places = Places(folder / "settings.toml", folder / "history.sqlite3", folder / "logs")
    read: list[str] = []
    report.check("model", lambda: _model(read))
    report.check("pictures", _pictures)
    report.check("settings", lambda: _settings(places.settings))
    report.check("languages", _languages)
    report.check("window", lambda: _window(places, read))
    report.check("history", lambda: _history(places.history, read))


def _model(read: list[str]) -> str:
    """Opens the bundled model, which checks its hashes, and reads with it.

    A model that sees the right digit but doubts it is a cautious model, not a broken program, so
    that what it read goes into `read` for the checks that follow.
    """
    from digitrec.recognition.ink import Ink
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    recognizer = Recognizer.open(model_path())
    strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in STROKES)
    reading = recognizer.read(Ink(strokes))
    if [str(digit.digit) for digit in reading.digits] != [DIGIT]:
        seen = "".join(str(digit.digit) for digit in reading.digits) or reading.reason
        raise CheckError(f"a {DIGIT} was read as {seen}")
    read.append(reading.text)
    return f"{recognizer.model.card.name}, SHA-256 {recognizer.model.sha256}"


def _pictures() -> str:
    """Reads a photograph: uneven light, a grain, and all that is loaded for such pictures alone.

    That a digit is found is asked for, and not which: a person's own model may read ink better.
    """
    import io

    import numpy as np
    from PIL import Image

    from digitrec.recognition.picture.decoding import open_picture
    from digitrec.recognition.raster import render
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    small = Image.fromarray(render([[(float(x), float(y)) for x, y in line] for line in STROKES]))
    ink = np.pad(np.asarray(small.resize((280, 280), Image.Resampling.BICUBIC)), 60)
    y, x = np.indices(ink.shape)
    grain = (x * 7919 + y * 104729 + x * y) % 97 / 97 - 0.5
    page = (0.85 - 0.7 * ink) * (1 - 0.3 * x / ink.shape[1]) + 0.1 * grain
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.clip(page, 0, 1) * 255)).save(file, "JPEG")
    file.seek(0)
    reading = Recognizer.open(model_path()).read_picture(open_picture(file))
    if not reading.digits:
        raise CheckError(f"no digit was found in a photograph of a {DIGIT}: {reading.reason}")
    return f"a photograph of a {DIGIT} was read as {reading.text}"


def _settings(path: Path) -> str:
    from digitrec.storage.settings import Settings, load_settings, save_settings

    written = Settings(theme="dark", pen_width=17.0)
    save_settings(path, written)
    read, notice = load_settings(path)
    if notice is not None or read != written:
        raise CheckError(f"{written} came back as {read}; {notice or 'without a word'}")
    save_settings(path, Settings())
    return "written and read"


def _languages() -> str:
    """Opens every catalogue of translations."""
    from digitrec.constants import LANGUAGES
    from digitrec.text import catalogue

    try:
        for language in LANGUAGES:
            if not catalogue.speak(language):
                raise CheckError(f"there are no words in the language {language!r}")
    finally:
        catalogue.speak("en")
    return ", ".join(LANGUAGES)


def _window(places: Any, expected: list[str]) -> str:
    """Opens the real window and draws in it, through Tk's own events."""
    from digitrec.ui.window import Window

    complete: list[bool] = []
    errors: list[str] = []
    root = tkinter.Tk(className="Digitrec")
    try:
        window = Window(root, places, lambda: complete.append(True))
        root.report_callback_exception = lambda kind, error, _: errors.append(
            f"{kind.__name__}: {error}"
        )
        _wait(root, "opened", lambda: bool(complete) or bool(errors))
        _wait(root, "loaded its model", lambda: _settled(window) or bool(errors))
        if window.desk is not None and window.desk.session.trouble is not None:
            raise CheckError(f"the window has no model: {window.desk.session.trouble}")
        x, y, width, height = window.area.room
        for stroke in STROKES:
            _draw(window.area, stroke, min(width, height) / 280)
        desk = window.desk
        if desk is None:
            raise CheckError("; ".join(errors) or "the window has no session")
        _wait(root, "read a drawing", lambda: desk.session.reading is not None or bool(errors))
        root.update()
        read = desk.session.text
        if window.tools is not None and window.tools.insight is not None:
            _wait(root, "drawn smooth ink", lambda: window.area.soft or bool(errors))
            window.tools.insight.switch(True)
            desk.refresh()
            _wait(root, "explained a reading", lambda: window.area.tinted or bool(errors))
        window.close()
    finally:
        _destroy(root)
    if errors:
        raise CheckError("; ".join(errors))
    if [read] != expected:
        raise CheckError(f"a {DIGIT} drawn in the window was read as {read or 'nothing'}")
    return f"a {DIGIT} drawn and read on {width} by {height} pixels at {x}, {y}"


def _settled(window: Window) -> bool:
    """Whether the window has a model, or knows why it has none."""
    has_trouble = window.desk is not None and window.desk.session.trouble is not None
    return window.recognizer is not None or has_trouble


def _draw(area: tkinter.Canvas, stroke: tuple[tuple[int, int], ...], scale: float) -> None:
    places = [(round(x * scale), round(y * scale)) for x, y in stroke]
    (first_x, first_y), (last_x, last_y) = places[0], places[-1]
    area.event_generate("<ButtonPress-1>", x=first_x, y=first_y)
    for x, y in places[1:]:
        area.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
        area.update()
    area.event_generate("<ButtonRelease-1>", x=last_x, y=last_y)
    area.update()


def _wait(root: tkinter.Tk, what: str, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise CheckError(f"the window has not {what} within {PATIENCE:.0f} s")
        root.update()
        time.sleep(0.002)


def _destroy(root: tkinter.Tk) -> None:
    try:
        root.destroy()
    except tkinter.TclError:
        return  # closing the window has destroyed it


def _history(path: Path, expected: list[str]) -> str:
    """Looks for the drawing that was made in the window, then keeps, reads and deletes another."""
    from digitrec.storage.history import History

    with History(path) as history:
        drawings = list(history)
        if [drawing.reading.text for drawing in drawings] != expected or not drawings:
            raise CheckError("the drawing made in the window was not kept")
        (drawn,) = drawings
        if len(drawn.ink.strokes) != len(STROKES) or drawn.key is None:
            raise CheckError("the drawing made in the window was not kept whole")
        history.delete([drawn.key])
        if len(history):
            raise CheckError("a deleted drawing is still there")
    return "the drawing was kept, read and deleted"


def _versions() -> dict[str, str]:
    versions = {
        "digitrec": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
    }
    try:
        versions["tk"] = str(tkinter.Tcl().eval("info patchlevel"))
    except tkinter.TclError as error:
        versions["tk"] = f"none: {error}"
    for module in ("numpy", "PIL"):
        try:
            versions[module.lower()] = __import__(module).__version__
        except ImportError as error:
            versions[module.lower()] = f"none: {error}"
    try:  # the bundle carries no packages' metadata
        versions["litert"] = version("ai-edge-litert")
    except PackageNotFoundError:
        versions["litert"] = "bundled"
    return versions


def _write(report: Report, as_json: bool) -> None:
    failed = [check for check in report.checks if not check["ok"]]
    if as_json:
        lines = [json.dumps({"ok": report.ok, **vars(report)})]
    else:
        lines = [
            f"{'ok    ' if check['ok'] else 'FAILED'} {check['name']:<9}"
            f"{check['milliseconds']:>8.1f} ms  {check.get('found') or check['reason']}"
            for check in report.checks
        ]
        lines.append(", ".join(f"{name} {number}" for name, number in report.versions.items()))
    if sys.stdout is not None:
        print("\n".join(lines), flush=True)
    if sys.stderr is not None:
        for check in failed:
            print(f"self-test failed: {check['name']}: {check['reason']}", file=sys.stderr)

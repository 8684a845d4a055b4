"""The self-test: tries every part of the program as a person would, and prints a report.

The person's own files are not touched: settings and history are tried in a temporary folder.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digitrec.version import __version__

if TYPE_CHECKING:
    from digitrec.storage.places import Places

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
    """What the checks found: one entry each, and the versions of the libraries."""

    checks: list[dict[str, Any]] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(check["ok"] for check in self.checks)

    def check(self, name: str, make_check: Callable[[], str]) -> None:
        """Makes one check; notes what it found and how long it took."""
        begun = time.perf_counter()
        entry: dict[str, Any] = {"name": name}
        try:
            entry |= {"ok": True, "found": make_check()}
        except Exception as error:  # whatever is wrong, the report is here to say so
            reason = str(error).strip() or "no reason given"
            if not isinstance(error, CheckError):
                reason = f"{type(error).__name__}: {reason}"
            entry |= {"ok": False, "reason": reason}
        entry["milliseconds"] = round((time.perf_counter() - begun) * 1000, 1)
        self.checks.append(entry)


def run(as_json: bool) -> int:
    """Runs the self-test and writes its report; 1 if a check failed, else 0."""
    report = Report()
    try:
        with tempfile.TemporaryDirectory(prefix="digitrec-", ignore_cleanup_errors=True) as folder:
            _check_everything(report, Path(folder))
    except OSError as error:
        reason = f"no temporary folder to test in: {error}"
        report.checks.append({"name": "folder", "ok": False, "reason": reason, "milliseconds": 0})
    report.versions = _versions()
    _write(report, as_json)
    return 0 if report.ok else 1


def _check_everything(report: Report, folder: Path) -> None:
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

    A model that sees the right digit but rejects it is a cautious model, not a broken program. So
    what it read goes into `read`, for the checks that follow.
    """
    from digitrec.recognition.ink import Ink
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.resources import model_path

    recognizer = Recognizer.open(model_path())
    strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in STROKES)
    reading = recognizer.read(Ink(strokes))
    if [str(digit.digit) for digit in reading.digits] != [DIGIT]:
        found = "".join(str(digit.digit) for digit in reading.digits) or reading.reason
        raise CheckError(f"a {DIGIT} was read as {found}")
    read.append(reading.text)
    return f"{recognizer.model.card.name}, SHA-256 {recognizer.model.sha256}"


def _pictures() -> str:
    """Reads a photograph with uneven light and grain, and so loads what only pictures need.

    A model that doubts what it sees is a cautious model, but the digit must be the right one.
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
    if [str(digit.digit) for digit in reading.digits] != [DIGIT]:
        found = "".join(str(digit.digit) for digit in reading.digits)
        raise CheckError(f"a photograph of a {DIGIT} was read as {found}")
    return f"a photograph of a {DIGIT} was read as {reading.text}"


def _settings(path: Path) -> str:
    from digitrec.storage.settings import Settings, load_settings, save_settings

    written = Settings(theme="dark", pen_width=17.0)
    save_settings(path, written)
    read, notice = load_settings(path)
    if notice is not None or read != written:
        raise CheckError(f"{written} came back as {read}; {notice or 'without a notice'}")
    save_settings(path, Settings())
    return "written and read"


def _languages() -> str:
    """Opens every catalogue of translations."""
    from digitrec.resources import languages
    from digitrec.text import catalogue

    found = languages()
    try:
        for language in found:
            if not catalogue.set_language(language):
                raise CheckError(f"there is no translation for the language {language!r}")
    finally:
        catalogue.set_language("en")
    return ", ".join(found)


def _window(places: Places, read: list[str]) -> str:
    """Opens the real window and draws in it, through Tk's own events."""
    try:
        from digitrec.ui.window_check import WindowCheckError, draw_in_window
    except ImportError as error:
        from digitrec.text.startup_trouble import is_about_tk, no_tk

        if not is_about_tk(error):
            raise
        raise CheckError(no_tk(error)) from error
    try:
        text, (x, y, width, height) = draw_in_window(places, STROKES)
    except WindowCheckError as error:
        raise CheckError(str(error)) from error
    if [text] != read:
        raise CheckError(f"a {DIGIT} drawn in the window was read as {text or 'nothing'}")
    return f"a {DIGIT} drawn and read on {width} by {height} pixels at {x}, {y}"


def _history(path: Path, expected: list[str]) -> str:
    """Looks for the drawing that was made in the window, and deletes it."""
    from digitrec.storage.history import History

    with History(path) as history:
        drawings = list(history)
        if [drawing.reading.text for drawing in drawings] != expected or not drawings:
            raise CheckError("the drawing made in the window was not kept")
        (drawn,) = drawings
        if len(drawn.ink.strokes) != len(STROKES) or drawn.key is None:
            raise CheckError("the drawing made in the window was not kept completely")
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
        from digitrec.ui.window_check import tk_version

        versions["tk"] = tk_version()
    except Exception as error:  # tkinter is missing, or broken
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

"""Screenshots of the installed program, for a person to look at: nothing compares them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.console import BuildError
from build_scripts.measure.pointer import commands, lay_out
from build_scripts.measure.results import Event, final_reading
from digitrec.recognition.ink import Ink

if TYPE_CHECKING:
    from PIL import Image

    from build_scripts.measure.traced_program import TracedProgram
    from build_scripts.wine.installed import Installed

PATIENCE = 20.0
STILL = 0.7
"""Seconds without a change after which the screen counts as complete; longer than an animation."""

PAGES = {"history": ("ctrl+h", "Escape"), "settings": ("ctrl+comma", "Escape")}
"""Pages of the window: the keys that open and close them."""


@dataclass(frozen=True)
class Look:
    """What the window looks like in one picture.

    Attributes:
        name: of its files.
        settings: lines of settings.toml.
        scale: the display's scale in percent.
        pages: that are opened too.
    """

    name: str
    settings: str
    scale: int = 100
    pages: tuple[str, ...] = tuple(PAGES)


LOOKS = (
    Look("light", 'theme = "light"\nlanguage = "en"'),
    Look("dark", 'theme = "dark"\nlanguage = "en"'),
    Look("german", 'theme = "light"\nlanguage = "de"'),
    Look("150-percent", 'theme = "light"\nlanguage = "en"', scale=150),
)


def take(program: Installed, inks: Sequence[Ink], display: str, folder: Path) -> int:
    """Takes all of them, and returns their number.

    Args:
        program: the installed program.
        inks: drawings; the last one stays in the window.
        display: the X display that it is on.
        folder: for the pictures.

    Raises:
        BuildError: if the window does not open or read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for look in LOOKS:
        program.scale(look.scale)
        with program.open_window(look.settings) as window:
            _draw(window, inks)
            _save(display, folder / f"{look.name}.png")
            for page in look.pages:
                opening, closing = PAGES[page]
                window.do([f"key {opening}"])
                _save(display, folder / f"{look.name}-{page}.png")
                window.do([f"key {closing}"])
    program.scale(100)
    return sum(1 + len(look.pages) for look in LOOKS)


def _draw(window: TracedProgram, inks: Sequence[Ink]) -> None:
    rng = random.Random(2)  # noqa: S311 (not for secrets)
    canvas = window.expect("window")["canvas"]
    window.expect("model")
    for ink in inks:
        window.do(["key Escape", "sleep 0.3"])
        since = len(window.events)
        strokes = lay_out(ink, canvas, rng)
        window.do(commands(strokes, rng))

        def found(events: Sequence[Event], strokes: int = len(strokes)) -> Event | None:
            return final_reading(events, strokes)

        if window.wait(found, since, PATIENCE) is None:
            raise BuildError(f"there is no reading of a {ink.label} in the window")


def _save(display: str, path: Path) -> None:
    """Saves the screen once it has stood still."""
    deadline = time.monotonic() + PATIENCE
    last = _screen(display)
    while True:
        time.sleep(STILL)
        now = _screen(display)
        if now.tobytes() == last.tobytes() or time.monotonic() > deadline:
            now.save(path, optimize=True)
            return
        last = now


def _screen(display: str) -> Image.Image:
    from PIL import ImageGrab

    return ImageGrab.grab(xdisplay=display)

"""Screenshots of the installed program, for a person to look at: nothing compares them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

    from build_scripts.measure.traced_program import TracedProgram

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


def take(window: TracedProgram, look: Look, display: str, folder: Path) -> int:
    """Saves the screen, and again with each page open; returns the number of pictures.

    Args:
        window: that is open.
        look: what it looks like.
        display: the X display that it is on.
        folder: for the pictures.
    """
    x, y, *_ = window.expect("window")["canvas"]
    wait_until_still(display).save(folder / f"{look.name}.png", optimize=True)
    for page in look.pages:
        opening, closing = PAGES[page]
        window.do([f"key {opening}"])
        wait_until_still(display).save(folder / f"{look.name}-{page}.png", optimize=True)
        # No window manager gives the focus back; a click beside the drawing area takes it.
        window.do([f"key {closing}", f"mousemove {x - 10} {y - 10} click 1"])
        wait_until_still(display)
    return 1 + len(look.pages)


def wait_until_still(display: str) -> Image.Image:
    """The screen, once nothing on it has changed for a while."""
    from PIL import ImageGrab

    deadline = time.monotonic() + PATIENCE
    last = ImageGrab.grab(xdisplay=display)
    while True:
        time.sleep(STILL)
        now = ImageGrab.grab(xdisplay=display)
        if now.tobytes() == last.tobytes() or time.monotonic() > deadline:
            return now
        last = now

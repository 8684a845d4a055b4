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
        theme: as in the settings.
        language: as in the settings.
        scale: the display's scale in percent.
        pages: that are opened too.
    """

    name: str
    theme: str
    language: str
    scale: int = 100
    pages: tuple[str, ...] = tuple(PAGES)


LOOKS = (
    Look("light", "light", "en"),
    Look("dark", "dark", "en"),
    Look("german", "light", "de"),
    Look("150-percent", "light", "en", scale=150),
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
    plain = wait_until_still(display)
    plain.save(folder / f"{look.name}.png", optimize=True)
    for page in look.pages:
        opening, closing = PAGES[page]
        # No window manager gives the focus back; a click beside the drawing area takes it.
        window.do([f"mousemove {x - 10} {y - 10} click 1 sleep 0.5", f"key {opening}"])
        shown = wait_until_still(display, plain)
        shown.save(folder / f"{look.name}-{page}.png", optimize=True)
        window.do([f"key {closing}"])
        plain = wait_until_still(display, shown)
    return 1 + len(look.pages)


def wait_until_still(display: str, before: Image.Image | None = None) -> Image.Image:
    """The screen, once nothing on it has changed for a while.

    Args:
        display: the X display.
        before: what it showed before a change that is still to come; None if there is none.
    """
    from PIL import ImageGrab

    deadline = time.monotonic() + PATIENCE
    last = before or ImageGrab.grab(xdisplay=display)
    changed = before is None
    while True:
        time.sleep(STILL)
        now = ImageGrab.grab(xdisplay=display)
        same = now.tobytes() == last.tobytes()
        changed = changed or not same
        if (same and changed) or time.monotonic() > deadline:
            return now
        last = now

"""The theme: every colour, spacing, size and font of the window."""

from __future__ import annotations

import tkinter


class Palette:
    """The colours of the light theme. Text on `ground` and `paper` has a contrast of 4.5:1.

    `ground` is the background of the sv-ttk theme of the same name, so that its widgets blend in.
    A plain class, as the first paint would wait 15 ms for dataclasses, or 5 ms for typing.
    """

    name = "light"
    ground = "#fafafa"
    paper = "#ffffff"
    border = "#d4d4d4"
    ink = "#17191c"
    hint = "#74777c"
    text = "#1c1c1c"
    quiet = "#5d6166"
    accent = "#005fb8"
    track = "#e6e7e9"
    alarm = "#a4400c"
    speaks_for = "#0a84e8"
    speaks_against = "#ea5b0c"


class _Dark(Palette):
    name = "dark"
    ground = "#1c1c1c"
    paper = "#252627"
    border = "#45474a"
    ink = "#f3f4f5"
    hint = "#95989d"
    text = "#fafafa"
    quiet = "#adb0b5"
    accent = "#57c8ff"
    track = "#37393c"
    alarm = "#ffab70"
    speaks_for = "#3db4ff"
    speaks_against = "#ff8a3d"


class _Contrast(Palette):
    """Text has a contrast of 21:1, and all that can be clicked has an edge in that colour."""

    name = "contrast"
    ground = "#000000"
    paper = "#000000"
    border = "#ffffff"
    ink = "#ffffff"
    hint = "#ffffff"
    text = "#ffffff"
    quiet = "#ffffff"
    accent = "#ffff00"
    track = "#595959"
    alarm = "#ffb000"
    speaks_for = "#00e5ff"
    speaks_against = "#ffb000"


LIGHT = Palette()
DARK = _Dark()
CONTRAST = _Contrast()
PALETTES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}

# Logical pixels, at 96 dots per inch.
MARGIN = 20
GAP = 12
SMALL_GAP = 6
WIDTH = 800
HEIGHT = 640
AREA_LEAST = 350
ROOM_SPARED = 40
"""How much of its least height the drawing area gives to toolbars that need more than one row."""
PANEL = 248
TOOLBAR = 34
RECENT = 62
STATUS = 30
LEAST_WIDTH = AREA_LEAST + PANEL + 3 * MARGIN
LEAST_HEIGHT = AREA_LEAST + MARGIN + TOOLBAR + RECENT + STATUS + 3 * GAP
PEN_STEP = 2

COMPACT = 400
"""The answer panel's height below which it takes less room."""

BIG = (104, 72, 16)
"""Heights of the answer's type: the tallest, the tallest in a low window, and the smallest."""


class Look:
    """A palette at the screen's scale; gives widgets their pixels and fonts.

    Attributes:
        palette: the theme's colours.
        scale: screen pixels to a logical pixel, in quarters.
        family: of the fonts; empty until it is known.
    """

    def __init__(self, palette: Palette, scale: float, family: str = "") -> None:
        self.palette = palette
        self.scale = scale
        self.family = family

    def px(self, logical: float) -> int:
        """Screen pixels of a length in logical pixels."""
        return round(logical * self.scale)

    def font(self, height: float, weight: str = "normal") -> tuple[str, int, str]:
        """A font `height` logical pixels high."""
        return self.family, -self.px(height), weight

    def with_palette(self, palette: Palette) -> Look:
        """The same scale and fonts in other colours."""
        return Look(palette, self.scale, self.family)


def family_of(root: tkinter.Tk) -> str:
    """The family of the system's font. The first call takes 10 ms, to read the system's fonts."""
    return str(root.tk.call("font", "actual", "TkDefaultFont", "-family"))

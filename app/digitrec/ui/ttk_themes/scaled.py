"""The Sun Valley theme at another scale: its pictures, borders and paddings are fixed pixels."""

from __future__ import annotations

import base64
import io
import re
import tkinter
from pathlib import Path

from PIL import Image

_LENGTHS = re.compile(
    r"(-(?:border|padding|width|height|sashthickness|borderwidth) )(\d+|\{[\d ]+\})"
)
_EDGES = re.compile(r"-border (\d+)(?=\s+-sticky)")
"""The edge of a picture whose middle is repeated, such as a button's."""

_BLEED = 2
"""Pixels by which scaling smears an edge into the middle, which repeats and would show dashes."""

_SLICED, _EDGE = ("button", "textbox"), 4
"""Names of pictures with such a middle, and their edge before scaling."""

_LOAD = re.compile(r"^\s*(?:source|load_images) \[.*$", re.MULTILINE)
"""The lines that read the list of sprites, and cut the sheet."""

_CUT = """
    variable I
    image create photo spritesheet -data $::digitrec_sheet -format png
    foreach {name x y width height} $::digitrec_sprites {
      set I($name) [image create photo -width $width -height $height]
      $I($name) copy spritesheet -from $x $y [expr {$x+$width}] [expr {$y+$height}]
    }
    image delete spritesheet
    unset ::digitrec_sheet ::digitrec_sprites
"""

_ROOM = 1024
"""Width of the scaled sheet, in which the sprites are put one after the other."""


def scaled(root: tkinter.Tk, half: str, scale: float) -> str:
    """A script that makes the theme in `half`, the file of its light or dark half, at a scale.

    Raises:
        OSError: if a file of the theme can't be read.
    """
    file = Path(half)
    root.tk.call("source", str(file.with_name(f"sprites_{file.name}")))
    sprites = root.tk.splitlist(root.tk.call("set", "spriteinfo"))
    sheet, places = _scaled_sheet(file.with_name(f"spritesheet_{file.stem}.png"), sprites, scale)
    root.tk.call("set", "digitrec_sheet", sheet)
    root.tk.call("set", "digitrec_sprites", places)
    text = _LENGTHS.sub(lambda found: found[1] + _times(found[2], scale), file.read_text("utf-8"))
    text = _EDGES.sub(lambda found: f"-border {int(found[1]) + _BLEED} -padding {found[1]}", text)
    first, second = (found.span() for found in _LOAD.finditer(text))
    return text[: first[0]] + text[first[1] : second[0]] + _CUT + text[second[1] :]


def _times(lengths: str, scale: float) -> str:
    return re.sub(r"\d+", lambda found: str(round(int(found[0]) * scale)), lengths)


def _scaled_sheet(
    path: Path, sprites: tuple[str, ...], scale: float
) -> tuple[bytes, tuple[str | int, ...]]:
    """The sheet as a PNG in base 64, and the sprites: name, x, y, width and height of each."""
    places: list[str | int] = []
    with Image.open(path) as file:
        old = file.convert("RGBA")
    pieces = []
    x = y = row = 0
    for at in range(0, len(sprites), 5):
        left, top, width, height = map(int, sprites[at + 1 : at + 5])
        size = max(1, round(width * scale)), max(1, round(height * scale))
        piece = old.crop((left, top, left + width, top + height))
        if x + size[0] > _ROOM:
            x, y, row = 0, y + row, 0
        new = piece.resize(size, Image.Resampling.BICUBIC)
        if sprites[at].startswith(_SLICED):
            _even_out(new, round(_EDGE * scale) + _BLEED)
        pieces.append((new, (x, y)))
        places += sprites[at], x, y, *size
        x, row = x + size[0], max(row, size[1])
    sheet = Image.new("RGBA", (_ROOM, y + row))
    for piece, place in pieces:
        sheet.paste(piece, place)
    stream = io.BytesIO()
    sheet.save(stream, "png", compress_level=1)
    return base64.b64encode(stream.getvalue()), tuple(places)


def _even_out(picture: Image.Image, edge: int) -> None:
    """Makes the middle of a picture the same in each column, and in each row."""
    width, height = picture.size
    if min(width, height) <= 2 * edge + 1:
        return
    column = picture.crop((width // 2, 0, width // 2 + 1, height))
    picture.paste(column.resize((width - 2 * edge, height)), (edge, 0))
    row = picture.crop((0, height // 2, width, height // 2 + 1))
    picture.paste(row.resize((width, height - 2 * edge)), (0, edge))

"""Lines: pictures of one line of writing or print each, with the place of each character."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.line_features import HEIGHT
from training.data.datasets import Images, PenDigits, Strokes
from training.synthetic.lines.camera import Layers, take
from training.synthetic.lines.glyphs import Glyphs
from training.synthetic.lines.layout import DIGITS, MARKS, SPACE, Placed, Style, lay_out
from training.synthetic.lines.papers import Papers
from training.synthetic.lines.sheet import FINER, Sheet
from training.synthetic.lines.signs import NAMED_SIGNS
from training.synthetic.lines.surroundings import Written, blot, surround
from training.synthetic.lines.texts import KINDS
from training.synthetic.lines.typefaces import choose_font, other

_SMALLEST = 20.0  # pixels: height of a digit
_PRINTED = 0.07  # share of the lines that are printed
_BLOT = 0.6  # share of the lines without writing that show a round speck of dirt
_BOXED = 0.1  # of lines of digits, those with a box for each


@dataclass(frozen=True)
class SyntheticLine:
    """A picture of a line.

    Attributes:
        pixels: (48, w, 3) or (48, w) uint8.
        text: what it says; `?` for a character that is neither digit nor mark. It ends in a space
            if there is room for one.
        boxes: (len(text), 4) float32: left, top, right, bottom in pixels; a space has the left end
            of the gap.
        kind: of its text, a key of `texts.KINDS`, or "printed" or "boxed".
    """

    pixels: NDArray[np.uint8]
    text: str
    boxes: NDArray[np.float32]
    kind: str


class LineMaker:
    """Makes lines. The same digits, seed and width give the same line.

    Args:
        images: MNIST's images.
        pen: pen digits of several writers.
        characters: drawings of other scripts' characters.
        seed: of the papers.
        papers: how many are made.
        skeletons: images of MNIST that are used, at most.
    """

    def __init__(
        self,
        images: Images,
        pen: PenDigits,
        characters: tuple[Strokes, ...] = (),
        seed: int = 0,
        papers: int = 240,
        skeletons: int = 12_000,
    ) -> None:
        self._glyphs = Glyphs(images, pen, characters, skeletons)
        self._papers = Papers(seed, papers)
        self._kinds = list(KINDS)
        shares = np.array([share for _, share in KINDS.values()])
        self._shares = shares / shares.sum()

    def line(self, width: int, rng: np.random.Generator) -> SyntheticLine:
        """A line of a width in pixels."""
        kind = self._kinds[int(rng.choice(len(self._kinds), p=self._shares))]
        text = KINDS[kind][0](rng)[: max(1, int(width / (0.5 * _SMALLEST)))].strip()
        sheet = Sheet(HEIGHT, width)
        if text and rng.random() < _PRINTED:
            kind, line = "printed", 1.5
            text, boxes = _print(sheet, text, width, rng)
            middles = None
        else:
            plain = all(symbol in DIGITS for symbol in text)
            boxed = bool(text) and plain and rng.random() < _BOXED
            kind = "boxed" if boxed else kind
            text, boxes, line, middles = self._write(sheet, text, width, boxed, rng)
        written = _extent(text, boxes, line, middles, width)
        if not text and rng.random() < _BLOT:
            blot(sheet, (HEIGHT, width), rng)
        if len(text) or rng.random() < 0.7:
            surround(sheet, written, (HEIGHT, width), self._glyphs, rng)
        grain = rng.uniform(0.2, 0.9) if rng.random() < 0.2 else 0.0
        ink, rules = sheet.layers(grain, rng)
        texture = self._papers.part(HEIGHT, width, rng)
        strength = np.float32(0.0 if rng.random() < 0.12 else 1 / 255)
        pixels = take(Layers(texture * strength, rules, ink), rng)
        text, boxes = _with_margin(text, boxes, written, width)
        return SyntheticLine(pixels, text, boxes, kind)

    def _write(
        self, sheet: Sheet, text: str, width: int, boxed: bool, rng: np.random.Generator
    ) -> tuple[str, NDArray[np.float32], float, tuple[float, ...] | None]:
        """Writes text by hand."""
        style = Style.choose(rng, boxed)
        tall = rng.uniform(0.42, 0.95) * HEIGHT if rng.random() < 0.8 else rng.uniform(20, 28)
        placed = lay_out(text, self._glyphs, style, rng)
        while placed:
            low, high = _bounds(placed)
            size = high - low + style.line + 0.04
            most = min(tall, (HEIGHT - 1) / float(size[1]), (width - 1) / float(size[0]))
            if most >= min(_SMALLEST, tall) or len(placed) == 1:
                tall = most
                break
            placed.pop()
            while placed and placed[-1].symbol == " ":
                placed.pop()
        if not placed:
            return "", np.zeros((0, 4), np.float32), 2.0, None
        line = style.line * tall
        free = np.array([width, HEIGHT]) - size * tall
        margin = (style.line / 2 + 0.02) * tall
        origin = rng.uniform(0, 1, 2) * free + margin - low * tall
        if rng.random() < 0.3:  # near one end
            origin[0] = margin - low[0] * tall + min(free[0], rng.uniform(0, 6))
        down = _base_line(width, tall, float(free[1]), rng)
        pressure = rng.uniform(0, 0.3)
        boxes = []
        for one in placed:
            points = one.points * np.float32(tall) + origin.astype(np.float32)
            if len(points):
                points[:, 1] += down(points[:, 0])
                sheet.write(points, line, pressure, rng)
                low, high = points.min(axis=0) - line / 2, points.max(axis=0) + line / 2
                boxes.append([*low, *high])
            else:
                boxes.append([0, 0, 0, 0])
        middles = None
        if style.pitch is not None:
            middles = tuple(float(origin[0] + at * style.pitch * tall) for at in range(len(placed)))
        text = "".join(one.symbol for one in placed)
        return text, _with_gaps(text, boxes), line, middles


def _base_line(
    width: int, tall: float, free: float, rng: np.random.Generator
) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """How far down each x is moved: by a slope, or by a base line that is not straight."""
    most = min(0.06, 0.5 * free / width)
    slope = rng.uniform(-most, most) if rng.random() < 0.5 else 0.0
    bow, wave = rng.normal(0, 0.02) * tall, rng.uniform(0.5, 2) * np.pi / width

    def down(x: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(slope * (x - width / 2) + bow * np.sin(wave * x), np.float32)

    return down


def _bounds(placed: list[Placed]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    everything = np.concatenate([one.points for one in placed])
    return everything.min(axis=0), everything.max(axis=0)


def _with_gaps(text: str, boxes: list[list[float]]) -> NDArray[np.float32]:
    """The boxes, with the left end of the gap for each space."""
    made = np.array(boxes, np.float32).reshape(-1, 4)
    for at, symbol in enumerate(text):
        if symbol == " " and 0 < at < len(text) - 1:
            before, after = made[at - 1], made[at + 1]
            top, bottom = min(before[1], after[1]), max(before[3], after[3])
            right = min(after[0], before[2] + SPACE * (bottom - top))
            made[at] = before[2], top, right, bottom
    return made


def _with_margin(
    text: str, boxes: NDArray[np.float32], written: Written, width: int
) -> tuple[str, NDArray[np.float32]]:
    """A space at the end too, if there is room for one.

    So a space is a wide gap after a character, which can be told without seeing the next one.
    """
    wide = SPACE * written.tall
    if not text or written.middles is not None or width - written.right < wide:
        return text, boxes
    gap = [written.right, written.top, written.right + wide, written.bottom]
    return text + " ", np.concatenate([boxes, np.array([gap], np.float32)])


def _print(
    sheet: Sheet, text: str, width: int, rng: np.random.Generator
) -> tuple[str, NDArray[np.float32]]:
    """Prints text with a typeface."""
    size = int(rng.integers(24, 46))
    font = choose_font(size * FINER, rng)
    spaced = rng.uniform(0, 0.12) * size if rng.random() < 0.3 else 0.0
    x, y = rng.uniform(1, 10), rng.uniform(max(0.78 * size, 24), HEIGHT - 2)
    boxes: list[list[float]] = []
    shown = ""
    for symbol in text:
        character = other(rng) if symbol == "?" else symbol
        wide = font.getlength(character) / FINER + spaced
        if symbol == " ":
            wide += 0.5 * size
        if x + wide > width:
            break
        left, top, right, bottom = font.getbbox(character, anchor="ls")
        boxes.append([x + left / FINER, y + top / FINER, x + right / FINER, y + bottom / FINER])
        sheet.printed(character, (x, y), font, ink=True)
        x, shown = x + wide, shown + ("?" if symbol in NAMED_SIGNS else symbol)
    kept = shown.rstrip()
    return kept, _with_gaps(kept, boxes[: len(kept)])


def _extent(
    text: str,
    boxes: NDArray[np.float32],
    line: float,
    middles: tuple[float, ...] | None,
    width: int,
) -> Written:
    solid = boxes[[symbol != " " for symbol in text]] if len(text) else boxes
    if not len(solid):
        return Written(0.3 * width, 12, 0.7 * width, 36, 24, line, None)
    tall = [box[3] - box[1] for box, one in zip(boxes, text, strict=True) if one not in MARKS + " "]
    left, top = solid[:, :2].min(axis=0)
    right, bottom = solid[:, 2:].max(axis=0)
    height = float(np.median(tall)) if tall else 24.0
    return Written(float(left), float(top), float(right), float(bottom), height, line, middles)

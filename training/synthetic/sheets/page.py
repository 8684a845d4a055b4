"""Pages: pictures of sheets of paper, with the lines that are to be found on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from training.data.datasets import Images, PenDigits, Strokes
from training.synthetic.lines.camera import Layer, Layers, coloured, photograph
from training.synthetic.lines.glyphs import Glyphs
from training.synthetic.lines.papers import Papers
from training.synthetic.sheets.arrangements import ARRANGEMENTS
from training.synthetic.sheets.canvas import Canvas
from training.synthetic.sheets.draft import Area, Corners, Draft
from training.synthetic.sheets.hands import Hand
from training.synthetic.sheets.marks import add_marks
from training.synthetic.sheets.views import View

SMALLEST, LARGEST = 6.5, 85.0
"""Heights of a digit on a page that the network is to see, in pixels."""

_HUGE, _HUGEST = 0.08, 250.0  # share of single numbers that may be higher, and how high

_DESK = 0.25  # share of the sheets whose edges are seen

_PRINTED = 0.08  # of the pages, those whose numbers are printed


@dataclass(frozen=True)
class SyntheticPage:
    """A picture of a sheet.

    Attributes:
        pixels: (h, w, 3) or (h, w) uint8.
        lines: (n, 4, 2) float64, the corners of its lines: top left, top right, bottom right and
            bottom left as read.
        texts: what they say; `?` for a character that is neither digit nor mark.
        unsure: (m, 4, 2), likewise, of what may be taken for a line or not.
        kind: its arrangement, a key of `ARRANGEMENTS`.
    """

    pixels: NDArray[np.uint8]
    lines: NDArray[np.float64]
    texts: tuple[str, ...]
    unsure: NDArray[np.float64]
    kind: str


class PageMaker:
    """Makes pages. The same digits, seed and size give the same page.

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
        papers: int = 40,
        skeletons: int = 4_000,
    ) -> None:
        self._glyphs = Glyphs(images, pen, characters, skeletons)
        self._papers = Papers(seed, papers, (_PAPER, _PAPER))

    def page(
        self, size: tuple[int, int], rng: np.random.Generator, kind: str | None = None
    ) -> SyntheticPage:
        """A page of a height and width in pixels, at most 768; of any kind or of one."""
        kind, tall = _choose(size, rng, kind)
        view = View.choose(size, rng)
        canvas = Canvas(view)
        whole = _middle(view)
        paper = _paper(view, rng) if kind != "single" and rng.random() < _DESK else None
        area = whole if kind == "single" else paper or Area(0, 0, view.sheet[1], view.sheet[0])
        margin = rng.uniform(0.01, 0.08) * min(area.width, area.height)
        draft = Draft(canvas, Hand(self._glyphs, rng), area.grown(-margin), tall, rng)
        if rng.random() < _PRINTED:
            draft.font = canvas.font(1.3 * tall, rng)  # capitals and digits are 0.73 of it
        ARRANGEMENTS[kind][0](draft)
        add_marks(draft, paper or whole)
        page = coloured(self._layers(canvas, size, rng), rng)
        if paper is not None:
            page = self._on_desk(page, view, paper, rng)
        least = float(np.clip(7 / tall, 0.35, 0.95))
        pixels = photograph(page, rng, least, float(np.clip(0.06 * tall, 0.5, 1.6)))
        if rng.random() < 0.06:
            pixels = _framed(pixels, rng)
        shown = [_shows(corners, view) for corners in draft.lines]
        texts = tuple(text for text, one in zip(draft.texts, shown, strict=True) if one)
        lines = [corners for corners, one in zip(draft.lines, shown, strict=True) if one]
        return SyntheticPage(pixels, _seen(lines, view), texts, _seen(draft.unsure, view), kind)

    def _layers(self, canvas: Canvas, size: tuple[int, int], rng: np.random.Generator) -> Layers:
        grain = rng.uniform(0.2, 0.7) if rng.random() < 0.2 else 0.0
        ink, rules = canvas.layers(grain, rng)
        strength = np.float32(0.0 if rng.random() < 0.35 else rng.uniform(0.3, 1) / 255)
        return Layers(self._papers.part(*size, rng) * strength, rules, ink)

    def _on_desk(self, page: Layer, view: View, paper: Area, rng: np.random.Generator) -> Layer:
        """The sheet on a desk or cloth, with its shadow."""
        height, width = page.shape[:2]
        corners = view.places(_corners(paper))
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).polygon([tuple(place) for place in corners.tolist()], fill=255)
        inside = np.asarray(mask.filter(ImageFilter.BoxBlur(0.6)), np.float32)[..., None] / 255
        dark, light = rng.uniform(0, 0.6), rng.uniform(0.1, 0.9)
        tint = np.asarray(rng.normal(0, 0.08, page.shape[2]), np.float32)
        texture = self._papers.part(height, width, rng).astype(np.float32)[..., None] / 255
        desk = np.float32(dark) + tint + texture * np.float32((light - dark) * rng.uniform(0, 1))
        if rng.random() < 0.6:
            soft = mask.filter(ImageFilter.GaussianBlur(rng.uniform(2, 9)))
            shade = np.asarray(soft, np.float32)[..., None] / 255
            desk = desk * (1 - np.float32(rng.uniform(0.1, 0.6)) * shade)
        return np.asarray(np.clip(desk, 0, 1) * (1 - inside) + page * inside, np.float32)


_PAPER = 768  # pixels of a paper's side


def _choose(size: tuple[int, int], rng: np.random.Generator, kind: str | None) -> tuple[str, float]:
    """An arrangement, and the height of a digit in pixels."""
    least = min(size)
    if kind is None:
        names = list(ARRANGEMENTS)
        shares = [share if least >= needed * SMALLEST else 0.0
                  for _, needed, share in ARRANGEMENTS.values()]  # fmt: skip
        kind = names[int(rng.choice(len(names), p=np.array(shares) / sum(shares)))]
    needed = max(ARRANGEMENTS[kind][1], 1.15)
    huge = kind == "single" and rng.random() < _HUGE
    most = min(least / needed, _HUGEST if huge else LARGEST)
    low = max(SMALLEST, 0.25 * least / needed) if kind == "single" else SMALLEST
    low = min(low, most)
    tall = math.exp(rng.uniform(math.log(low), math.log(most)))
    return kind, min(tall, 30.0) if kind == "dense" else tall


def _middle(view: View) -> Area:
    """The part of the sheet that surely shows in the picture."""
    height, width = view.picture
    back = View(np.asarray(np.linalg.inv(view.matrix), np.float64), view.picture, view.sheet)
    corners = back.places(np.array([[0, 0], [width, 0], [width, height], [0, height]], float))
    x, y = np.sort(corners[:, 0]), np.sort(corners[:, 1])
    return Area(x[1], y[1], x[2], y[2])


def _paper(view: View, rng: np.random.Generator) -> Area:
    """A sheet of which at least one edge shows."""
    height, width = view.sheet
    margins = rng.uniform(-0.05, 0.25, 4)
    return Area(
        margins[0] * width, margins[1] * height, (1 - margins[2]) * width, (1 - margins[3]) * height
    )


def _corners(area: Area) -> Corners:
    return np.array([[area.left, area.top], [area.right, area.top], [area.right, area.bottom],
                     [area.left, area.bottom]])  # fmt: skip


def _seen(corners: list[Corners], view: View) -> NDArray[np.float64]:
    """The corners in the picture."""
    seen = [view.places(one) for one in corners]
    return np.array(seen, np.float64).reshape(-1, 4, 2)


def _shows(corners: Corners, view: View) -> bool:
    """Whether a part of a line's middle is in the picture."""
    height, width = view.picture
    seen = view.places(corners)
    left, right = (seen[0] + seen[3]) / 2, (seen[1] + seen[2]) / 2
    middle = left + np.linspace(0, 1, 9)[:, None] * (right - left)
    return bool(((middle >= 0) & (middle < (width, height))).all(axis=1).any())


def _framed(pixels: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The picture with a thin frame at its rim."""
    framed = pixels.copy()
    wide, grey = int(rng.integers(1, 3)), int(rng.choice([0, 0, 128, 255]))
    for side in (np.s_[:wide], np.s_[-wide:], np.s_[:, :wide], np.s_[:, -wide:]):
        framed[side] = grey
    return framed

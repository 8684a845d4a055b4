"""Pages: how many lines of synthetic pages the page network finds whole.

    python -m training evaluate-pages PAGES.tflite

The pages are made of held-out digits, writers and papers, of several sizes and turned as pictures
are. The digits of the real sets are cut out singly, so that they say little about pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.pages.line_finder import LineFinder
from training.data.datasets import load_split
from training.synthetic.sheets.arrangements import ARRANGEMENTS
from training.synthetic.sheets.page import PageMaker, SyntheticPage
from training.train_pages import held_out_maker

_SEED = 2_000
_SIZES = ((768, 544), (544, 768), (512, 512), (256, 384))
_SINGLE = ((64, 192), (96, 96), (160, 400), (28, 28))
_PAGES = 20  # of each arrangement
_END, _MIDDLE = 0.6, 0.3  # heights from the true end and middle, at most
_HEIGHT = 1.6  # times the true height, likewise
_ALIKE = 0.8  # cosine between the directions, at least


@dataclass(frozen=True)
class Found:
    """What became of the lines of some pages.

    Attributes:
        name: of the pages.
        lines: that there are.
        whole: found as they are.
        turned: found as they are, but read in another direction.
        false: lines found where there are none.
        pages: that there are.
        wrong_pages: with a line where there is none.
    """

    name: str
    lines: int
    whole: int
    turned: int
    false: int
    pages: int
    wrong_pages: int

    def row(self) -> str:
        """A row of a Markdown table."""
        share = self.whole / max(self.lines, 1)
        turned = self.turned / max(self.lines, 1)
        wrong = self.wrong_pages / self.pages
        return (
            f"| {self.name} | {self.pages} | {self.lines} | {share:.1%} | {turned:.1%} | "
            f"{self.false} | {wrong:.0%} |"
        )


def evaluate_pages(graph: Path, folder: Path, limit: int | None = None) -> list[Found]:
    """Finds the lines of held-out pages, by arrangement.

    Args:
        graph: of the page network.
        folder: of the data sets.
        limit: pages of each arrangement, at most.
    """
    finder = LineFinder(graph.read_bytes())
    maker = held_out_maker(load_split(folder))
    rng = np.random.default_rng(_SEED)
    count = min(limit or _PAGES, _PAGES)
    return [measure(kind, _pages(maker, kind, count, rng), finder) for kind in ARRANGEMENTS]


def table(results: Iterable[Found]) -> str:
    """The results as a Markdown table."""
    head = "| pages | number | lines | whole | whole but turned | false lines | pages with any |"
    return "\n".join([head, "| --- " * 7 + "|", *(result.row() for result in results)])


def _pages(
    maker: PageMaker, kind: str, count: int, rng: np.random.Generator
) -> list[SyntheticPage]:
    sizes = _SINGLE if kind == "single" else _SIZES
    return [maker.page(sizes[at % len(sizes)], rng, kind) for at in range(count)]


def measure(name: str, pages: Sequence[SyntheticPage], finder: LineFinder) -> Found:
    """Finds the lines of pages and compares."""
    totals = np.zeros(4, int)
    wrong = 0
    for page in pages:
        counts = compare(page, finder.find_lines(Picture(page.pixels)))
        totals += counts
        wrong += counts[3] > 0
    lines, whole, turned, false = totals.tolist()
    return Found(name, lines, whole, turned, false, len(pages), wrong)


def compare(page: SyntheticPage, found: Sequence[FoundLine]) -> tuple[int, int, int, int]:
    """Lines that are wholly on a page; found whole; whole but turned; found where there are none.

    A line is whole if one found line lies over it, over no other, and ends where it does.
    """
    height, width = page.pixels.shape[:2]
    true = [FoundLine(corners) for corners in page.lines]
    over = [[_lies_over(one, other) for other in true] for one in found]
    unsure = [FoundLine(corners) for corners in page.unsure]
    false = sum(
        not any(row) and not any(_lies_over(one, other) for other in unsure)
        for one, row in zip(found, over, strict=True)
    )
    lines = whole = turned = 0
    for at, line in enumerate(true):
        if ((line.corners < 0) | (line.corners > (width, height))).any():
            continue
        lines += 1
        own = [number for number, row in enumerate(over) if row[at]]
        if len(own) != 1 or sum(over[own[0]]) != 1:
            continue
        one = found[own[0]]
        straight, opposite = _is_whole(one, line), _is_whole(one.turned(), line)
        whole += straight
        turned += opposite and not straight
    return lines, whole, turned, false


def _lies_over(one: FoundLine, other: FoundLine) -> bool:
    """Whether the middle of one line and that of the other have a part in common."""
    steps = np.linspace(0.05, 0.95, 15)[:, None]
    middle = (one.corners[0] + one.corners[3]) / 2 + steps * (one.direction * one.length)
    return bool(_inside(middle, other, 0.3).mean() > 0.1)


def _inside(places: NDArray[np.float64], line: FoundLine, share: float) -> NDArray[np.bool_]:
    away = places - line.middle
    along = line.direction
    down = np.array([-along[1], along[0]])
    return np.asarray(
        (np.abs(away @ along) <= line.length / 2) & (np.abs(away @ down) <= share * line.height)
    )


def _is_whole(one: FoundLine, line: FoundLine) -> bool:
    along = line.direction
    down = np.array([-along[1], along[0]])
    ends = np.abs((one.corners - line.corners) @ along)
    away = abs(float((one.middle - line.middle) @ down))
    times = max(one.height, line.height) / max(min(one.height, line.height), 1e-9)
    near = bool((ends <= _END * line.height + 3).all() and away <= _MIDDLE * line.height + 1)
    return near and bool(times <= _HEIGHT and one.direction @ along > _ALIKE)

"""Finds the lines of a picture with the graph of the page network."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.opened_picture import Picture
from digitrec.recognition.picture.pages.found_line import FoundLine
from digitrec.recognition.picture.pages.page_features import (
    BLOCK,
    CELL_OUTPUTS,
    MULTIPLE,
    as_cells,
    page_features,
    reduced,
)
from digitrec.recognition.picture.pages.page_lines import page_lines
from digitrec.recognition.picture.pages.reading_order import in_reading_order
from digitrec.recognition.sealed.sized_graph import SizedGraph

LONGEST = 768
"""Pixels of a page's longest side, as the network sees it at first."""

_COARSER = 3  # times: how much smaller the page is each time that the network sees it again
_SHORTEST = 32  # pixels of the longest side that are worth another look
_HIGHEST, _LOWEST = 45.0, 12.0  # pixels: lines are taken from the look in which they are between
_TRIAL = 64  # pixels: sides of the page that a graph is tried with
_SURE = 0.6  # mean probability of a line's cells below which it is dirt or a rule
_NARROW, _SURE_PIECE = 0.5, 0.7  # heights; and the same for what is narrower
_OVERLAP = 0.4  # of the smaller line, with another one that is surer: they are the same


Run = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Gives the outputs (h / 4, w / 4, 7) for a page (h, w, 3) of `page_features`."""


class LineFinder:
    """A LiteRT graph of the page network. Safe to call from several threads.

    Args:
        graph: content of its file.

    Raises:
        ValueError, RuntimeError, IndexError, KeyError: if the graph can't be run, or is none of a
            page network.
    """

    def __init__(self, graph: bytes) -> None:
        ramp = np.linspace(-1, 1, _TRIAL * _TRIAL * 3, dtype=np.float32)
        blocks = _TRIAL // MULTIPLE
        self._graph = SizedGraph(
            graph, ramp.reshape(_TRIAL, _TRIAL, 3), (blocks, blocks, BLOCK**2 * CELL_OUTPUTS)
        )

    def find_lines(self, picture: Picture) -> list[FoundLine]:
        """The lines of numbers in a picture, as `lines_on` gives them.

        Args:
            picture: to find them in.

        Returns:
            Their corners are in pixels of the picture as it was opened.
        """
        return [
            dataclasses.replace(line, corners=line.corners * picture.scale)
            for line in lines_on(picture.pixels, self.run)
        ]

    def run(self, page: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's outputs (h / 4, w / 4, 7) for a page (h, w, 3) of `page_features`."""
        return as_cells(self._graph.run(page))


def lines_on(pixels: NDArray[np.uint8], run: Run) -> list[FoundLine]:
    """The lines of numbers in a picture, in reading order; none if there is nothing to read.

    The network sees the page reduced to 768 pixels, to a third of that, and so on: small lines show
    in the first, and large ones are as large in a later one as it knows them.

    Args:
        pixels: (h, w, 3), red, green and blue; or (h, w), grey.
        run: the network.

    Raises:
        ValueError: if the picture has no pixels.
    """
    if not pixels.size:
        raise ValueError("a picture without pixels")
    sides = [min(LONGEST, max(pixels.shape[:2]))]
    while sides[-1] // _COARSER >= _SHORTEST:
        sides.append(sides[-1] // _COARSER)
    found = []
    page = pixels
    for side in sides:
        page = reduced(page, side)
        scale = np.array(pixels.shape[1::-1]) / np.array(page.shape[1::-1])
        for line in page_lines(run(page_features(page))):
            large_enough = line.height >= _LOWEST or side == sides[0]
            if _is_sure(line) and large_enough and (line.height <= _HIGHEST or side == sides[-1]):
                found.append(dataclasses.replace(line, corners=line.corners * scale))
    return in_reading_order(_distinct(found))


def _is_sure(line: FoundLine) -> bool:
    return line.score >= (_SURE_PIECE if line.length < _NARROW * line.height else _SURE)


def _distinct(lines: list[FoundLine]) -> list[FoundLine]:
    """The lines without those that another look at the page saw too, and was surer of.

    Pieces narrower than a digit give way to the line that they are of, however sure they are.
    """
    kept: list[FoundLine] = []
    boxes: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
    for line in sorted(lines, key=lambda line: -line.score * min(line.length / line.height, 1.0)):
        low, high = line.corners.min(axis=0), line.corners.max(axis=0)
        if boxes:
            lows, highs = (np.array(side) for side in zip(*boxes, strict=True))
            common = np.clip(np.minimum(highs, high) - np.maximum(lows, low), 0, None).prod(axis=1)
            least = np.minimum((highs - lows).prod(axis=1), float((high - low).prod()))
            near = np.flatnonzero(common > _OVERLAP * np.maximum(least, 1e-9))
            if any(_same(line, kept[at]) for at in near):
                continue
        kept.append(line)
        boxes.append((low, high))
    return kept


def _same(one: FoundLine, other: FoundLine) -> bool:
    """Whether two lines, whose boxes overlap, do so themselves: those of slanted pages may not."""
    short, long = sorted((one, other), key=lambda line: line.length)
    along = long.direction
    down = np.array([-along[1], along[0]])
    away = short.middle - long.middle
    across = abs(float(away @ down))
    return across < 0.5 * max(one.height, other.height) and (
        abs(float(away @ along)) < 0.5 * (long.length + 0.3 * short.length)
    )

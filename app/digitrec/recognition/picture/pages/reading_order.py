"""Reading order: which lines of a page stand in one row, and in which order they are read."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from digitrec.recognition.picture.pages.found_line import FoundLine

_LEVEL = 0.5  # heights of the lower one, from a line's middle to the level of another in its row
_ALIKE = 0.85  # cosine between the directions of lines in one row


def in_reading_order(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """The lines row by row, each with its row and its cell.

    A line that runs against most of the page is turned. Rows follow the direction in which most of
    the page is read, and each line's own: the rows of a slanted page are slanted.
    """
    if not lines:
        return []
    lines = _in_one_direction(lines)
    along = np.array([line.direction for line in lines])
    down = np.stack([-along[:, 1], along[:, 0]], axis=1)
    middle = np.array([line.middle for line in lines])
    height = np.array([line.height for line in lines])
    page = np.array([line.length for line in lines]) @ along
    if np.hypot(*page) < 1e-9:
        page = along[0]
    page = page / np.hypot(*page)
    away = middle[None] - middle[:, None]
    level = np.abs((away * down[:, None]).sum(axis=-1))
    level = np.maximum(level, level.T) / np.minimum(height[:, None], height[None])
    same = (level < _LEVEL) & (along @ along.T > _ALIKE)
    depth = middle @ np.array([-page[1], page[0]])
    rows: list[list[int]] = []
    row_of: dict[int, int] = {}
    for at in np.argsort(depth, kind="stable").tolist():
        near = [other for other in row_of if same[at, other]]
        if near:  # the row of the line next to it, as a long row may not be straight
            number = row_of[min(near, key=lambda other: abs(float(away[other, at] @ page)))]
            rows[number].append(at)
        else:
            number = len(rows)
            rows.append([at])
        row_of[at] = number
    rows.sort(key=lambda row: float(np.mean(depth[row])))
    return [
        dataclasses.replace(lines[at], row=number, cell=cell)
        for number, row in enumerate(rows)
        for cell, at in enumerate(sorted(row, key=lambda at: float(middle[at] @ page)))
    ]


def _in_one_direction(lines: Sequence[FoundLine]) -> list[FoundLine]:
    """The lines, those turned that run against most of the page: long and sure ones count more."""
    sure = np.array([line.length * (2 * line.upright - 1) for line in lines])
    page = sure @ np.array([line.direction for line in lines])
    page = page / max(float(np.hypot(*page)), 1e-9)
    return [line.turned() if line.direction @ page < -_ALIKE else line for line in lines]

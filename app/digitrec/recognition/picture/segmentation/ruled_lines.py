"""Ruled lines: finds the lines of ruled and squared paper and removes them from the ink.

A ruled line is thin and straight, from one side of the picture to the other. Lines are found by
their slope and their height in the middle, as by a Hough transform (Duda, Hart 1972, "Use of the
Hough Transformation to Detect Lines and Curves in Pictures"), for slopes near the horizontal only.
Each is then followed across the picture, as paper is rarely photographed quite flat.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.picture.segmentation.connected_components import Mask
from digitrec.recognition.raster import Raster

Array = NDArray[np.float64]

STEEPEST = 0.12
"""Slope of a ruled line, dy/dx: about 7°."""

_COVERED = 0.55  # least share of its length where a ruled line shows
_AT_ENDS = 0.35  # the same in its first and in its last sixth
_BLOCKS = 48  # pieces of a line
_SLOPE_SPREAD = 0.02  # by which a line may differ from the others
_SMALLEST = 48  # pixels of a side; smaller pictures show no ruled lines
_RISE = 0.03  # of the coverage, from one row to the next, that begins another line
_THICKEST = 25  # lines of the greatest thickness would fill the shorter side
_BARS = 20  # a line thicker than this part of its length is the bar of a digit
_MAX_LINES = 100  # in one direction; between more there is no space to write
_FAINT = 0.65  # of the ink's strength: fainter lines are separated from ink by that alone


class RuledLine(NamedTuple):
    """A line of the paper.

    Attributes:
        middle: its height in each column, in pixels.
        thickness: in pixels.
    """

    middle: Array
    thickness: int


def remove_ruled_lines(ink: Raster) -> Raster:
    """The ink without ruled lines; the digits that cross them stay complete.

    Args:
        ink: shape (h, w), white on black; the paper is entirely black.
    """
    for transposed in (False, True):
        view = ink.T if transposed else ink
        lines = find_ruled_lines(view > 0)
        if lines:
            cleared = _without(view, lines)
            ink = cleared.T if transposed else cleared
    return ink


def find_ruled_lines(mask: Mask) -> list[RuledLine]:
    """The ruled lines of a mask that run from left to right."""
    height, width = mask.shape
    if min(height, width) < _SMALLEST:
        return []
    edges = np.linspace(0, width, _BLOCKS + 1).astype(int)
    wide = np.diff(edges).astype(np.float32)
    cover = (np.add.reduceat(mask, edges[:-1], axis=1, dtype=np.float32) / wide).astype(np.float32)
    thin: Raster = np.zeros_like(cover)
    thin[1:-1] = cover[:-2] + cover[1:-1] + cover[2:]
    thin = np.minimum(thin, 1, dtype=np.float32)
    x = ((edges[:-1] + edges[1:]) / 2 - width / 2).astype(np.float64)
    step = 3.0 / width
    slopes = np.arange(-STEEPEST, STEEPEST + step, step)
    profiles = np.stack([_profile(thin, slope * x) for slope in slopes])
    usual = int((np.maximum(profiles - 0.3, 0) ** 2).sum(axis=1).argmax())
    spread = max(1, round(_SLOPE_SPREAD / step))
    near = slice(max(usual - spread, 0), usual + spread + 1)
    profiles, slopes = profiles[near], slopes[near]
    found = []
    for which, at, reach in _peaks(profiles):
        line = _follow(mask, thin, at + float(slopes[which]) * x, x, reach)
        if line is not None:
            found.append(line)
    return found


def _profile(thin: Raster, offsets: Array) -> Raster:
    """For all lines of one slope, the share that is ink, by their height in the middle."""
    height, blocks = thin.shape
    rows = np.arange(height)[:, None] + np.rint(offsets).astype(int)
    inside = (rows >= 0) & (rows < height)
    values = np.where(inside, thin[np.clip(rows, 0, height - 1), np.arange(blocks)], 0)
    count = np.maximum(inside.sum(axis=1), blocks / 2)
    profile: Raster = (values.sum(axis=1) / count).astype(np.float32)
    return profile


def _peaks(profiles: Raster) -> list[tuple[int, int, int]]:
    """Slopes and heights of maxima that may be lines, and how far each reaches up and down."""
    found: list[tuple[int, int, int]] = []
    left = profiles.copy()
    while True:
        which, at = np.unravel_index(int(left.argmax()), left.shape)
        peak = left[which, at]
        if peak < _COVERED or len(found) == _MAX_LINES:
            return found
        own = left[which]
        low = high = int(at)
        while low > 0 and peak / 2 < own[low - 1] < own[low] + _RISE:
            low -= 1
        while high < len(own) - 1 and peak / 2 < own[high + 1] < own[high] + _RISE:
            high += 1
        found.append((int(which), (low + high) // 2, (high - low) // 2 + 2))
        left[:, max(low - 1, 0) : high + 2] = 0


def _follow(mask: Mask, thin: Raster, guess: Array, x: Array, reach: int) -> RuledLine | None:
    """The ruled line near a guess; None if there isn't one after all."""
    height, width = mask.shape
    rows = np.rint(guess).astype(int)[None] + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < height)
    near = np.where(inside, thin[np.clip(rows, 0, height - 1), np.arange(len(x))], 0)
    cover = near.max(axis=0)
    there = inside.any(axis=0)
    sixth = len(x) // 6
    for part, least in ((slice(None), _COVERED), (slice(sixth), _AT_ENDS),
                        (slice(-sixth, None), _AT_ENDS)):  # fmt: skip
        if there[part].any() and cover[part][there[part]].mean() < least:
            return None
    weights = near**2
    heights = (weights * rows).sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9)
    certain = (cover > 0.6) & there
    if certain.sum() < len(x) // 3:
        return None
    middle = _smooth_line(x[certain], heights[certain], np.arange(width) + 0.5 - width / 2)
    limit = max(8, min(mask.shape) // _THICKEST)
    limit = min(limit, max(4, width // _BARS))
    thickness = _thickness(mask, middle, limit + 2)
    return RuledLine(middle, thickness) if thickness <= limit else None


def _smooth_line(x: Array, y: Array, at: Array) -> Array:
    """A parabola through most of the points, at other places."""
    scale = float(np.abs(at).max())
    powers = np.stack([np.ones_like(x), x / scale, (x / scale) ** 2], axis=1)
    kept = np.ones(len(x), bool)
    for _ in range(3):
        found = np.linalg.lstsq(powers[kept], y[kept], rcond=None)[0]
        off = np.abs(powers @ found - y)
        kept = off <= max(1.0, 2 * float(np.sort(off)[len(off) // 2]))
    return np.asarray(found[0] + found[1] * at / scale + found[2] * (at / scale) ** 2)


def _thickness(mask: Mask, middle: Array, reach: int) -> int:
    """The usual length of the vertical runs of ink through a line."""
    up, down = _runs_through(mask, middle, reach)
    lengths = up + down
    lengths = np.sort(lengths[lengths > 0])
    return int(lengths[len(lengths) // 2]) if len(lengths) else 1


def _runs_through(mask: Mask, middle: Array, reach: int) -> tuple[NDArray[np.int64], ...]:
    """The length of the unbroken ink up and down from a line, in each column."""
    height, width = mask.shape
    columns = np.arange(width)
    rows = np.rint(middle).astype(int)
    # If the line itself is a pixel off its guess, begin there.
    best = np.zeros(width, int)
    hit = np.zeros(width, bool)
    for off in (0, -1, 1):
        at = rows + off
        ink = (at >= 0) & (at < height) & mask[np.clip(at, 0, height - 1), columns] & ~hit
        best[ink], hit = off, hit | ink
    rows = rows + best
    found = []
    for direction in (-1, 1):
        on = hit.copy()
        length = np.zeros(width, np.int64)
        for far in range(direction == 1, reach + 1):
            at = rows + direction * far
            on &= (at >= 0) & (at < height)
            on &= mask[np.clip(at, 0, height - 1), columns]
            length += on
        found.append(length)
    return found[0], found[1]


def _without(ink: Raster, lines: list[RuledLine]) -> Raster:
    """The ink without some ruled lines."""
    height, width = ink.shape
    mask = ink > 0
    bands = []
    under = np.zeros_like(mask)
    columns = np.arange(width)
    for line in lines:
        half = line.thickness / 2 + 1.5
        far = math.ceil(half)
        rows = np.rint(line.middle).astype(int)[None] + np.arange(-far, far + 1)[:, None]
        inside = (rows >= 0) & (rows < height)
        rows = np.clip(rows, 0, height - 1)
        bands.append((line, rows, inside))
        under[rows, columns[None]] |= inside
    others = ink[mask & ~under]
    strength = float(np.quantile(others, 0.9)) if len(others) > height // 4 else 0.0
    cleared = ink.copy()
    for line, rows, inside in bands:
        on = ink[np.clip(np.rint(line.middle).astype(int), 0, height - 1), columns]
        level = float(np.quantile(on, 0.5))
        values = ink[rows, columns[None]]
        if level < _FAINT * strength:
            gone = values < (level + strength) / 2
        else:
            up, down = _runs_through(mask, line.middle, line.thickness + 4)
            gone = np.broadcast_to(up + down <= line.thickness + 2, rows.shape)
        gone = gone & inside
        cleared[rows[gone], np.broadcast_to(columns, rows.shape)[gone]] = 0
    return cleared

"""Features of strokes that may be a mark: `.` `,` `-` `/` `:`. Knows no network.

A mark is known by its form, and by its size and place among the digits beside it. These are judged
by the tall strokes on its left and right, as which strokes make a digit isn't known yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from digitrec.recognition.segmentation.stroke_measures import FAR, Array, distances, extents

FEATURES = (
    "log_width", "log_height", "middle", "top", "bottom", "chord", "fall", "rise", "bow",
    "straightness", "left_gap", "right_gap", "no_left", "no_right", "overlap", "distance",
    "twins", "small_beside", "is_pair", "pair_gap", "pair_shift", "pair_log_ratio",
    "relative_height", "slant", "known_slant", "tall_left", "tall_right",
)  # fmt: skip
"""The names of the columns that `describe` gives."""

Group = tuple[int, ...]

_SMALL = 0.4
"""Longest side of a point or a comma, in heights of the tallest stroke."""

_STRAIGHT = 0.8
"""Least ratio of chord to length of a larger stroke that may be a dash or a slash."""

_TALL = 0.45  # of the tallest stroke: what belongs to a digit, and not to a mark
_STACKED = 0.35  # how far apart the middles of a colon's dots may be, in the same unit
_LEAST_CHORD = 0.1  # heights; a shorter stroke has no direction
_UPRIGHT = 0.93, 1.0  # least straightness and greatest slant of a stroke that shows the slant
_ASIDE, _TWIN_GAP = 0.1, 0.7  # of the same: how far a twin is beside, above or below at most
_ALIKE = 0.9  # greatest difference between the logarithms of the sides of twins
_POINTS = 12  # of a stroke, at equal distances
_LEAST = 0.02  # keeps logarithms finite


class Described(NamedTuple):
    """Groups of one or two strokes that may be a mark, and their features.

    Attributes:
        groups: indices of their strokes, rising.
        features: shape (groups, features).
    """

    groups: list[Group]
    features: Array


class _Form(NamedTuple):
    """The form of a stroke; lengths in the drawing's own units.

    Attributes:
        across: from its upper to its lower end, to the right.
        down: the same, downwards; not negative.
        bow: how far it bends from the line between its ends, to either side.
        straightness: ratio of that line to its length.
    """

    across: float
    down: float
    bow: float
    straightness: float

    @property
    def chord(self) -> float:
        return math.hypot(self.across, self.down)

    @property
    def slant(self) -> float:
        return math.atan2(self.across, self.down)


def describe(lines: Sequence[Array], apart: Sequence[Sequence[float]] | None = None) -> Described:
    """The strokes of one line of writing that may be marks.

    Those are single strokes that are small or straight, and two small ones above each other. They
    have a tall stroke on their left or right: without digits beside it nothing is a mark.

    Args:
        lines: points of each stroke, (n, 2).
        apart: what `distances` gives for them, if it is known already.
    """
    page = _Page(lines, apart)
    rows = list(page.rows()) if len(lines) > 1 and page.height > 0 else []
    features = np.array([row for _, row in rows], np.float64).reshape(-1, len(FEATURES))
    return Described([group for group, _ in rows], features)


class _Page:
    """The strokes of a line of writing, as lists: quicker for one number than an array."""

    def __init__(self, lines: Sequence[Array], apart: Sequence[Sequence[float]] | None) -> None:
        self._lines = lines
        self._apart = apart
        low, high = extents(lines)
        (self._left, self._top), (self._right, self._bottom) = low.T.tolist(), high.T.tolist()
        self._middle = ((low[:, 0] + high[:, 0]) / 2).tolist()
        self._tall_side = (high - low)[:, 1].tolist()
        self._side = (high - low).max(axis=1).tolist()
        self.height = max(*self._tall_side, max(self._side) / 2)
        self._tall = [at for at, tall in enumerate(self._tall_side) if tall >= _TALL * self.height]
        self._flat = [at for at in range(len(lines)) if at not in set(self._tall)]
        self._small = [at for at, side in enumerate(self._side) if side < _SMALL * self.height]
        self._forms: dict[int, _Form] = {}

    def rows(self) -> Iterator[tuple[Group, list[float]]]:
        """The groups that may be marks, each with its features."""
        small = set(self._small)
        for at, line in enumerate(self._lines):
            if at in small or _straightness(line) >= _STRAIGHT:
                yield from self._row((at,))
        for place, one in enumerate(self._small):
            for other in self._small[place + 1 :]:
                apart = abs(self._middle[one] - self._middle[other])
                if apart < _STACKED * self.height and self._below(one, other) > 0:
                    yield from self._row((one, other))

    def _row(self, group: Group) -> Iterator[tuple[Group, list[float]]]:
        left, right = min(self._left[at] for at in group), max(self._right[at] for at in group)
        top, bottom = min(self._top[at] for at in group), max(self._bottom[at] for at in group)
        middle = (left + right) / 2
        before = [at for at in self._tall if self._middle[at] <= middle and at not in group]
        after = [at for at in self._tall if self._middle[at] > middle and at not in group]
        if not before and not after:
            return
        nearest = [max(before, key=self._middle.__getitem__)] if before else []
        nearest += [min(after, key=self._middle.__getitem__)] if after else []
        height = sum(self._tall_side[at] for at in nearest) / len(nearest)
        base = sum(self._bottom[at] for at in nearest) / len(nearest)
        ceiling = sum(self._top[at] for at in nearest) / len(nearest)
        form = self._form(group[0])
        slanted = form.chord > _LEAST_CHORD * height
        slants = self._slants(group) if slanted and len(group) == 1 else []
        shared = max(
            min(right, self._right[at]) - max(left, self._left[at]) for at in (*before, *after)
        )
        others = [at for at in self._small if at not in group]
        beside = [
            max(left - self._right[at], self._left[at] - right) / self.height for at in others
        ]
        row = [
            math.log((right - left) / height + _LEAST),
            math.log((bottom - top) / height + _LEAST),
            _clip(((top + bottom) / 2 - base) / height, 2),
            _clip((top - ceiling) / height, 2),
            _clip((bottom - base) / height, 2),
            _clip(form.chord / height, 3),
            form.down / max(_LEAST_CHORD * height, form.chord),
            form.across / max(_LEAST_CHORD * height, form.chord),
            _clip(form.bow / height, 1),
            form.straightness if slanted else 0.5,
            _clip((left - max(self._right[at] for at in before)) / height, 1.5) if before else 1.5,
            _clip((min(self._left[at] for at in after) - right) / height, 1.5) if after else 1.5,
            float(not before),
            float(not after),
            min(max(shared / max(right - left, _LEAST * height), 0.0), 1.0),
            self._distance(group) * self.height / height,
            min(self._twins(group), 3),
            min(sum(gap < 0.5 for gap in beside), 4),
            float(len(group) > 1),
            *(self._pair(group, height) if len(group) > 1 else (0.0, 0.0, 0.0)),
            height / self.height,
            form.slant - sum(slants) / len(slants) if slants else 0.0,
            float(bool(slants)),
            min(len(before), 3) / 3,
            min(len(after), 3) / 3,
        ]
        yield group, row

    def _pair(self, group: Group, height: float) -> tuple[float, float, float]:
        """How far apart the dots of a colon are, how far aside, and how much they differ."""
        one, other = group
        least = _LEAST * height
        return (
            _clip(self._below(one, other) / height, 1),
            _clip(abs(self._middle[one] - self._middle[other]) / height, 1),
            abs(math.log((self._side[one] + least) / (self._side[other] + least))),
        )

    def _twins(self, group: Group) -> int:
        """How many strokes of like size are above or below it, as in a colon or an equals sign."""
        left, right = min(self._left[at] for at in group), max(self._right[at] for at in group)
        side, least = max(self._side[at] for at in group), _LEAST * self.height
        return sum(
            max(left - self._right[at], self._left[at] - right) < _ASIDE * self.height
            and all(0 < self._below(at, own) < _TWIN_GAP * self.height for own in group)
            and abs(math.log((self._side[at] + least) / (side + least))) < _ALIKE
            for at in self._flat
            if at not in group
        )

    def _below(self, one: int, other: int) -> float:
        """The gap between two strokes above each other."""
        down = self._top[one] - self._bottom[other], self._top[other] - self._bottom[one]
        return float(max(down))

    def _slants(self, group: Group) -> list[float]:
        """The slants of the other strokes that are upright."""
        least, most = _UPRIGHT
        forms = [self._form(at) for at in self._tall if at not in group]
        return [
            form.slant for form in forms if form.straightness >= least and abs(form.slant) < most
        ]

    def _form(self, at: int) -> _Form:
        form = self._forms.get(at)
        if form is None:
            form = self._forms[at] = _form(self._lines[at])
        return form

    def _distance(self, group: Group) -> float:
        """The least distance from a stroke that is not in the group, in heights of the drawing."""
        if self._apart is None:
            self._apart = distances(self._lines, by_boxes=False)
        return min(
            (
                far
                for at in group
                for other, far in enumerate(self._apart[at])
                if other not in group
            ),
            default=FAR,
        )


def _straightness(line: Array) -> float:
    """The ratio of the distance between a stroke's ends to its length."""
    steps = line[1:] - line[:-1]
    length = float(np.sqrt((steps * steps).sum(axis=1)).sum())
    return math.dist(line[0], line[-1]) / max(length, 1e-300)


def _form(line: Array) -> _Form:
    if len(line) < 2:
        return _Form(0.0, 0.0, 0.0, 1.0)
    steps = line[1:] - line[:-1]
    run = np.zeros(len(line))
    np.cumsum(np.hypot(steps[:, 0], steps[:, 1]), out=run[1:])
    at = np.arange(_POINTS) * (float(run[-1]) / (_POINTS - 1))
    xs, ys = np.interp(at, run, line[:, 0]), np.interp(at, run, line[:, 1])
    if ys[-1] < ys[0]:  # either end may be first
        xs, ys = xs[::-1], ys[::-1]
    xs, ys = xs - xs[0], ys - ys[0]
    across, down = float(xs[-1]), float(ys[-1])
    chord = math.hypot(across, down)
    off = (xs * down - ys * across) / max(chord, 1e-300)
    length = float(np.hypot(xs[1:] - xs[:-1], ys[1:] - ys[:-1]).sum())
    bow = float(off[np.abs(off).argmax()])
    return _Form(across, down, bow, chord / max(length, 1e-300))


def _clip(value: float, most: float) -> float:
    return min(max(value, -most), most)

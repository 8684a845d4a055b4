"""UNIPEN, the format of many collections of handwriting.

Source: Guyon et al. 1994, "UNIPEN project of on-line data exchange and recognizer benchmarks", and
the definition of version 1.0. Of its keywords those are read that say where the pen was and which
strokes belong together. Y goes upwards there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digitrec.recognition.ink import Ink, InkError

_RANGE = re.compile(r"(\d+)(?::\d+)?(?:-(\d+)(?::\d+)?)?")
_WORD = re.compile(r'"[^"]*"|\S+')
_MM = 25.4

Points = list[list[float]]


class _Segment(NamedTuple):
    """Strokes that belong together.

    Attributes:
        kind: of the segment, such as DIGIT or WORD.
        parts: the numbers of its components in the file; None if they follow it.
        label: what it shows.
        start: number of the first component after it.
    """

    kind: str
    parts: tuple[int, ...] | None
    label: str | None
    start: int


def read_unipen(text: str) -> Iterator[Ink | InkError]:
    """The drawings in a UNIPEN text: its segments of the commonest kind, or else all of it."""
    file = _File()
    try:
        for number, line in enumerate(text.splitlines(), 1):
            try:
                file.take(line)
            except (ValueError, IndexError):
                raise InkError(f"line {number} is not UNIPEN: {line.strip()[:40]!r}") from None
        drawings = list(file.drawings())
    except InkError as error:
        yield error
        return
    for strokes, label in drawings:
        try:
            yield Ink.from_dict({"strokes": strokes, "label": label})
        except InkError as error:
            yield error


class _File:
    """What a UNIPEN text has said so far."""

    def __init__(self) -> None:
        self._axes = 0, 1
        self._per_inch = {"X": 1.0, "Y": 1.0}
        self._components: list[tuple[bool, Points]] = []  # whether the pen is down, and where
        self._segments: list[_Segment] = []

    def take(self, line: str) -> None:
        """Takes a line; raises ValueError or IndexError if it has another format."""
        words = _WORD.findall(line)
        match words:
            case [".COORD", *names]:
                self._axes = names.index("X"), names.index("Y")
            case [".PEN_DOWN" | ".PEN_UP" as keyword, *rest]:
                self._components.append((keyword == ".PEN_DOWN", []))
                if rest:
                    self._add_point(rest)
            case [".SEGMENT", kind, *rest]:
                self._add_segment(kind, rest)
            case [".X_POINTS_PER_INCH" | ".Y_POINTS_PER_INCH" as keyword, number]:
                self._per_inch[keyword[1]] = float(number)
            case [".X_POINTS_PER_MM" | ".Y_POINTS_PER_MM" as keyword, number]:
                self._per_inch[keyword[1]] = float(number) * _MM
            case [first, *_] if not first.startswith(".") and self._components:
                if first[0].isdigit() or first[0] in "+-":
                    self._add_point(words)

    def drawings(self) -> Iterator[tuple[list[Points], str | None]]:
        """The strokes of each drawing, and its label."""
        kinds = Counter(segment.kind for segment in self._segments)
        if not kinds:
            if self._components:
                yield self._strokes(range(len(self._components))), None
            return
        (kind, _), *_ = kinds.most_common(1)
        segments = [segment for segment in self._segments if segment.kind == kind]
        ends = [*(segment.start for segment in segments[1:]), len(self._components)]
        # A component is what has points; a pen that is lifted is one too if the tablet goes on.
        counted = [at for at, (down, points) in enumerate(self._components) if down or points]
        for segment, end in zip(segments, ends, strict=True):
            if segment.parts is None:
                chosen: Sequence[int] = range(segment.start, end)
            else:
                chosen = [counted[part] for part in segment.parts if part < len(counted)]
            yield self._strokes(chosen), segment.label

    def _strokes(self, chosen: Sequence[int]) -> list[Points]:
        x, y = self._per_inch["X"], self._per_inch["Y"]
        by = -x / y if x > 0 < y else -1.0
        return [
            [[across, up * by] for across, up in points]
            for down, points in (self._components[at] for at in chosen)
            if down and points
        ]

    def _add_point(self, words: Sequence[str]) -> None:
        points = self._components[-1][1]
        points.append([float(words[axis]) for axis in self._axes])

    def _add_segment(self, kind: str, words: Sequence[str]) -> None:
        quoted = [word[1:-1] for word in words if word[0] == '"']
        parts = _numbers(words[0]) if words and _RANGE.match(words[0]) else None
        label = quoted[-1] if quoted else None
        self._segments.append(_Segment(kind, parts, label, len(self._components)))


def _numbers(words: str) -> tuple[int, ...]:
    """The components in a list such as `0-2,4`; where it names points, their components."""
    numbers: list[int] = []
    for first, last in _RANGE.findall(words):
        end = int(last or first)
        if end > 1_000_000:
            raise ValueError
        numbers += range(int(first), end + 1)
    return tuple(numbers)

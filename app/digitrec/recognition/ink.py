"""Ink: a drawing as its strokes, and the JSON line that carries one."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass, replace
from typing import Any

Point = tuple[float, float]
Stroke = tuple[Point, ...]
Box = tuple[float, float, float, float]

MAX_POINTS = 100_000
"""In one drawing. A handwritten digit has 20 to 200; this bounds time and memory."""

MAX_STROKES = 5_000
"""In one drawing. A page of two thousand digits has fewer; each takes about half a millisecond."""

_MAX_COORDINATE = 1e100  # beyond any unit; squares and sums stay finite


class InkError(ValueError):
    """The input is not ink. The message says which part and why."""


@dataclass(frozen=True, slots=True)
class Ink:
    """One drawing: strokes in the order they were drawn, x to the right, y downwards, any unit."""

    strokes: tuple[Stroke, ...] = ()
    id: str | int | None = None
    label: str | None = None

    @property
    def box(self) -> Box | None:
        """Smallest box (x0, y0, x1, y1) around all points, or None for an empty drawing."""
        if not any(self.strokes):
            return None
        xs, ys = zip(*itertools.chain.from_iterable(self.strokes), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def pick(self, indices: tuple[int, ...]) -> Ink:
        """The same drawing with only the strokes at `indices`."""
        return replace(self, strokes=tuple(self.strokes[i] for i in indices))

    def to_dict(self) -> dict[str, Any]:
        """The drawing as the object of an ink line; `id` and `label` only if they are known."""
        line: dict[str, Any] = {} if self.id is None else {"id": self.id}
        line["strokes"] = [[[x, y] for x, y in stroke] for stroke in self.strokes]
        if self.label is not None:
            line["label"] = self.label
        return line

    @classmethod
    def from_dict(cls, line: object) -> Ink:
        """Checks the object of an ink line and gives its drawing.

        Raises:
            InkError: if it is not `{"strokes": [[[x, y], …], …]}` of finite numbers. A point may
                hold more than x and y, such as time and pressure, or be `{"x": …, "y": …}`.
        """
        if not isinstance(line, dict):
            raise InkError(f"an ink line is an object, not {_kind(line)}")
        if "strokes" not in line:
            raise InkError('"strokes" is missing')
        name = line.get("id")
        if name is not None and (isinstance(name, bool) or not isinstance(name, str | int)):
            raise InkError(f'"id" is a text, not {_kind(name)}')
        label = line.get("label")
        if isinstance(label, int) and not isinstance(label, bool):
            label = str(label)
        if label is not None and not isinstance(label, str):
            raise InkError(f'"label" is a text, not {_kind(label)}')
        return cls(_strokes(line["strokes"]), name, label)

    @classmethod
    def from_json(cls, line: str | bytes) -> Ink:
        """Reads one ink line.

        Raises:
            InkError: if the line is not JSON, or not ink.
        """
        return cls.from_dict(parse_json(line))

    def to_json(self) -> str:
        """The drawing as one ink line, without the line break."""
        return json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))


def parse_json(text: str | bytes) -> Any:
    """The value of a JSON text.

    Raises:
        InkError: if it is none, or can't be one of ink.
    """
    try:
        return json.loads(text)
    except UnicodeDecodeError as error:
        raise InkError(f"not UTF-8 text: {error.reason} at byte {error.start}") from None
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise InkError(f"not JSON: {error.msg} at {line}column {error.colno}") from None
    except RecursionError:
        raise InkError("not ink: nested too deeply") from None
    except ValueError:  # Python refuses to convert whole numbers of over 4,300 digits
        raise InkError("not ink: a number with thousands of digits") from None


def _strokes(value: object) -> tuple[Stroke, ...]:
    if not isinstance(value, list):
        raise InkError(f'"strokes" is a list of strokes, not {_kind(value)}')
    if len(value) > MAX_STROKES:
        raise InkError(f"more than {MAX_STROKES:,} strokes in one drawing")
    strokes = []
    points = 0
    for number, stroke in enumerate(value, 1):
        if not isinstance(stroke, list):
            raise InkError(f"stroke {number} is a list of points, not {_kind(stroke)}")
        points += len(stroke)
        if points > MAX_POINTS:
            raise InkError(f"more than {MAX_POINTS:,} points in one drawing")
        strokes.append(_fast(stroke) or _checked(stroke, number))
    return tuple(stroke for stroke in strokes if stroke)


def _fast(stroke: list[Any]) -> Stroke | None:
    """The points, if all are valid; None if one may be invalid, or if there are none.

    It looks at all points in each call, so that no line of Python runs for a point.
    """
    if set(map(type, stroke)) != {list}:
        return None
    lengths = set(map(len, stroke))
    if len(lengths) != 1 or (length := lengths.pop()) < 2:
        return None
    if length > 2:  # time, pressure, and what else a tablet knows
        stroke = [point[:2] for point in stroke]
    numbers = list(itertools.chain.from_iterable(stroke))
    if not set(map(type, numbers)) <= {int, float}:
        return None
    try:
        numbers = list(map(float, numbers))
    except OverflowError:
        return None
    # A NaN makes the sum a NaN; the least and the greatest may pass it by.
    bounded = -_MAX_COORDINATE <= min(numbers) <= max(numbers) <= _MAX_COORDINATE
    if not bounded or math.isnan(sum(numbers)):
        return None
    pairs = iter(numbers)
    return tuple(zip(pairs, pairs, strict=True))


def _checked(stroke: list[Any], number: int) -> Stroke:
    """The points; raises what is wrong with the first invalid one."""
    return tuple(_point(point, number, at) for at, point in enumerate(stroke, 1))


def _point(value: object, stroke: int, at: int) -> Point:
    where = f"point {at} of stroke {stroke}"
    if isinstance(value, dict) and "x" in value and "y" in value:
        value = [value["x"], value["y"]]
    if not isinstance(value, list) or len(value) < 2:
        raise InkError(f"{where} is a pair [x, y], not {_kind(value)}")
    x, y = value[:2]
    for number in (x, y):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise InkError(f"{where} holds {_kind(number)} where a number belongs")
        if abs(number) > _MAX_COORDINATE or not math.isfinite(number):
            raise InkError(f"{where} holds a number that is not finite or too large")
    return float(x), float(y)


def _kind(value: object) -> str:
    names = {dict: "an object", list: f"a list of {len(value)}" if isinstance(value, list) else "",
             str: "a text", bool: "true or false", type(None): "null", int: "a number",
             float: "a number"}  # fmt: skip
    return names.get(type(value), type(value).__name__)

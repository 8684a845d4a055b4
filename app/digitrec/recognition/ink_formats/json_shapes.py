"""The shapes in which programs write ink as JSON, besides our own ink lines.

- `{"drawing": [[[x, …], [y, …]], …], "word": "seven"}`, coordinates in columns: the lines of
  Quick, Draw! (github.com/googlecreativelab/quickdraw-dataset), there with times as a third column.
- A stroke as `{"points": [{"x": …, "y": …}, …]}`, as signature pads write it, or as
  `{"x": [x, …], "y": [y, …]}`.
- Strokes without anything around them, `[[[x, y], …], …]`, and one stroke `[[x, y], …]`.
- A list of drawings, each in any of these shapes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from digitrec.recognition.ink import Ink, InkError, parse_json

MOST_NUMBERS = 8
"""In a point: x, y, time, pressure, two of tilt, two of rotation. A longer list is a column."""

_DRAWING_KEYS = ("strokes", "drawing")
_WHITE = " \t\r\n"
_DEPTH_OF_STROKES = 3  # strokes of points of numbers


def ink_from_json(text: str | bytes) -> Ink:
    """The drawing in a JSON text of any shape that holds one.

    Raises:
        InkError: if it holds none, or several.
    """
    return ink_of(parse_json(text))


def ink_of(value: Any) -> Ink:
    """The drawing in a JSON value of any shape that holds one.

    Raises:
        InkError: if it holds none, or several.
    """
    if isinstance(value, list) and _depth(value) > 1:
        if _is_list_of_drawings(value):
            raise InkError("a list of drawings, not one")
        return Ink.from_dict({"strokes": _strokes(value)})
    if not isinstance(value, dict):
        return Ink.from_dict(value)
    if "strokes" in value:
        return Ink.from_dict({**value, "strokes": _strokes(value["strokes"])})
    if "drawing" in value:
        strokes = value["drawing"]
        if _could_be_columns(strokes):
            strokes = [_rows(*stroke[:2]) for stroke in strokes]
        name, label = value.get("key_id", value.get("id")), value.get("word", value.get("label"))
        return Ink.from_dict({"id": name, "label": label, "strokes": _strokes(strokes)})
    if _is_stroke(value):
        return Ink.from_dict({**value, "strokes": [_stroke(value)]})
    return Ink.from_dict(value)


def drawings_in(text: str) -> Iterator[Ink | InkError]:
    """The drawings in a JSON document: one, a list, or several values one after another.

    One drawing that is wrong doesn't hide the others; what is not JSON ends the document.
    """
    at = _skip(text, 0)
    if text.startswith("[", at) and text.startswith("{", _skip(text, at + 1)):
        first = _decode(text, _skip(text, at + 1))
        if not isinstance(first, InkError) and _is_drawing(first[0]):
            yield from _drawings(text, at + 1, "]")
            return
    yield from _drawings(text, at, "")


def _drawings(text: str, at: int, end: str) -> Iterator[Ink | InkError]:
    """The drawings of the values from a place on, up to a bracket or to the end of the text."""
    while (at := _skip(text, at, ",")) < len(text):
        if end and text.startswith(end, at):
            return
        decoded = _decode(text, at)
        if isinstance(decoded, InkError):
            yield decoded
            return
        value, at = decoded
        for one in value if _is_list_of_drawings(value) else [value]:
            try:
                yield ink_of(one)
            except InkError as error:
                yield error


def _decode(text: str, at: int) -> tuple[Any, int] | InkError:
    """A value and where it ends, or why there is none."""
    try:
        return json.JSONDecoder().raw_decode(text, at)
    except json.JSONDecodeError as error:
        return InkError(f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}")
    except RecursionError:
        return InkError("not ink: nested too deeply")
    except ValueError:
        return InkError("not ink: a number with thousands of digits")


def _skip(text: str, at: int, also: str = "") -> int:
    while at < len(text) and text[at] in _WHITE + also:
        at += 1
    return at


def _is_drawing(value: Any) -> bool:
    return isinstance(value, dict) and any(key in value for key in _DRAWING_KEYS)


def _is_stroke(value: Any) -> bool:
    """Whether it is a stroke written as an object; a point has numbers for x and y."""
    return isinstance(value, dict) and (
        "points" in value or (isinstance(value.get("x"), list) and isinstance(value.get("y"), list))
    )


def _is_list_of_drawings(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return value == []
    return _is_drawing(value[0]) or _depth(value) > _DEPTH_OF_STROKES


def _depth(value: Any) -> int:
    """How many lists are in each other, by their first elements. An object with x is a point."""
    depth = 0
    while isinstance(value, list) and value:
        value = value[0]
        depth += 1
    if _is_stroke(value):
        return depth + _DEPTH_OF_STROKES - 1
    return depth + isinstance(value, dict)


def _strokes(value: Any) -> Any:
    """The strokes as lists of points, as far as the shape is known; the rest as it is."""
    if not isinstance(value, list) or not value:
        return value
    if _depth(value) == _DEPTH_OF_STROKES - 1 and not _is_stroke(value[0]):
        return [value]  # one stroke
    if _could_be_columns(value) and any(len(stroke[0]) > MOST_NUMBERS for stroke in value):
        return [_rows(*stroke[:2]) for stroke in value]
    return [_stroke(stroke) for stroke in value]


def _stroke(value: Any) -> Any:
    if not _is_stroke(value):
        return value
    return value["points"] if "points" in value else _rows(value["x"], value["y"])


def _could_be_columns(strokes: Any) -> bool:
    """Whether every stroke is two to four lists of the same length: all x, all y, and times."""
    return isinstance(strokes, list) and all(
        isinstance(stroke, list)
        and 2 <= len(stroke) <= 4
        and all(isinstance(column, list) for column in stroke)
        and len(set(map(len, stroke))) == 1
        for stroke in strokes
    )


def _rows(xs: list[Any], ys: list[Any]) -> list[list[Any]]:
    """Points of columns.

    Raises:
        InkError: if the columns differ in length.
    """
    if len(xs) != len(ys):
        raise InkError(f"a stroke has {len(xs)} x and {len(ys)} y")
    return [[x, y] for x, y in zip(xs, ys, strict=True)]

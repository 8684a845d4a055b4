"""What a request to read is answered with. The server's workers and the browser's run this alike.

It imports nothing of the server, and what it needs runs in Pyodide.
"""

from __future__ import annotations

import io
import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.ink import Ink, InkError, parse_json
from digitrec.recognition.ink_formats.json_shapes import ink_from_json
from digitrec.recognition.model import ModelError
from digitrec.recognition.reading import Reading
from digitrec.recognition.recognizer import ReadingError, Recognizer

MAX_DIGITS = 250
"""Digits that a drawing can be asked to have, as on the command line."""

MAX_PAGES = 20
"""Pages of a picture that are read."""

MAX_EXAMPLES = 500
"""Examples of a hand that a drawing can be read with."""

_HANDS = 4  # that are kept, embedded


@dataclass(frozen=True)
class Options:
    """What a request asks for.

    Attributes:
        picture: whether its body is a picture, not ink lines.
        digits: how many digits each drawing has; None to find out.
        details: whether to say what the page needs besides: which strokes belong to which digit.
    """

    picture: bool = False
    digits: int | None = None
    details: bool = False


class Answering:
    """Answers requests with one recogniser. Not safe to call from several threads.

    Args:
        recognizer: that reads.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._hands: OrderedDict[str, Hand] = OrderedDict()

    def answer(self, body: bytes, options: Options) -> str:
        """The answer to a request: JSON lines, one a drawing.

        Args:
            body: ink lines, or the file of a picture.
            options: what is asked for.
        """
        objects = self._pages(body, options) if options.picture else self._drawings(body, options)
        return "".join(json.dumps(one) + "\n" for one in objects)

    def _drawings(self, body: bytes, options: Options) -> Iterator[dict[str, Any]]:
        number = 0
        for number, line in enumerate(filter(bytes.strip, body.split(b"\n")), 1):  # noqa: B007
            head: dict[str, Any] = {"id": None, "source": "ink"}
            try:
                ink = ink_from_json(line)
                head["id"] = ink.id
                yield head | self._drawing(ink, _fields(line, options), options)
            except Exception as error:
                yield head | {"error": _said(error)}
        if not number:
            yield {"id": None, "source": "ink", "error": "contains no drawing"}

    def _drawing(self, ink: Ink, fields: dict[str, Any], options: Options) -> dict[str, Any]:
        """The answer for a drawing.

        Args:
            ink: the drawing.
            fields: what its line may hold besides: "groups", the strokes of each digit as a person
                chose them; "draft", whether it is still growing; "dot", see `Recognizer.read`;
                "hand", taught examples as ink lines with a label; "explain", the index of a digit.
            options: what is asked for.
        """
        digits = _checked(options.digits)
        groups = fields.get("groups")
        examples = fields.get("hand") or []
        recognizer = self._recognizer
        recognizer.hand = self._hand(examples) if examples else None
        try:
            reading = recognizer.read(
                ink,
                digits,
                float(fields.get("dot") or 0),
                None if groups is None else _groups(groups),
                draft=fields.get("draft") is True,
            )
        finally:
            recognizer.hand = None
        answer = _answer(reading, options)
        place = fields.get("explain")
        if options.details and isinstance(place, int) and 0 <= place < len(reading.digits):
            answer["details"]["explanation"] = self._explanation(ink, reading, place)
        return answer

    def _pages(self, body: bytes, options: Options) -> Iterator[dict[str, Any]]:
        from digitrec.recognition.picture.decoding import PictureError, open_pages

        number = 0
        try:
            for number, page in enumerate(open_pages(io.BytesIO(body), 0, MAX_PAGES), 1):
                head = {"id": None, "source": "picture" if number == 1 else f"picture#{number}"}
                try:
                    if isinstance(page, PictureError):
                        raise page
                    reading = self._recognizer.read_picture(page, _checked(options.digits))
                    answer = _answer(reading, options)
                    if options.details:
                        height, width = page.pixels.shape[:2]
                        answer["details"]["size"] = [width * page.scale, height * page.scale]
                    yield head | answer
                except Exception as error:
                    yield head | {"error": _said(error)}
        except Exception as error:
            name = "picture" if number == 0 else f"picture#{number + 1}"
            yield {"id": None, "source": name, "error": _said(error)}

    def _hand(self, examples: Any) -> Hand:
        """A hand of examples, embedded once for as long as it is used."""
        key = json.dumps(examples)
        if key not in self._hands:
            if not isinstance(examples, list) or len(examples) > MAX_EXAMPLES:
                raise InkError(f'"hand" is a list of at most {MAX_EXAMPLES} examples')
            taught = [_example(number, one) for number, one in enumerate(examples)]
            self._hands[key] = Hand.learn(self._recognizer.model, taught)
            while len(self._hands) > _HANDS:
                self._hands.popitem(last=False)
        self._hands.move_to_end(key)
        return self._hands[key]

    def _explanation(self, ink: Ink, reading: Reading, place: int) -> dict[str, Any]:
        """What the network sees of a digit, and what each part of the ink is worth."""
        from digitrec.recognition import saliency

        view = saliency.network_view(ink, reading.digits[place])
        spots = [
            [round(spot.x, 2), round(spot.y, 2), round(shade, 3)]
            for digit in reading.digits
            for found in [saliency.explain(self._recognizer.model, ink, digit)]
            for spot, shade in zip(found, saliency.shades(found), strict=True)
        ]
        return {"view": (view * 255).round().astype(int).reshape(-1).tolist(), "spots": spots}


def _answer(reading: Reading, options: Options) -> dict[str, Any]:
    answer = reading.to_dict() | {"alternatives": [list(pair) for pair in reading.alternatives]}
    if options.details:
        answer["details"] = {
            "strokes": [list(digit.strokes) for digit in reading.digits],
            "examples": [digit.example for digit in reading.digits],
            "strays": list(reading.strays),
            "lines": list(reading.lines),
            "turn": reading.turn,
            "reason": None if reading.reason is None else str(reading.reason),
        }
    return answer


def _fields(line: bytes, options: Options) -> dict[str, Any]:
    """The fields of an ink line; only the page's requests use more than those of ink."""
    if not options.details:
        return {}
    value = parse_json(line)
    return value if isinstance(value, dict) else {}


def _groups(value: Any) -> list[tuple[int, ...]]:
    lists = isinstance(value, list) and all(isinstance(group, list) for group in value)
    if not lists or not all(type(at) is int for group in value for at in group):
        raise InkError('"groups" is a list of lists of the numbers of strokes')
    return [tuple(group) for group in value]


def _example(number: int, value: Any) -> Example:
    ink = Ink.from_dict(value)
    label = ink.label
    if label is None or label not in {*"0123456789?"}:
        raise InkError(f"example {number + 1} has no label of one digit, or ? if it is not a digit")
    return Example(number, ink.strokes, None if label == "?" else int(label))


def _checked(digits: int | None) -> int | None:
    if digits is not None and digits > MAX_DIGITS:
        raise ReadingError(f"{digits} digits were asked for, but at most {MAX_DIGITS} can be read")
    return digits


def _said(error: Exception) -> str:
    from digitrec.recognition.picture.formats.errors import PictureError

    match error:
        case InkError() | PictureError() | ReadingError() | ModelError():
            return str(error)
        case MemoryError():
            return "needs more memory than there is"
    return f"can't be read: unexpected {type(error).__name__}"

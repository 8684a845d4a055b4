"""InkML, the World Wide Web Consortium's format for ink (Ink Markup Language, 20 September 2011).

Read are traces with their channels, groups, labels and ids. Each group directly below `<ink>` is
one drawing, and so are all traces that are in no group. Brushes, timestamps and transformations
play no part in what a drawing shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO

from digitrec.recognition.ink import Ink, InkError

NAMESPACE = "http://www.w3.org/2003/InkML"
_LABELS = ("truth", "label", "transcription")
_IDS = ("id", "UI")  # the latter is CROHME's, a collection of formulas
_VALUE = re.compile(r"""([!'"]?)\s*([*?]|[TF]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)""")
_PLAIN, _FIRST_DIFFERENCE, _SECOND_DIFFERENCE = "!", "'", '"'
"""What a value means, section 4.2.1 ("Trace data"): it stays so for its channel until another."""


def read_inkml(content: bytes) -> Iterator[Ink | InkError]:
    """The drawings in an InkML document, those traces first that are in no group."""
    # Not through the package `xml`, which the bundle lacks; the parser itself is a C module.
    from pyexpat import ExpatError, ParserCreate

    reader = _Reader()
    was_utf16 = b"utf-16" in content[:200].lower()  # so it says, but UTF-8 has been made of it
    parser = ParserCreate("utf-8" if was_utf16 else None, " ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = reader.refuse  # entities can make a text grow without bound
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        yield InkError(f"not InkML: {error}")
        return
    except InkError as error:
        yield error
        return
    for drawing in (reader.loose, *reader.groups):
        if drawing.strokes:
            yield drawing.ink()


def write_inkml(stream: IO[str], inks: Iterable[Ink]) -> int:
    """Writes drawings as InkML, each as a group, and returns how many."""
    from html import escape

    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<ink xmlns="{NAMESPACE}">\n')
    count = 0
    for ink in inks:
        notes = {"id": ink.id, "truth": ink.label}
        parts = [
            f'    <annotation type="{kind}">{escape(_allowed(str(text)), quote=False)}</annotation>'
            for kind, text in notes.items()
            if text is not None
        ]
        parts += [f"    <trace>{_trace(stroke)}</trace>" for stroke in ink.strokes]
        stream.write("\n".join(["  <traceGroup>", *parts, "  </traceGroup>", ""]))
        count += 1
    stream.write("</ink>\n")
    return count


def _trace(stroke: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{x!r} {y!r}" for x, y in stroke)


def _allowed(text: str) -> str:
    """The text without the characters that XML 1.0 has no way to write."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


@dataclass
class _Drawing:
    strokes: list[list[list[float]]] = field(default_factory=list)
    id: str | None = None
    label: str | None = None

    def ink(self) -> Ink | InkError:
        line = {"id": self.id, "label": self.label, "strokes": self.strokes}
        try:
            return Ink.from_dict(line)
        except InkError as error:
            return error


class _Reader:
    """What the parser calls for each part of a document."""

    def __init__(self) -> None:
        self.loose = _Drawing()
        self.groups: list[_Drawing] = []
        self._open: list[str] = []
        self._text: list[str] = []
        self._attributes: dict[str, str] = {}
        self._channels: list[str] = []
        self._upwards = False
        self._has_format = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(" ")[2]
        if not self._open and name != "ink":
            raise InkError(f"not InkML: it is <{name[:40]}>")
        if name == "traceGroup" and self._open == ["ink"]:
            self.groups.append(_Drawing(id=_xml_id(attributes)))
        elif name == "channel" and self._open[-1] == "traceFormat" and not self._has_format:
            channel = attributes.get("name", "")
            self._channels.append(channel)
            if channel == "Y":
                self._upwards = attributes.get("orientation") == "-ve"
        self._open.append(name)
        self._text, self._attributes = [], attributes

    def end(self, _: str) -> None:
        name = self._open.pop()
        text = "".join(self._text)
        if name == "trace":
            self._add_trace(text)
        elif name == "annotation":
            self._add_note(text.strip())
        elif name == "traceFormat":
            self._has_format = True
        self._text = []

    def text(self, text: str) -> None:
        self._text.append(text)

    def refuse(self, *_: object) -> None:
        raise InkError("InkML with entities of its own is not read")

    @property
    def _drawing(self) -> _Drawing:
        return self.groups[-1] if "traceGroup" in self._open else self.loose

    def _add_trace(self, text: str) -> None:
        if self._attributes.get("type") == "penUp":
            return
        points = _points(text, self._channels or ["X", "Y"])
        if self._upwards:
            points = [[x, -y] for x, y in points]
        strokes = self._drawing.strokes
        if self._attributes.get("continuation") in ("middle", "end") and strokes:
            strokes[-1] += points
        else:
            strokes.append(points)

    def _add_note(self, text: str) -> None:
        """A label or an id, of a drawing or of all; those of parts of a drawing play no part."""
        if self._open not in (["ink"], ["ink", "traceGroup"]):
            return
        kind = self._attributes.get("type")
        if kind in _LABELS:
            self._drawing.label = text
        elif kind in _IDS:
            self._drawing.id = text


def _xml_id(attributes: dict[str, str]) -> str | None:
    return attributes.get("http://www.w3.org/XML/1998/namespace id", attributes.get("id"))


def _points(text: str, channels: Sequence[str]) -> list[list[float]]:
    """The points of a trace.

    Raises:
        InkError: if it is none, or if there is no X or no Y.
    """
    try:
        wanted = channels.index("X"), channels.index("Y")
    except ValueError:
        raise InkError("InkML without channels X and Y") from None
    readers = {channel: _Channel() for channel in wanted}
    points = []
    for point in text.split(","):
        values = _VALUE.findall(point)
        if not values:
            continue
        if len(values) <= max(wanted):
            raise InkError(f"not InkML: {point.strip()[:40]!r} is not a point")
        points.append([readers[channel].read(*values[channel]) for channel in wanted])
    return points


class _Channel:
    """The values of one channel, point after point."""

    def __init__(self) -> None:
        self._means = _PLAIN
        self._value = 0.0
        self._speed = 0.0
        self._last = 0.0

    def read(self, prefix: str, word: str) -> float:
        self._means = prefix or self._means
        if word == "?":  # not known: where it was
            return self._value
        number = self._last if word in "*TF" else float(word)
        if self._means == _PLAIN:
            self._speed, self._value = number - self._value, number
        else:
            self._speed = number + (self._speed if self._means == _SECOND_DIFFERENCE else 0.0)
            self._value += self._speed
        self._last = number
        return self._value

"""Files of ink: which format one has, by what it begins with, and the drawings in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digitrec.recognition.ink import Ink, InkError
from digitrec.recognition.ink_formats.encoding import decoded

INK_ENDINGS = (".jsonl", ".ndjson", ".json", ".inkml", ".unp", ".unipen")
"""Of files that hold ink."""

LARGEST_DOCUMENT = 16 * 1024 * 1024
"""Bytes of a document that is not one drawing a line: it is in memory as a whole."""

JSON, INKML, UNIPEN = "json", "inkml", "unipen"

_HEAD = 4096  # bytes in which an InkML document must have begun
_INKML = re.compile(rb"<(?:\w+:)?ink[\s>]")
_UNIPEN = re.compile(rb"\.[A-Z_]{3,}[ \t\r\n]")


def format_of(beginning: bytes) -> str | None:
    """The format of ink that a file begins with, in UTF-8; None if it is no ink."""
    head = beginning.lstrip()
    if head.startswith((b"{", b"[")):
        return JSON
    if head.startswith(b"<") and _INKML.search(head[:_HEAD]):
        return INKML
    return UNIPEN if _UNIPEN.match(head) else None


def drawings_in(content: bytes) -> Iterator[Ink | InkError]:
    """The drawings in a document of any format of ink; an error for each that is wrong."""
    text = decoded(content)
    match format_of(text.encode("utf-8", "replace")):
        case "inkml":
            from digitrec.recognition.ink_formats.inkml import read_inkml

            yield from read_inkml(content)
        case "unipen":
            from digitrec.recognition.ink_formats.unipen import read_unipen

            yield from read_unipen(text)
        case _:
            from digitrec.recognition.ink_formats import json_shapes

            yield from json_shapes.drawings_in(text)

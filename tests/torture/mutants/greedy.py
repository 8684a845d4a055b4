"""Small and large inputs that ask for much: 500 MB and 5 seconds hold for each of them."""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Iterator

from tests.torture.mutants import inks, pictures
from tests.torture.mutants.programs import recognizer
from tests.torture.trial import Trial


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Each of them once, whatever the count; the seed decides the drawings."""
    rng = random.Random(seed)
    recognizer()
    asked = {
        "a WebP of 7,000 × 7,000 pixels": _webp(7000, 7000),
        "a row of 50 million pixels": _png(50_000_000, 1),
        "50 million rows of a pixel": _png(1, 50_000_000),
        "100 million pixels": _png(10_000, 10_000),
        "a million chunks": _png(20, 20, _chunk(b"tEXt", b"a\0b") * 1_000_000),
        "forms in forms": pictures.pdf_of_forms(25, 4),
        "a path of 800,000 lines": pictures.pdf(b"0 0 m " + b"5 9 l 9 3 l " * 400_000 + b"S"),
        "a dashed path": pictures.pdf(b"[.001] 0 d 0 0 m " + b"5 9 l 9 3 l " * 20_000 + b"3 w S"),
        "a page of 14,000 points": pictures.pdf(pictures.VECTORS, box=b"0 0 14000 14000"),
    }
    for name, content in list(asked.items())[:count]:
        yield Trial(name, lambda it=content: pictures.read(it))
    drawn = {
        "a line of 36 MB": [[[1.5, 2.5]] * 3_600_000],
        "10,000 strokes": [_stroke(rng, 4) for _ in range(10_000)],
        "5,000 strokes": [[[30 * at, 0], [30 * at, 90 + rng.random()]] for at in range(5_000)],
        "100,000 strokes of a point": [_stroke(rng, 1) for _ in range(100_000)],
        "a stroke of 100,000 points": [_stroke(rng, 100_000)],
        "800 strokes in a row": [
            [[30 * at + rng.random(), 0], [30 * at, 90 + rng.random()]] for at in range(800)
        ],
        "coordinates of 10^100": [[[1e100 * x, 1e100 * y] for x, y in _stroke(rng, 50)]],
    }
    for name, strokes in list(drawn.items())[:count]:
        line = json.dumps({"strokes": strokes}).encode()
        yield Trial(name, lambda it=line: inks.read(it))


def _stroke(rng: random.Random, points: int) -> list[list[float]]:
    return [[rng.random(), rng.random()] for _ in range(points)]


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def _png(width: int, height: int, between: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(width + 1, 99_000) * min(height, 1_000)))
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + between + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )  # fmt: skip


def _webp(width: int, height: int) -> bytes:
    """A lossless WebP of one colour (RFC 9649, section 7)."""
    data = (0x2F | (width - 1) << 8 | (height - 1) << 22).to_bytes(5, "little") + b"\x88\x88\x08"
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(body)) + body

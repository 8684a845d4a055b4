"""Mutations of bytes and of JSON values, made by a seeded generator."""

from __future__ import annotations

import json
import random
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

MOST_BYTES = 300_000
"""Of a mutant; one that grows beyond that is cut."""

_NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def mutated(rng: random.Random, content: bytes, others: Sequence[bytes] = ()) -> bytes:
    """A file after one to eight small changes, more rarely many.

    Args:
        rng: decides the changes.
        content: of the file.
        others: files to take a part from.
    """
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5, 8, 50))):
        rng.choice(_CHANGES)(rng, data, others)
    return bytes(data[:MOST_BYTES])


def _place(rng: random.Random, data: bytearray) -> int:
    """A place in a file; its head is the more likely."""
    length = max(1, len(data))
    return rng.randrange(min(length, rng.choice((16, 64, 512, length, length))))


def _flip(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    if data:
        data[_place(rng, data)] ^= 1 << rng.randrange(8)


def _set(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    if data:
        data[_place(rng, data)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))


def _number(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    layout = rng.choice(("<H", ">H", "<I", ">I"))
    size = struct.calcsize(layout)
    at = _place(rng, data)
    if at + size <= len(data):
        number = rng.choice((*_NUMBERS, rng.randrange(1 << 32)))
        struct.pack_into(layout, data, at, number & ((1 << 8 * size) - 1))


def _cut(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    del data[_place(rng, data) :]


def _drop(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    at = _place(rng, data)
    del data[at : at + rng.choice((1, 2, 4, 13, 100))]


def _repeat(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    at = _place(rng, data)
    part = data[at : at + rng.choice((1, 4, 12, 40, 300))]
    data[at:at] = part * rng.choice((1, 2, 10, 200))


def _insert(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    data[_place(rng, data) : 0] = rng.randbytes(rng.choice((1, 2, 4, 30)))


def _splice(rng: random.Random, data: bytearray, others: Sequence[bytes]) -> None:
    if others:
        other = rng.choice(others)
        at, begin = _place(rng, data), rng.randrange(max(1, len(other)))
        size = rng.choice((4, 16, 64, 1000))
        data[at : at + size] = other[begin : begin + size]


_CHANGES = (_flip, _flip, _set, _set, _number, _number, _cut, _drop, _repeat, _insert, _splice)


def with_checksums(png: bytes) -> bytes:
    """A PNG with right checksums: with wrong ones, its decoder looks no further."""
    fixed = bytearray(png[:8])
    at = 8
    while at + 12 <= len(png):
        (size,) = struct.unpack_from(">I", png, at)
        end = min(at + 8 + size, len(png) - 4)
        fixed += png[at:end] + struct.pack(">I", zlib.crc32(png[at + 4 : end]))
        at = end + 4
    return bytes(fixed + png[at:])


def odd_value(rng: random.Random) -> Any:
    """A value that does not belong where it is put."""
    deep: Any = 1
    for _ in range(rng.choice((2, 40, 900))):
        deep = [deep]
    return rng.choice(
        (
            None, True, False, 0, -1, 0.5, 1e308, -1e308, 1e-320, 2**53, 2**63, -(2**64), 10**400,
            float("nan"), float("inf"), "", "7", "\0", "\ud800", "x" * 10_000, "é" * 50, [], {},
            [[]], [None], {"": None}, {"strokes": []}, [0] * 1000, deep,
        )
    )  # fmt: skip


def mutated_json(rng: random.Random, value: Any) -> Any:
    """A copy of a JSON value after one to five changes somewhere in it."""
    changed = json.loads(json.dumps(value))
    for _ in range(rng.choice((1, 1, 2, 5))):
        holder, key = rng.choice(_places(changed) or [({"": changed}, "")])
        _JSON_CHANGES[rng.randrange(len(_JSON_CHANGES))](rng, holder, key)
    return changed


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place within a value: what holds it, and its key or index there."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = range(len(holder)) if isinstance(holder, list) else list(holder)
        for key in keys:
            found.append((holder, key))
            if isinstance(holder[key], list | dict) and len(found) < 20_000:
                waiting.append(holder[key])
    return found


def _replace(rng: random.Random, holder: Any, key: Any) -> None:
    holder[key] = odd_value(rng)


def _remove(rng: random.Random, holder: Any, key: Any) -> None:
    del holder[key]


def _wrap(rng: random.Random, holder: Any, key: Any) -> None:
    holder[key] = rng.choice(([holder[key]], {"x": holder[key]}, str(holder[key])))


def _scale(rng: random.Random, holder: Any, key: Any) -> None:
    if isinstance(holder[key], float):
        holder[key] *= rng.choice((-1, 0, 1e-9, 1e9, 1e99, 1e200))


def _multiply(rng: random.Random, holder: Any, key: Any) -> None:
    if isinstance(holder, list):
        holder[key:key] = [holder[key]] * rng.choice((1, 5, 300))


_JSON_CHANGES: tuple[Callable[[random.Random, Any, Any], None], ...] = (
    _replace, _replace, _remove, _wrap, _scale, _scale, _multiply,
)  # fmt: skip

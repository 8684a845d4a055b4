"""The server under fire: what strangers send, all at once, and good requests among it.

`python -m tests.web.under_fire --seconds 120` prints how many requests of each kind were answered
with what, the most memory that the server and its processes took, and how long good ones waited.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import struct
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.samples import digit
from tests.web.serving import server_process

CONNECTIONS = 50
ANSWER_SECONDS = 100.0  # pictures wait for one another
GOOD_PAUSE = 0.05  # seconds between good requests: 20 a second

INK = b"application/x-ndjson"
GOOD = json.dumps({"strokes": digit(7).to_dict()["strokes"]}).encode()


class Server:
    """Speaks to the server, byte by byte."""

    def __init__(self, address: str, sender: str = "127.0.0.1") -> None:
        parts = urlsplit(address)
        self._host, self._port, self._sender = parts.hostname, parts.port, (sender, 0)

    async def send(self, *pieces: bytes, pause: float = 0.0) -> bytes:
        """The status of the answer, or how the connection ended without one."""
        reader, writer = await asyncio.open_connection(
            self._host, self._port, local_addr=self._sender
        )
        try:
            with contextlib.suppress(ConnectionError):  # it refuses before it has everything
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(pause)
            async with asyncio.timeout(ANSWER_SECONDS):
                head = await reader.readline()
                with contextlib.suppress(ConnectionError):
                    await reader.read()
            return head.split(b" ")[1] if head else b"hung up"
        except ConnectionError:
            return b"hung up"
        finally:
            writer.close()


def head(
    length: int | None, *, path: bytes = b"/v1/read", host: bytes = b"localhost", kind: bytes = INK
) -> bytes:
    """The head of a request; None for a body in chunks."""
    size = b"Transfer-Encoding: chunked" if length is None else b"Content-Length: %d" % length
    lines = [b"POST %s HTTP/1.1" % path, b"Host: " + host, b"Content-Type: " + kind, size]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""])


def picture(side: int) -> bytes:
    """A PNG that is small as a file and large as a picture: a white square."""
    packer = zlib.compressobj(1)
    row = b"\0" + b"\xff" * -(-side // 8)
    pixels = b"".join([*(packer.compress(row) for _ in range(side)), packer.flush()])
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = {b"IHDR": header, b"IDAT": pixels, b"IEND": b""}
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def attacks() -> dict[str, Callable[[Server], Awaitable[bytes]]]:
    """What strangers send, by its name."""
    bombs = [picture(side) for side in (4_900, 30_000)]
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    broken = [b"{", b"[" * 100_000, b"\xff\xfe\x00", b'{"strokes": [[[1e999, 0]]]}', b"9" * 10_000]
    paths = [b"/../../etc/passwd", b"/%2e%2e/%2e%2e/x", b"//etc/passwd", b"/js/..%2f..%2fx", b"/\0"]

    def ink(body: bytes, **more: bytes) -> tuple[bytes, bytes]:
        return head(len(body), **more), body

    def slow(server: Server) -> Awaitable[bytes]:
        return server.send(*(b"%c" % byte for byte in b"POST /v1/read HTTP/1.1\r\n"), pause=0.3)

    def bomb(server: Server) -> Awaitable[bytes]:
        return server.send(*ink(random.choice(bombs), kind=b"image/png"))

    return {
        "broken JSON": lambda server: server.send(*ink(random.choice(broken))),
        "1 GB stated": lambda server: server.send(head(10**9), b"x" * 100_000),
        "1 GB in chunks": lambda server: server.send(head(None), *[chunk] * 16_000),
        "slow head": slow,
        "slow body": lambda server: server.send(head(1000), *[b"x"] * 40, pause=0.3),
        "picture bomb": bomb,
        "wrong Host": lambda server: server.send(*ink(GOOD, host=b"evil.example")),
        "path tricks": lambda server: server.send(*ink(GOOD, path=random.choice(paths))),
        "no HTTP": lambda server: server.send(random.randbytes(2000) + b"\r\n\r\n"),
    }


async def fire(address: str, pid: int, seconds: float) -> Figures:
    """Sends all of it, on 50 connections, for as long; good requests come one after another."""
    kinds, figures, server = attacks(), Figures(), Server(address)
    neighbour = Server(address, "127.0.0.2")  # who is not one of them, and not counted with them
    end = time.monotonic() + seconds

    async def stranger(number: int) -> None:
        names = list(kinds)
        while time.monotonic() < end:
            name = names[number % len(names)] if number < 2 * len(names) else random.choice(names)
            try:
                answer = await kinds[name](server)
            except TimeoutError:
                answer = b"no answer"
            figures.answers[name][answer.decode()] += 1

    async def friend() -> None:
        while time.monotonic() < end:
            begun, answer = time.monotonic(), b""
            while answer in {b"", b"503"}:  # too many wait: as it says, again in a second
                await asyncio.sleep(bool(answer))
                try:
                    answer = await neighbour.send(head(len(GOOD)), GOOD)
                except TimeoutError:
                    answer = b"no answer"
                figures.answers["good"][answer.decode()] += 1
            figures.waits.append(time.monotonic() - begun)
            await asyncio.sleep(GOOD_PAUSE)

    async def watch() -> None:
        while time.monotonic() < end:
            figures.memory = max(figures.memory, memory_of(pid), key=sum)
            await asyncio.sleep(0.1)

    await asyncio.gather(*map(stranger, range(CONNECTIONS)), friend(), watch())
    return figures


class Figures:
    """What came of it.

    Attributes:
        answers: by kind of request, how often each status came.
        waits: seconds of each good request.
        memory: the most of the server and of each of its processes, in bytes.
    """

    def __init__(self) -> None:
        self.answers = defaultdict[str, Counter[str]](Counter)
        self.waits: list[float] = []
        self.memory = [0]


def memory_of(pid: int) -> list[int]:
    """What a process and each of its children take: their proportional set sizes (Linux)."""
    found = []
    with contextlib.suppress(OSError, IndexError):  # one that ends has none any more
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        found.append(1024 * int(rollup.partition("\nPss:")[2].split()[0]))
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        for child in children.split():
            found += memory_of(int(child))
    return found


def main() -> int:
    """Prints the figures; the exit status says whether all is as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    options = parser.parse_args()
    with server_process() as (address, process):
        figures = asyncio.run(fire(address, process.pid, options.seconds))
        still_there = process.poll() is None
    for name, answers in figures.answers.items():
        said = ", ".join(f"{answer} × {count}" for answer, count in answers.most_common())
        print(f"{name}: {said}")
    waits = sorted(figures.waits)
    print(
        f"good requests waited {waits[len(waits) // 2]:.2f} s (median), {waits[-1]:.2f} s at most"
    )
    parts = " + ".join(f"{part / 1e6:.0f}" for part in figures.memory)
    print(f"memory: {parts} = {sum(figures.memory) / 1e6:.0f} MB at most")
    return not (still_there and is_clean(figures))


def is_clean(figures: Figures) -> bool:
    """Whether every request was answered or hung up on, and every good one was read in the end."""
    every = sum(figures.answers.values(), Counter[str]())
    fine = not {"no answer", "500"} & every.keys() and sum(figures.memory) < 300e6
    return fine and set(figures.answers["good"]) <= {"200", "503"}


if __name__ == "__main__":
    raise SystemExit(main())

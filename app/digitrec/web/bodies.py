"""The bodies of requests: bounded in size and time while they arrive."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

MAX_INK = 2_000_000
MAX_PICTURE = 20_000_000
"""Bytes of a body: ink lines, the file of a picture."""

SECONDS = 20.0
"""The longest that a body may take to arrive."""


class RefusedError(Exception):
    """A request is refused.

    Attributes:
        status: of HTTP.
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


async def read_body(request: Request, most: int, seconds: float = SECONDS) -> bytes:
    """The body of a request.

    Args:
        request: whose body has not been read.
        most: bytes that it may have. What comes after them is never read.
        seconds: that it may take to arrive.

    Raises:
        RefusedError: if it is larger, slower, or ends too early.
    """
    too_large = RefusedError(413, f"the body is larger than {most // 1_000_000} MB")
    stated = request.headers.get("content-length", "0")
    if not stated.isdigit() or int(stated) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise too_large
    except TimeoutError:
        raise RefusedError(408, f"the body took longer than {seconds:.0f} seconds") from None
    except ClientDisconnect:
        raise RefusedError(400, "the body ends too early") from None
    return bytes(body)

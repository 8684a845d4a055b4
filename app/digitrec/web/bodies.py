"""The bodies of requests: bounded in size and time while they arrive."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

MAX_INK = 2_000_000
MAX_PICTURE = 20_000_000
"""Bytes of a body: ink lines, the file of a picture."""

MOST_TOGETHER = 25_000_000
"""Bytes that the bodies of all requests may take together."""

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


class Bodies:
    """Reads bodies, and counts what all of them take until they are answered.

    Args:
        most_together: bytes that they may take.
    """

    def __init__(self, most_together: int = MOST_TOGETHER) -> None:
        self._left = most_together

    @contextlib.asynccontextmanager
    async def read(
        self, request: Request, most: int, seconds: float = SECONDS
    ) -> AsyncIterator[bytes]:
        """The body of a request, which counts for as long as the block takes.

        Args:
            request: whose body has not been read.
            most: bytes that it may have. What comes after them is never read.
            seconds: that it may take to arrive.

        Raises:
            RefusedError: if it is larger, slower, or ends too early, or if there are too many.
        """
        body = bytearray()
        try:
            await self._receive(request, body, most, seconds)
            yield bytes(body)
        finally:
            self._left += len(body)

    async def _receive(self, request: Request, body: bytearray, most: int, seconds: float) -> None:
        too_large = RefusedError(413, f"the body is larger than {most // 1_000_000} MB")
        stated = request.headers.get("content-length", "0")
        if not stated.isdigit() or int(stated) > most:
            raise too_large
        try:
            async with asyncio.timeout(seconds):
                async for part in request.stream():
                    if len(body) + len(part) > most:
                        raise too_large
                    if len(part) > self._left:
                        raise RefusedError(503, "too much arrives at once; try again")
                    self._left -= len(part)
                    body += part
        except TimeoutError:
            raise RefusedError(408, f"the body took longer than {seconds:.0f} seconds") from None
        except ClientDisconnect:
            raise RefusedError(400, "the body ends too early") from None

"""The pool of workers: who reads next, how long it may take, and how many may wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from digitrec.web.answering import Options
from digitrec.web.worker import Worker, WorkerError

INK_SECONDS = 5.0
PICTURE_SECONDS = 20.0
"""The longest that a request may take. Ink takes milliseconds, a page a second or two."""

MAX_WAITING = 32
MAX_PICTURES_WAITING = 3
"""Requests that are read or wait for it, of ink and of pictures. More are refused, so that none
waits for long; many pictures don't keep ink out."""

_PICTURES_EACH = 50  # after so many pictures a worker is replaced, and its memory given back


class BusyError(Exception):
    """Too many requests wait already."""


class SlowError(Exception):
    """Reading took too long and was ended."""


class Pool:
    """Some workers. All methods are called from one event loop.

    Only one of them reads a picture at a time, as pictures take memory.

    Args:
        size: how many workers there are.
        start: starts one.
        ink_seconds: the longest that ink may take.
        picture_seconds: the longest that a picture may take.
    """

    def __init__(
        self,
        size: int,
        start: Callable[[], Coroutine[Any, Any, Worker]] = Worker.start,
        ink_seconds: float = INK_SECONDS,
        picture_seconds: float = PICTURE_SECONDS,
    ) -> None:
        self._size = size
        self._start = start
        self._seconds = {False: ink_seconds, True: picture_seconds}
        self._idle: list[Worker] = []
        self._pictures: dict[Worker, int] = {}
        self._free = asyncio.Semaphore(size)
        self._one_picture = asyncio.Semaphore(1)
        self._waiting = {False: 0, True: 0}
        self._most = {False: MAX_WAITING, True: MAX_PICTURES_WAITING}

    async def open(self) -> None:
        """Starts the workers.

        Raises:
            OSError: if the system starts none.
        """
        self._idle = [await self._start() for _ in range(self._size)]

    async def close(self) -> None:
        """Ends the workers that are idle."""
        while self._idle:
            await self._idle.pop().end()

    async def answer(self, body: bytes, options: Options) -> bytes:
        """The answer of a worker to a request.

        Raises:
            BusyError: if too many requests wait.
            SlowError: if it takes too long.
            WorkerError: if the worker ended.
        """
        if self._waiting[options.picture] >= self._most[options.picture]:
            raise BusyError
        self._waiting[options.picture] += 1
        try:
            if options.picture:
                async with self._one_picture, self._free:
                    return await self._answer(body, options)
            async with self._free:
                return await self._answer(body, options)
        finally:
            self._waiting[options.picture] -= 1

    async def _answer(self, body: bytes, options: Options) -> bytes:
        worker = self._take(options.picture) or await self._start()
        try:
            async with asyncio.timeout(self._seconds[options.picture]):
                answer = await worker.answer(body, options)
        except BaseException as error:
            self._pictures.pop(worker, None)
            await asyncio.shield(worker.end())
            if isinstance(error, TimeoutError):
                raise SlowError from None
            raise
        self._pictures[worker] = self._pictures.get(worker, 0) + options.picture
        if self._pictures[worker] >= _PICTURES_EACH:
            del self._pictures[worker]
            await worker.end()
        else:
            self._idle.append(worker)
        return answer

    def _take(self, picture: bool) -> Worker | None:
        """An idle worker: for pictures the one that has read some, as its memory has grown.

        For ink it is the last that was used: it still knows the strokes of the drawing that grows.
        """
        if not self._idle:
            return None
        fitting = [one for one in self._idle if (self._pictures.get(one, 0) > 0) == picture]
        worker = (fitting or self._idle)[-1]
        self._idle.remove(worker)
        return worker


__all__ = ["BusyError", "Pool", "SlowError", "WorkerError"]

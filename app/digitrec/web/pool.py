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

    One reads pictures and nothing else: their memory grows in one process alone.

    Args:
        size: how many workers read ink.
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
        self._sizes = {False: size, True: 1}
        self._start = start
        self._seconds = {False: ink_seconds, True: picture_seconds}
        self._idle: dict[bool, list[Worker]] = {False: [], True: []}
        self._pictures: dict[Worker, int] = {}
        self._free = {kind: asyncio.Semaphore(count) for kind, count in self._sizes.items()}
        self._waiting = {False: 0, True: 0}
        self._most = {False: MAX_WAITING, True: MAX_PICTURES_WAITING}

    async def open(self) -> None:
        """Starts the workers.

        Raises:
            OSError: if the system starts none.
        """
        for kind, count in self._sizes.items():
            self._idle[kind] = [await self._start() for _ in range(count)]

    async def close(self) -> None:
        """Ends the workers that are idle."""
        for idle in self._idle.values():
            while idle:
                await idle.pop().end()

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
            async with self._free[options.picture]:
                return await self._answer(body, options)
        finally:
            self._waiting[options.picture] -= 1

    async def _answer(self, body: bytes, options: Options) -> bytes:
        idle = self._idle[options.picture]
        # The last one that was used: it still knows the strokes of the drawing that grows.
        worker = idle.pop() if idle else await self._start()
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
            idle.append(worker)
        return answer


__all__ = ["BusyError", "Pool", "SlowError", "WorkerError"]

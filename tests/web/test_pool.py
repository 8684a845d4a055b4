import asyncio

import pytest

pytest.importorskip("starlette", reason="needs the extra web")

from digitrec.web.answering import Options
from digitrec.web.pool import MAX_PICTURES_WAITING, BusyError, Pool


class SlowWorker:
    """Reads until it is told to finish."""

    def __init__(self, finish):
        self.finish = finish

    async def answer(self, body, options):
        if options.picture:
            await self.finish.wait()
        return body

    async def end(self):
        pass


async def crowded():
    finish = asyncio.Event()

    async def start():
        return SlowWorker(finish)

    pool = Pool(1, start)
    await pool.open()
    tasks = [
        asyncio.create_task(pool.answer(b"picture", Options(picture=True)))
        for _ in range(MAX_PICTURES_WAITING)
    ]
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await pool.answer(b"one more", Options(picture=True))
    assert await pool.answer(b"ink", Options()) == b"ink"
    finish.set()
    assert await asyncio.gather(*tasks) == [b"picture"] * MAX_PICTURES_WAITING
    assert await pool.answer(b"later", Options(picture=True)) == b"later"


def test_many_pictures_are_refused_and_keep_no_ink_out():
    asyncio.run(crowded())


async def workers_for(*pictures):
    """Which worker, by number, reads each of these requests."""
    readers = []

    class NumberedWorker:
        async def answer(self, body, options):
            readers.append(self)
            return body

        async def end(self):
            pass

    async def start():
        return NumberedWorker()

    pool = Pool(1, start)
    await pool.open()
    for picture in pictures:
        await pool.answer(b"", Options(picture=picture))
    known = list(dict.fromkeys(readers))
    return [known.index(one) for one in readers]


def test_pictures_go_to_one_worker_and_ink_to_the_other():
    readers = asyncio.run(workers_for(True, False, True, False, True))
    assert readers == [0, 1, 0, 1, 0]

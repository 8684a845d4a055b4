import asyncio

import pytest

pytest.importorskip("starlette", reason="needs the extra web")

from starlette.requests import Request

from digitrec.web.bodies import Bodies, RefusedError


def request(*parts):
    messages = [
        {"type": "http.request", "body": part, "more_body": at < len(parts)}
        for at, part in enumerate(parts, 1)
    ]

    async def receive():
        return messages.pop(0)

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


def test_bodies_may_take_so_much_together_until_they_are_answered():
    async def scenario():
        bodies = Bodies(10)
        async with bodies.read(request(b"123", b"456"), 8) as body:
            assert body == b"123456"
            with pytest.raises(RefusedError) as refused:
                async with bodies.read(request(b"123", b"45"), 8):
                    pass
            assert refused.value.status == 503
            async with bodies.read(request(b"1234"), 8) as other:
                assert other == b"1234"
        async with bodies.read(request(b"12345678"), 8) as body:
            assert len(body) == 8

    asyncio.run(scenario())


def test_a_body_that_grows_too_large_is_refused():
    async def scenario():
        with pytest.raises(RefusedError) as refused:
            async with Bodies().read(request(b"123", b"456"), 5):
                pass
        assert refused.value.status == 413

    asyncio.run(scenario())

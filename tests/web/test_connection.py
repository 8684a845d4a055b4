import asyncio

import pytest

uvicorn = pytest.importorskip("uvicorn", reason="needs the extra web")

from digitrec.web import connection  # noqa: E402


async def answer(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def exchanged(*parts):
    """What a server with a short limit answers to these parts before it hangs up."""
    config = uvicorn.Config(
        answer, port=0, http=connection.Connection, lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
    found = b""
    for part in parts:
        writer.write(part)
        if part.endswith(b"\r\n\r\n"):
            found += await reader.readuntil(b"\r\n\r\n")
    found += await asyncio.wait_for(reader.read(), 30)
    writer.close()
    await server.shutdown()
    return found


@pytest.mark.parametrize("parts", [[], [b"GET / HTTP/1.1\r\nHost: a"]])
def test_a_head_that_doesnt_end_is_hung_up_on(monkeypatch, parts):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.05)
    assert asyncio.run(exchanged(*parts)) == b""


def test_so_is_the_second_one_of_a_connection(monkeypatch):
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.5)
    first = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    assert asyncio.run(exchanged(first, b"GET /")).startswith(b"HTTP/1.1 204")

"""The server's application: the page, and reading by HTTP."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from digitrec.recognition.sealed.runtime import runtime_name
from digitrec.version import __version__
from digitrec.web.answering import Options
from digitrec.web.bodies import MAX_INK, MAX_PICTURE, Bodies, RefusedError
from digitrec.web.guard import Guard, Rate
from digitrec.web.page import page_files, type_of
from digitrec.web.pool import BusyError, Pool, SlowError, WorkerError

INK_TYPES = frozenset(("application/x-ndjson", "application/json", "application/jsonl"))

Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(pool: Pool, host: str = "127.0.0.1", rate: Rate | None = None) -> Starlette:
    """The application.

    Args:
        pool: reads; it is opened and closed with the application.
        host: the name or address that the server listens on.
        rate: how often each address may ask.
    """

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await pool.open()
        try:
            yield
        finally:
            await pool.close()

    routes = [
        Route("/v1/read", _reading(pool), methods=["POST"]),
        Route("/v1/info", _info),
        Route("/healthz", _health),
        *(Route(f"/{name}", _file(name, content)) for name, content in page_files().items()),
        Route("/", _file("index.html", page_files()["index.html"])),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, host=host, rate=rate)],
        exception_handlers={HTTPException: _refused, Exception: _failed},
    )


def _reading(pool: Pool) -> Endpoint:
    bodies = Bodies()

    async def read(request: Request) -> Response:
        try:
            options = _options(request)
            most = MAX_PICTURE if options.picture else MAX_INK
            async with bodies.read(request, most) as body:
                if options.picture and b"%PDF-" in body[:1024]:
                    raise RefusedError(415, "PDF files are not read by the server")
                answer = await pool.answer(body, options)
        except RefusedError as error:
            return _refusal(error.status, str(error), {"connection": "close"})
        except BusyError:
            return _refusal(503, "too many requests wait; try again", {"retry-after": "1"})
        except SlowError:
            return _refusal(503, "reading it took too long")
        except WorkerError:
            return _refusal(500, "it can't be read")
        return Response(answer, media_type="application/x-ndjson", headers=_UNKEPT)

    return read


def _options(request: Request) -> Options:
    """What a request asks for.

    Raises:
        RefusedError: if it asks for what can't be done.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    picture = kind.startswith("image/")
    if not picture and kind not in INK_TYPES:
        raise RefusedError(415, "send ink lines (application/x-ndjson) or a picture (image/*)")
    digits = request.query_params.get("digits", "auto")
    known = digits.isascii() and digits.isdigit() and int(digits[:9]) > 0 and len(digits) < 10
    if digits != "auto" and not known:
        raise RefusedError(400, "digits is a whole number of 1 or more")
    details = request.query_params.get("details") == "1"
    return Options(picture, None if digits == "auto" else int(digits), details)


async def _info(_: Request) -> Response:
    limits = {"ink": MAX_INK, "picture": MAX_PICTURE}
    about = {"version": __version__, "runtime": runtime_name(), "most_bytes": limits}
    return JSONResponse(about, headers=_UNKEPT)


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok\n", headers=_UNKEPT)


def _file(name: str, content: bytes) -> Endpoint:
    """A file of the page; a browser that has it is told so."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}

    async def file(request: Request) -> Response:
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type=type_of(name), headers=headers)

    return file


async def _refused(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    reason = {404: "there is nothing at this address", 405: "that can't be done here"}
    return _refusal(status, reason.get(status, "refused"))


async def _failed(_: Request, __: Exception) -> Response:
    return _refusal(500, "something went wrong")


def _refusal(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": reason}, status, _UNKEPT | (headers or {}))


_UNKEPT = {"cache-control": "no-store"}

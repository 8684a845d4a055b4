"""Runs the server: on loopback unless told otherwise, until Ctrl+C."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator

import uvicorn

from digitrec.web.app import make_app
from digitrec.web.connection import Connection
from digitrec.web.pool import Pool

_WORKERS = 1  # for ink; another one reads pictures
_CONNECTIONS = 200


class AddressError(Exception):
    """The server can't listen there. The message says why."""


def serve(host: str, port: int, show: bool, say: Callable[[str], None]) -> None:
    """Serves until it is ended by Ctrl+C or a signal.

    Args:
        host: name or address to listen on.
        port: 0 for any that is free.
        show: whether to open the page in the browser.
        say: takes what to tell the person.

    Raises:
        AddressError: if it can't listen there.
    """
    listening = _listen(host, port)
    address = _address(host, listening.getsockname()[1])
    config = uvicorn.Config(
        make_app(Pool(_WORKERS), host),
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="critical",  # nothing of a request is logged
        access_log=False,
        server_header=False,
        date_header=False,
        limit_concurrency=_CONNECTIONS,
        h11_max_incomplete_event_size=16_384,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    with _on_start(server, lambda: _started(address, host, show, say)), listening:
        asyncio.run(server.serve([listening]))


def _started(address: str, host: str, show: bool, say: Callable[[str], None]) -> None:
    say(f"Digitrec reads at {address} (end with Ctrl+C)")
    if not is_loopback(host):
        say(
            "Whoever reaches this computer over the network can have drawings read here. What they "
            "send is not encrypted, and not kept."
        )
    if show:
        webbrowser.open(address)


@contextlib.contextmanager
def _on_start(server: uvicorn.Server, call: Callable[[], None]) -> Iterator[None]:
    """Calls once the server answers, on a thread: a browser may take its time to start."""
    ended = threading.Event()

    def wait() -> None:
        while not ended.wait(0.01):
            if server.started:
                call()
                return

    thread = threading.Thread(target=wait, name="start", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(2)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, *_, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind)
        if os.name == "posix":  # elsewhere it would let another program take the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise AddressError(f"can't listen on {host}, port {port} ({reason})") from error
    return listening


def _address(host: str, port: int) -> str:
    with contextlib.suppress(ValueError):
        given = ipaddress.ip_address(host)
        if given.is_unspecified:
            host = "localhost"
        elif given.version == 6:
            host = f"[{host}]"
    return f"http://{host}:{port}/"


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"

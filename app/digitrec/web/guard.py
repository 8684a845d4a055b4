"""The guard before the server: which hosts, origins and addresses may ask, and how often.

A page of any other site can send requests to a server on loopback. Browsers say in `Origin` and
`Sec-Fetch-Site` where a request comes from. A site can also point its own name at loopback (DNS
rebinding); then `Host` has that name, and only addresses and the computer's own names are allowed.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

RATE, BURST = 100, 300
"""Requests a second from one address, and how many may come at once. The page sends a request as
soon as the last one is answered while a stroke grows: about 60 a second."""

_MOST_ADDRESSES = 4096

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' blob: data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""That every answer has."""


class Rate:
    """A bucket of tokens for each address.

    Args:
        a_second: tokens that come in.
        burst: the most that a bucket holds.
        clock: in seconds.
    """

    def __init__(
        self,
        a_second: float = RATE,
        burst: float = BURST,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._a_second, self._burst, self._clock = a_second, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Whether one more request from an address is allowed now."""
        now = self._clock()
        tokens, then = self._buckets.pop(address, (self._burst, now))
        tokens = min(self._burst, tokens + (now - then) * self._a_second)
        allowed = tokens >= 1
        self._buckets[address] = (tokens - allowed, now)
        while len(self._buckets) > _MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return allowed


class Guard:
    """Lets through what may ask, and puts `HEADERS` on every answer. An ASGI middleware.

    Args:
        app: that answers.
        host: the name or address that the server was told to listen on.
        rate: how often each address may ask.
    """

    def __init__(self, app: ASGIApp, host: str, rate: Rate | None = None) -> None:
        self._app = app
        here = socket.gethostname().lower()
        self._names = {"localhost", host.lower(), here, f"{here.partition('.')[0]}.local"}
        self._rate = rate or Rate()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send_guarded)
            return
        status, reason = refusal
        headers = [(b"content-type", b"application/json")]
        headers += [(b"retry-after", b"1")] * (status == 429)
        await send_guarded({"type": "http.response.start", "status": status, "headers": headers})
        body = json.dumps({"error": reason}).encode()
        await send({"type": "http.response.body", "body": body})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        address = (scope.get("client") or ("",))[0]
        if not self._rate.allows(address):
            return 429, "too many requests"
        host = headers.get("host", "")
        if not self._is_ours(host):
            return 421, "this server is not known by that name"
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            return 403, "requests from other sites are refused"
        if headers.get("sec-fetch-site") == "cross-site" and scope["method"] != "GET":
            return 403, "requests from other sites are refused"
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header names this computer: by an address, or by one of its names."""
        name, colon, port = host.lower().rpartition(":")
        if not colon or not port.isdigit():
            name = host.lower()
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

"""Requests to a server, byte by byte where it matters."""

from __future__ import annotations

import http.client
import json
import socket
from typing import NamedTuple
from urllib.parse import urlsplit

INK = "application/x-ndjson"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def lines(self):
        return [json.loads(line) for line in self.body.splitlines()]


def ask(address, path="/", body=None, **headers):
    """One request; the names of headers have _ for -."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    method = "GET" if body is None else "POST"
    connection.request(method, path, body, named)
    response = connection.getresponse()
    answer = Answer(response.status, dict(response.getheaders()), response.read())
    connection.close()
    return answer


def read(address, body, query="", kind=INK):
    """An answer of /v1/read."""
    return ask(address, f"/v1/read{query}", body, content_type=kind)


def raw(address, content):
    """What a server answers to these bytes."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(content)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found

"""A program that has copied something, as the X Window System sees it (ICCCM 2.0, section 2).

`python clipboard_owner.py TYPE FILE [TYPE FILE …]` offers the content of each file as its type, on
the clipboard, until it is killed. What is too large for one message goes out piece by piece
(`INCR`, section 2.7.2). It prints `ready` when it has the clipboard. A file called `never` is
offered, and never sent.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from tests.ui.xdnd import SELECTION_NOTIFY, SELECTION_REQUEST, Event, Request, Source

PROPERTY_NOTIFY, PROPERTY_DELETE, PROPERTY_CHANGES = 28, 1, 1 << 22
ATOM, INTEGER = 4, 19  # predefined in Xatom.h
PIECE = 100_000  # bytes; a message may have 256 kB


class Change(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("atom", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("state", ctypes.c_int),
    ]


class Owner(Source):
    """The owner of the clipboard."""

    def __init__(self, offered: dict[str, bytes | None]) -> None:
        super().__init__(0, "INCR", b"")
        self.offered = {self.atom(kind): content for kind, content in offered.items()}
        self.pieces: dict[tuple[int, int], tuple[int, bytes]] = {}
        clipboard = ctypes.c_ulong(self.atom("CLIPBOARD"))
        self.x.XSetSelectionOwner(self.display, clipboard, ctypes.c_ulong(self.window), 0)
        self.x.XFlush(self.display)
        self.x.XSetErrorHandler(HANDLER)  # whoever asked may have gone

    def serve(self) -> None:
        event = Event()
        while True:
            self.x.XNextEvent(self.display, ctypes.byref(event))
            if event.type == SELECTION_REQUEST:
                self.give(event.request)
            elif event.type == PROPERTY_NOTIFY:
                change = ctypes.cast(ctypes.byref(event), ctypes.POINTER(Change)).contents
                if change.state == PROPERTY_DELETE:
                    self.go_on(change.window, change.atom)

    def change(self, window: int, name: int, kind: int, bits: int, content: bytes) -> None:
        count = len(content) // {8: 1, 32: ctypes.sizeof(ctypes.c_long)}[bits]
        words = map(ctypes.c_ulong, (window, name, kind))
        self.x.XChangeProperty(self.display, *words, bits, 0, content, count)

    def give(self, request: Request) -> None:
        where, name, kind = request.requestor, request.property, request.target
        if kind == self.atom("TARGETS"):
            kinds = [kind, *self.offered]
            content = b"".join(bytes(ctypes.c_long(one)) for one in kinds)
            self.change(where, name, ATOM, 32, content)
        elif kind not in self.offered:
            name = 0
        elif (content := self.offered[kind]) is None:
            return
        elif len(content) <= PIECE:
            self.change(where, name, kind, 8, content)
        else:
            self.x.XSelectInput(self.display, ctypes.c_ulong(where), PROPERTY_CHANGES)
            self.pieces[where, name] = kind, content
            self.change(where, name, self.atom("INCR"), 32, bytes(ctypes.c_long(len(content))))
        event = Event()
        event.notify.type = SELECTION_NOTIFY
        for field in ("requestor", "selection", "target", "time"):
            setattr(event.notify, field, getattr(request, field))
        event.notify.property = name
        self.x.XSendEvent(self.display, ctypes.c_ulong(where), 0, 0, ctypes.byref(event))
        self.x.XFlush(self.display)

    def go_on(self, window: int, name: int) -> None:
        """Sends the next piece; an empty one is the end."""
        kind, content = self.pieces.pop((window, name), (0, b""))
        if kind:
            self.change(window, name, kind, 8, content[:PIECE])
            self.x.XFlush(self.display)
            if content:
                self.pieces[window, name] = kind, content[PIECE:]


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def HANDLER(display: int, error: int) -> int:  # noqa: N802
    return 0


def main(words: list[str]) -> None:
    files = map(Path, words[1::2])
    contents = [None if file.name == "never" else file.read_bytes() for file in files]
    owner = Owner(dict(zip(words[::2], contents, strict=True)))
    print("ready", flush=True)
    owner.serve()


if __name__ == "__main__":
    main(sys.argv[1:])

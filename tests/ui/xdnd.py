"""A program to drag files from, as the X Window System sees it.

It speaks XDND, version 5 (freedesktop.org, "Drag-and-Drop Protocol for the X Window System"). It
needs no mouse, as the messages contain the pointer's position.

`python xdnd.py WINDOW X Y TYPE CONTENT` drops the content on the window; with `leave` as a further
argument it moves away instead. It prints each answer of the window on a line.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time

CLIENT_MESSAGE, SELECTION_REQUEST, SELECTION_NOTIFY = 33, 30, 31
VERSION = 5
PATIENCE = 20.0

HEADER = (
    ("type", ctypes.c_int),
    ("serial", ctypes.c_ulong),
    ("send_event", ctypes.c_int),
    ("display", ctypes.c_void_p),
)
"""The fields with which every event begins."""


class Message(ctypes.Structure):
    _fields_ = [
        *HEADER,
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


class Request(ctypes.Structure):
    _fields_ = [
        *HEADER,
        ("owner", ctypes.c_ulong),
        ("requestor", ctypes.c_ulong),
        ("selection", ctypes.c_ulong),
        ("target", ctypes.c_ulong),
        ("property", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
    ]


class Notify(ctypes.Structure):
    _fields_ = [
        *HEADER,
        ("requestor", ctypes.c_ulong),
        ("selection", ctypes.c_ulong),
        ("target", ctypes.c_ulong),
        ("property", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
    ]


class Event(ctypes.Union):
    _fields_ = [
        ("type", ctypes.c_int),
        ("message", Message),
        ("request", Request),
        ("notify", Notify),
        ("padding", ctypes.c_long * 24),
    ]


class Source:
    """A window that offers one thing of one type."""

    def __init__(self, target: int, kind: str, content: bytes) -> None:
        x = self.x = ctypes.CDLL(ctypes.util.find_library("X11"))
        for name in ("XOpenDisplay", "XInternAtom", "XDefaultRootWindow", "XCreateSimpleWindow"):
            getattr(x, name).restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(x.XOpenDisplay(None))
        self.target = target
        self.kind = self.atom(kind)
        self.content = content
        root = ctypes.c_ulong(x.XDefaultRootWindow(self.display))
        self.window = x.XCreateSimpleWindow(self.display, root, 0, 0, 1, 1, 0, 0, 0)
        owner = ctypes.c_ulong(self.window)
        x.XSetSelectionOwner(self.display, ctypes.c_ulong(self.atom("XdndSelection")), owner, 0)

    def atom(self, name: str) -> int:
        return int(self.x.XInternAtom(self.display, name.encode(), 0))

    def send(self, name: str, *data: int) -> None:
        event = Event()
        event.message.type = CLIENT_MESSAGE
        event.message.window = self.target
        event.message.message_type = self.atom(name)
        event.message.format = 32
        event.message.data[:] = [self.window, *data, *[0] * (4 - len(data))]
        self.x.XSendEvent(self.display, ctypes.c_ulong(self.target), 0, 0, ctypes.byref(event))
        self.x.XFlush(self.display)

    def hover(self, x: int, y: int) -> bool:
        """Moves over the window until it answers; returns whether it would accept the drop."""
        for _ in range(round(PATIENCE)):
            self.send("XdndEnter", VERSION << 24, self.kind)
            self.send("XdndPosition", 0, x << 16 | y, 0, self.atom("XdndActionCopy"))
            status = self.answer("XdndStatus", 1.0)
            if status is not None:
                return bool(status[1] & 1)
        raise SystemExit("the window does not answer to a drag")

    def answer(self, name: str, patience: float) -> list[int] | None:
        """Waits for the window's message of this name; sends the content when asked for it."""
        event, deadline = Event(), time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self.x.XPending(self.display):
                time.sleep(0.005)
                continue
            self.x.XNextEvent(self.display, ctypes.byref(event))
            if event.type == SELECTION_REQUEST:
                self.send_content(event.request)
            elif event.type == CLIENT_MESSAGE and event.message.message_type == self.atom(name):
                return list(event.message.data)
        return None

    def send_content(self, request: Request) -> None:
        offered = request.target == self.kind
        where = ctypes.c_ulong(request.requestor)
        if offered:
            self.x.XChangeProperty(
                self.display, where, ctypes.c_ulong(request.property), ctypes.c_ulong(self.kind),
                8, 0, self.content, len(self.content),
            )  # fmt: skip
        event = Event()
        event.notify.type = SELECTION_NOTIFY
        for name in ("requestor", "selection", "target", "time"):
            setattr(event.notify, name, getattr(request, name))
        event.notify.property = request.property if offered else 0
        self.x.XSendEvent(self.display, where, 0, 0, ctypes.byref(event))
        self.x.XFlush(self.display)


def main(target: str, x: str, y: str, kind: str, content: str, end: str = "drop") -> None:
    source = Source(int(target), kind, content.encode())
    print("accepted" if source.hover(int(x), int(y)) else "refused", flush=True)
    sys.stdin.readline()
    if end == "leave":
        source.send("XdndLeave")
        return
    source.send("XdndDrop", 0, 0)
    finished = source.answer("XdndFinished", PATIENCE)
    copied = finished is not None and finished[2] == source.atom("XdndActionCopy")
    print("copied" if copied else "not copied", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

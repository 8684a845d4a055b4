"""Somebody in front of the real window, on a real display, with the committed model."""

import time
import tkinter

import numpy as np
from PIL import ImageColor, ImageGrab

from digitrec.ui.startup.start import open_window

FAIL = object()
"""Has `wait` fail if the window can't be completed; without it, a message box would wait."""


WORK = 3
"""Seconds of a processor that the window has had before somebody has waited in vain. On a machine
that has much else to do, what takes a second of work may take twenty on the clock."""


class Person:
    """Somebody in front of the window."""

    def __init__(self, places, scale=None, on_failure=FAIL):
        self.complete = []
        self.failures = []
        self.root = tkinter.Tk(className="Digitrec")
        self._scaling = self.root.tk.call("tk", "scaling")
        if scale is not None:
            self.root.tk.call("tk", "scaling", scale * 96 / 72)
        self.window = open_window(
            self.root,
            places,
            lambda *_: self.complete.append(True),
            self.failures.append if on_failure is FAIL else on_failure,
        )
        self.open = True

    def wait(self, until, seconds=20):
        deadline, worked = time.monotonic() + seconds, time.process_time() + WORK
        while not until():
            assert not self.failures
            in_vain = time.monotonic() > deadline and time.process_time() > worked
            assert not in_vain, f"waited in vain; the window says {self.said}"
            self.root.update()
            time.sleep(0.002)
        self.root.update()

    def wait_until_ready(self):
        self.wait(lambda: self.complete and self.window.recognizer is not None)
        self.wait(lambda: self.window.area.smooth)
        self.root.focus_force()
        self.root.update()

    def draw(self, ink, release=True):
        area = self.window.area
        for stroke in ink.strokes:
            places = [(round(100 + 1.5 * x), round(80 + 1.5 * y)) for x, y in stroke]
            area.event_generate("<ButtonPress-1>", x=places[0][0], y=places[0][1])
            for x, y in places[1:]:
                area.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
            self.root.update()
            if release:
                area.event_generate("<ButtonRelease-1>", x=places[-1][0], y=places[-1][1])
                self.root.update()

    def press(self, keys):
        # A key of a keyboard arrives behind all that the X server has sent before it, such as the
        # news that another program has the clipboard now. An event that is generated overtakes it.
        self.root.update()
        self.root.event_generate(keys)
        self.root.update()

    @property
    def parts(self):
        """The parts of the window, once it is complete."""
        return self.window.parts

    @property
    def panel(self):
        """All that the answer panel shows in letters, top to bottom."""
        panel = self.window.panel
        texts = [item for item in panel.find_all() if panel.type(item) == "text"]
        return [panel.itemcget(item, "text") for item in texts]

    @property
    def said(self):
        """What the window says: the texts of the answer panel, and the status line."""
        return [*filter(None, self.panel), self.window.status["text"]]

    @property
    def big(self):
        return self.panel[0]

    @property
    def ink(self):
        """Pixels of the paper that are ink, as they are on the screen; the hint is too pale."""
        self.root.update()
        x, y, width, height = self.window.area.bounds
        screen = ImageGrab.grab((x, y, x + width, y + height)).convert("L")
        dark, light = (sum(ImageColor.getrgb(c)) / 3 for c in self.colours)
        shares = (np.asarray(screen, float) - light) / (dark - light)
        return int((shares > 0.8).sum())

    @property
    def colours(self):
        palette = self.window.look.palette
        return palette.ink, palette.paper

    def close(self):
        if self.open:
            self.open = False
            self.root.tk.call("tk", "scaling", self._scaling)  # of the display, not of the window
            self.window.close()

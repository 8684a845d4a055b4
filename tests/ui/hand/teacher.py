"""Somebody who teaches the window their handwriting, with the mouse and by keys."""

from digitrec.recognition.ink import Ink
from digitrec.storage.hands import Hands
from tests.samples import digit, line

FLAGGED = Ink((tuple(line((34, 36), (72, 22), (65, 106))),))
"""A 1 with so long a flag that it is read as a 7."""


class Teacher:
    """Somebody in front of the page.

    Attributes:
        strokes: how many strokes were drawn on it.
    """

    def __init__(self, person):
        self.person = person
        self.strokes = 0
        person.wait_until_ready()
        person.wait(lambda: self.controller.state is not None)

    @property
    def controller(self):
        return self.person.parts.hand

    @property
    def page(self):
        return self.controller.page

    def open_page(self):
        self.person.root.focus_force()
        self.person.press("<Control-t>")
        self.person.wait(self.page.lesson.area.winfo_viewable)

    def draw(self, ink):
        area = self.page.lesson.area
        scale = min(area.bounds[2:]) / 140
        for stroke in ink.strokes:
            places = [(round(20 + scale * x), round(10 + scale * y)) for x, y in stroke]
            area.event_generate("<ButtonPress-1>", x=places[0][0], y=places[0][1])
            for x, y in places[1:]:
                area.event_generate("<B1-Motion>", x=x, y=y, state=0x100)
            area.event_generate("<ButtonRelease-1>", x=places[-1][0], y=places[-1][1])
            self.strokes += 1
            self.person.root.update()

    def press(self, keys):
        self.page.focus_force()
        self.page.update()
        self.page.event_generate(keys)
        self.person.root.update()

    def teach(self, ink):
        """Draws a digit, takes it by Enter, and waits until it is learned."""
        before = self.examples
        self.draw(ink)
        self.press("<Return>")
        self.person.wait(lambda: self.examples != before)

    def pick(self, at):
        """Clicks the square of a digit."""
        x, y = self.page.lesson.slots.middle_of(at)
        self.page.lesson.slots.event_generate("<ButtonRelease-1>", x=x, y=y)
        self.person.root.update()

    @property
    def asked(self):
        """The digit in large type; empty if none is asked for."""
        return self.written(self.page.lesson.prompt)[1]

    @property
    def captions(self):
        return [text for text in self.written(self.page.lesson.slots) if not text.isdigit()]

    @property
    def examples(self):
        """The digits of the examples that the window reads with, and their keys."""
        return [(one.digit, one.key) for one in self.controller.state.examples]

    @staticmethod
    def written(canvas):
        texts = [item for item in canvas.find_all() if canvas.type(item) == "text"]
        return [canvas.itemcget(item, "text") for item in texts]


def kept(places, name="default"):
    """The digits of the examples on the disk."""
    with Hands(places.history) as hands:
        return [example.digit for example in hands.examples(name)]


def first(count):
    """The first digits, as somebody draws them."""
    return [digit(n) for n in range(count)]

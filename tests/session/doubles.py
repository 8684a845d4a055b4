"""Stand-ins for the recogniser and the history, and strokes to draw with."""

from digitrec.recognition.reading import Digit, Reading
from digitrec.recognition.segmentation.segmenter import ReadingError

A, B, C = ((0.0, 0.0), (9.0, 9.0)), ((5.0, 5.0), (6.0, 50.0)), ((20.0, 0.0), (29.0, 9.0))


class Reader:
    """Reads as many strokes as there are."""

    def read(self, ink, digits=None, dot=0.0, groups=None, marks=True, *, draft=False):
        count = len(ink.strokes)
        rows = tuple(0.91 if n == count else 0.01 for n in range(10))
        return Reading((Digit(count, 0.91, False, rows, ink.box, tuple(range(count))),))


class NumberReader:
    """Reads each stroke as a digit, the first as 1; those that were joined as what they count."""

    def read(self, ink, digits=None, dot=0.0, groups=None, marks=True, *, draft=False):
        if digits is not None and digits > len(ink.strokes):
            raise ReadingError("too few")
        groups = groups or [(at,) for at in range(len(ink.strokes))]
        rows = (0.1,) * 10
        return Reading(
            tuple(
                Digit(sum(group) + len(group), 0.9, False, rows, ink.pick(group).box, group)
                for group in groups
            )
        )


class Keeper:
    def __init__(self):
        self.rows = {}
        self.crops = {}
        self.closed = False

    def keep(self, drawing_id, drawing):
        self.rows[drawing_id] = drawing

    def update(self, drawing_id, drawing):
        if drawing_id in self.rows:
            self.keep(drawing_id, drawing)

    def correct(self, drawing_id, text):
        self.rows[drawing_id] = (self.rows[drawing_id], text)

    def when_kept(self, drawing_id, call):
        if drawing_id in self.rows:
            call(drawing_id)

    def keep_crops(self, picture_id, crops):
        self.crops[picture_id] = crops()

    def forget(self, drawing_id):
        self.rows.pop(drawing_id, None)

    @property
    def unwritten(self):
        return []

    def close(self, timeout=None):
        self.closed = True
        return True


def draw(session, *strokes):
    for stroke in strokes:
        session.add(stroke)
        session.read()
        session.keep()

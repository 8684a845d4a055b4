"""Insight: what the network sees of the drawing, and which part of the ink spoke for the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Ink, Stroke
from digitrec.session.picture import as_bytes
from digitrec.ui.answer.network_view import NetworkView
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.background import Background

if TYPE_CHECKING:
    from digitrec.recognition.reading import Reading
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.sheets import Sheet
    from digitrec.ui.canvas.tint import Shade


class _Found(NamedTuple):
    network_view: bytes | None
    shades: tuple[Shade, ...] = ()


class Explanation:
    """Has each reading explained on the background thread while the person wants to see it.

    While the pen is down the small picture follows it; the ink is tinted when it is up. What is
    asked for while a job is under way waits, and only the last of it is done.

    Args:
        area: whose ink is tinted.
        view: shows what the network sees.
        background: does the work.
        recognizer: gives the recogniser, or None where there is none.
    """

    def __init__(
        self,
        area: DrawingArea,
        view: NetworkView,
        background: Background,
        recognizer: Callable[[], Recognizer | None],
    ) -> None:
        self.on = False
        self._area = area
        self._view = view
        self._background = background
        self._recognizer = recognizer
        self._asked = 0
        self._working = False
        self._nothing = True
        self._job: Callable[[], _Found] | None = None

    def switch(self, on: bool) -> None:
        """Begins to explain, or ends it; what is on the paper is explained at the next `follow`."""
        self.on = on
        self._asked += 1
        self._working = False  # a job that came to nothing is not waited for
        self._job = None
        self._view.switch(on)
        self._area.tint(())

    def follow(
        self,
        sheet: Sheet,
        reading: Reading | None,
        growing: Stroke = (),
        selected: int | None = None,
    ) -> None:
        """Explains a reading.

        Args:
            sheet: that was read.
            reading: of it.
            growing: the stroke that is being drawn, which was read too.
            selected: the digit to be shown; None shows the least sure.
        """
        self._view.offer(reading is not None and bool(reading.digits))
        if not self.on:
            return
        self._asked += 1
        self._job = self._job_for(sheet, reading, growing, selected)
        self._nothing = self._job is None
        if self._nothing:
            self._view.show(None)
            self._area.tint(())
        else:
            self._begin()

    def _job_for(
        self, sheet: Sheet, reading: Reading | None, growing: Stroke, selected: int | None
    ) -> Callable[[], _Found] | None:
        recognizer = self._recognizer()
        digit = None if reading is None else reading.least_sure
        if recognizer is None or reading is None or digit is None:
            return None
        if selected is not None:
            digit = reading.digits[selected]
        if sheet.picture is not None and not growing:
            network_view = dict(zip(reading.digits, sheet.picture.network_views, strict=True)).get(
                digit
            )
            return lambda: _Found(network_view)
        model, read = recognizer.model, reading
        ink = Ink((*sheet.strokes, growing) if growing else sheet.strokes)

        def job() -> _Found:
            from digitrec.recognition import saliency

            network_view = as_bytes(saliency.network_view(ink, digit))
            if growing:
                return _Found(network_view)
            shades: list[Shade] = []
            for each in read.digits:
                spots = saliency.explain(model, ink, each)
                shades += [
                    (spot.x, spot.y, shade)
                    for spot, shade in zip(spots, saliency.shades(spots), strict=True)
                ]
            return _Found(network_view, tuple(shades))

        return job

    def _begin(self) -> None:
        if self._working or self._job is None:
            return
        job, self._job = self._job, None
        number = self._asked
        self._working = True

        def done(found: _Found) -> None:
            self._working = False
            if not self._nothing:
                self._view.show(found.network_view)
            if number == self._asked:
                self._area.tint(found.shades)
            self._begin()

        self._background.do(job, done)

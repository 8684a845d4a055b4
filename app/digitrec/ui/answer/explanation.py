"""The explanation: what the network sees of a digit, and which ink speaks for the answer."""

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
    from digitrec.ui.canvas.tint import Attribution


class _Result(NamedTuple):
    network_view: bytes | None
    attributions: tuple[Attribution, ...] = ()


class Explanation:
    """Explains each reading on the background thread, while it is switched on.

    While the pen is down only the small picture follows it; the ink is tinted once the pen is up.
    Requests that come while a job is running wait, and only the last of them is done.

    Args:
        area: the drawing area, whose ink is tinted.
        view: shows what the network sees.
        background: does the work.
        recognizer: gives the recogniser, or None if there is none.

    Attributes:
        enabled: whether it is switched on.
    """

    def __init__(
        self,
        area: DrawingArea,
        view: NetworkView,
        background: Background,
        recognizer: Callable[[], Recognizer | None],
    ) -> None:
        self.enabled = False
        self._area = area
        self._view = view
        self._background = background
        self._recognizer = recognizer
        self._request = 0
        self._working = False
        self._blank = True
        self._job: Callable[[], _Result] | None = None

    def set_enabled(self, on: bool) -> None:
        """Switches it on or off; the drawing is explained at the next call of `explain`."""
        self.enabled = on
        self._request += 1
        self._job = None
        self._view.set_expanded(on)
        self._area.tint(())

    def explain(
        self,
        sheet: Sheet,
        reading: Reading | None,
        growing: Stroke = (),
        selected: int | None = None,
    ) -> None:
        """Explains a reading.

        Args:
            sheet: what was read.
            reading: its reading.
            growing: the stroke that is being drawn, which is part of the reading.
            selected: index of the digit to show; None shows the least sure one.
        """
        self._view.set_available(reading is not None and bool(reading.digits))
        if not self.enabled:
            return
        self._request += 1
        self._job = self._job_for(sheet, reading, growing, selected)
        self._blank = self._job is None
        if self._blank:
            self._view.show_image(None)
            self._area.tint(())
        else:
            self._begin()

    def _job_for(
        self, sheet: Sheet, reading: Reading | None, growing: Stroke, selected: int | None
    ) -> Callable[[], _Result] | None:
        recognizer = self._recognizer()
        digit = None if reading is None else reading.least_sure
        if recognizer is None or reading is None or digit is None:
            return None
        if selected is not None:
            digit = reading.digits[selected]
        if sheet.picture is not None and not growing:
            views = dict(zip(reading.digits, sheet.picture.network_views, strict=True))
            return lambda: _Result(views.get(digit))
        model, read = recognizer.model, reading
        ink = Ink((*sheet.strokes, growing) if growing else sheet.strokes)

        def job() -> _Result:
            from digitrec.recognition import saliency

            network_view = as_bytes(saliency.network_view(ink, digit))
            if growing:
                return _Result(network_view)
            attributions: list[Attribution] = []
            for each in read.digits:
                spots = saliency.explain(model, ink, each)
                attributions += [
                    (spot.x, spot.y, share)
                    for spot, share in zip(spots, saliency.shades(spots), strict=True)
                ]
            return _Result(network_view, tuple(attributions))

        return job

    def _begin(self) -> None:
        if self._working or self._job is None:
            return
        job, self._job = self._job, None
        request = self._request
        self._working = True

        def work() -> _Result:
            try:
                return job()
            finally:  # also after an error, for which `done` is not called
                self._working = False

        def done(result: _Result) -> None:
            if not self._blank:
                self._view.show_image(result.network_view)
            if request == self._request:
                self._area.tint(result.attributions)
            self._begin()

        self._background.do(work, done)

"""The explanation: what the network sees of a digit, and which ink speaks for the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.ink import Ink, Stroke
from digitrec.session.picture import as_bytes, network_view_of
from digitrec.text import hand_words
from digitrec.ui.answer.example_view import ExampleView
from digitrec.ui.answer.network_view import NetworkView
from digitrec.ui.canvas.drawing_area import DrawingArea
from digitrec.ui.widgets.background import Background

if TYPE_CHECKING:
    from digitrec.recognition.example import Example
    from digitrec.recognition.reading import Digit, Reading
    from digitrec.recognition.recognizer import Recognizer
    from digitrec.session.sheets import Sheet
    from digitrec.ui.canvas.tint import Attribution


class _Result(NamedTuple):
    network_view: bytes | None
    attributions: tuple[Attribution, ...] = ()
    example: bytes | None = None
    caption: str = ""


class Explanation:
    """Explains each reading on the background thread, while it is switched on.

    While the pen is down only the small picture follows it; the ink is tinted once the pen is up.
    Requests that come while a job is running wait, and only the last of them is done.

    Args:
        area: the drawing area, whose ink is tinted.
        view: shows what the network sees.
        example_view: shows the taught example that the answer came from, if it came from one.
        background: does the work.
        recognizer: gives the recogniser, or None if there is none.

    Attributes:
        enabled: whether it is switched on.
    """

    def __init__(
        self,
        area: DrawingArea,
        view: NetworkView,
        example_view: ExampleView,
        background: Background,
        recognizer: Callable[[], Recognizer | None],
    ) -> None:
        self.enabled = False
        self._area = area
        self._view = view
        self._example_view = example_view
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
            self._example_view.show_example(None)
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
            picture, shown = sheet.picture, digit
            return lambda: _Result(network_view_of(picture, shown))
        model, read = recognizer.model, reading
        example = _example_of(recognizer, digit)
        ink = Ink((*sheet.strokes, growing) if growing else sheet.strokes)

        def job() -> _Result:
            from digitrec.recognition import saliency

            network_view = as_bytes(saliency.network_view(ink, digit))
            seen, caption = None, ""
            if example is not None:
                every = tuple(range(len(example.strokes)))
                like = replace(digit, strokes=every)
                seen = as_bytes(saliency.network_view(Ink(example.strokes), like))
                caption = caption_of(example)
            if growing:
                return _Result(network_view, (), seen, caption)
            attributions: list[Attribution] = []
            for each in read.digits:
                spots = saliency.explain(model, ink, each)
                attributions += [
                    (spot.x, spot.y, share)
                    for spot, share in zip(spots, saliency.shades(spots), strict=True)
                ]
            return _Result(network_view, tuple(attributions), seen, caption)

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
                self._example_view.show_example(result.example, result.caption)
            if request == self._request:
                self._area.tint(result.attributions)
            self._begin()

        self._background.do(work, done)


def caption_of(example: Example) -> str:
    """What to say about an example that an answer came from."""
    if example.digit is None:
        return hand_words.LIKE_NO_DIGIT
    return hand_words.LIKE_EXAMPLE.format(digit=example.digit)


def _example_of(recognizer: Recognizer, digit: Digit) -> Example | None:
    """The taught example that an answer came from, if it did and if it is still there."""
    hand = recognizer.hand
    if digit.example is None or hand is None:
        return None
    return next((one for one in hand.examples if one.key == digit.example), None)

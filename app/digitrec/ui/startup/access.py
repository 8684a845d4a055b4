"""Attaches what people need who don't see the window, or don't use a mouse, to its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrec.text import catalogue, guide_words, words
from digitrec.ui.access.announcer import Announcer
from digitrec.ui.access.canvases import tell_of_canvases
from digitrec.ui.access.keyboard_pen import KeyboardPen
from digitrec.ui.access.screen_reader import ScreenReader
from digitrec.ui.access.speech import Speech, speech_command
from digitrec.ui.answer import verdict

if TYPE_CHECKING:
    from digitrec.ui.parts import Parts
    from digitrec.ui.window import Window


def attach(window: Window, parts: Parts) -> KeyboardPen:
    """Names the controls, announces answers, and gives the pen that keys move."""
    desk, panel = parts.desk, window.panel

    def answer() -> tuple[str, str]:
        shown = verdict.of_session(desk.session)
        return shown.big, shown.headline

    def aloud() -> bool:
        return parts.choices.settings.speech

    reader = ScreenReader(window.root)
    speech = Speech(speech_command(catalogue.language))
    announcer = Announcer(panel, reader, speech, aloud, answer)
    _describe(reader, window, parts)
    tell_of_canvases(window.root, reader)
    explain = desk.on_reading

    def show_reading(*reading: object) -> None:
        explain(*reading)  # type: ignore[arg-type]
        if not window.area.stroke:
            announcer.answer_changed()

    desk.on_reading = show_reading

    def apply_speech() -> None:
        if aloud() and not speech.available:
            window.warn(guide_words.NO_SPEECH)
        elif aloud():
            announcer.say(words.SETTING_SPEECH)

    parts.settings_controller.on_speech = apply_speech

    return KeyboardPen(window.area, lambda: window.look, window.say, announcer.say)


def _describe(reader: ScreenReader, window: Window, parts: Parts) -> None:
    """Names what has no text of its own; buttons are called by theirs."""
    reader.describe(window.area, guide_words.DRAWING_AREA, "Canvas")
    reader.describe(window.panel, guide_words.ANSWER, "Canvas", guide_words.EMPTY)
    reader.describe(parts.toolbar.slider, words.SETTING_PEN, "Scale")
    if parts.history.recent_drawings is not None:
        reader.describe(parts.history.recent_drawings, guide_words.RECENT_DRAWINGS, "Canvas")

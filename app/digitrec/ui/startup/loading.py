"""Jobs: what the window has done on its background thread while it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer


def open_recognizer() -> Recognizer | str:
    """The recogniser, having read once; or in words, why there is none."""
    try:
        from digitrec.recognition.ink import Ink
        from digitrec.recognition.model import ModelError
        from digitrec.recognition.recognizer import Recognizer
        from digitrec.resources import model_path
    except ImportError as error:
        return words.sentence(said(error))
    try:
        recognizer = Recognizer.open(model_path())
        recognizer.read(Ink((((0.0, 0.0), (1.0, 9.0)),)))  # the first takes longer
    except ModelError as error:
        return words.sentence(said(error))
    return recognizer


def system_theme() -> str:
    """The system's theme; on Linux this starts a program."""
    import darkdetect

    return "dark" if darkdetect.isDark() else "light"

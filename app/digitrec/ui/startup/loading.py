"""Loading the recogniser, on the background thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from digitrec.recognition.recognizer import Recognizer


class Failure(NamedTuple):
    """Why there is no recogniser.

    Attributes:
        reason: a sentence for the person.
        unexpected: the error, if it is not one that a broken or missing model raises.
    """

    reason: str
    unexpected: Exception | None = None


def open_recognizer() -> Recognizer | Failure:
    """Opens the recogniser and has it read once; whatever goes wrong, it raises nothing."""
    try:
        from digitrec.recognition.ink import Ink
        from digitrec.recognition.model import ModelError
        from digitrec.recognition.recognizer import Recognizer
        from digitrec.resources import model_path
    except ImportError as error:
        return Failure(words.sentence(said(error)))
    except Exception as error:  # a broken library raises whatever it does while it is imported
        return _unexpected(error)
    try:
        recognizer = Recognizer.open(model_path())
        recognizer.read(Ink((((0.0, 0.0), (1.0, 9.0)),)))  # the first takes longer
    except ModelError as error:
        return Failure(words.sentence(said(error)))
    except Exception as error:
        return _unexpected(error)
    return recognizer


def _unexpected(error: Exception) -> Failure:
    reason = f"{type(error).__name__}: {said(error)}" if str(error) else type(error).__name__
    return Failure(words.sentence(reason), error)

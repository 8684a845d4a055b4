"""Loading the recogniser, on the background thread."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.message import MessageError
from digitrec.text import words
from digitrec.text.catalogue import said

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return _open()
    except (ImportError, MessageError) as error:  # a message error: the model can't be used
        return Failure(words.sentence(said(error)))
    except Exception as error:  # a broken library raises whatever it does while it is imported
        reason = f"{type(error).__name__}: {said(error)}" if str(error) else type(error).__name__
        return Failure(words.sentence(reason), error)


def begin_imports(wait: Callable[[], None]) -> None:
    """Begins to import the recogniser and its libraries, on a thread of their own.

    Most of that needs Python's lock, but the window's widgets and fonts are made without it.

    Args:
        wait: called first, on that thread.
    """

    def run() -> None:
        wait()
        _import_libraries()

    threading.Thread(target=run, name="libraries", daemon=True).start()


def _open() -> Recognizer:
    from digitrec.recognition.sealed.archive import unseal
    from digitrec.resources import model_path

    path = model_path()
    sealed = unseal(path)
    from digitrec.recognition.ink import Ink
    from digitrec.recognition.model import Model
    from digitrec.recognition.recognizer import Recognizer

    recognizer = Recognizer(Model(path, sealed))
    recognizer.read(Ink((((0.0, 0.0), (1.0, 9.0)),)))  # the first takes longer
    return recognizer


def _import_libraries() -> None:
    """Imports what takes longest. What goes wrong here goes wrong again where it is needed."""
    with contextlib.suppress(Exception):
        import numpy as np  # noqa: F401
    with contextlib.suppress(Exception):
        import ai_edge_litert.interpreter  # noqa: F401

        import digitrec.recognition.recognizer  # noqa: F401

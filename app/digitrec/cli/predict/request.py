"""What `predict` is asked to read, and how."""

from __future__ import annotations

from dataclasses import dataclass

from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.bulk.result import Format
from digitrec.cli.output import CommandError
from digitrec.cli.predict.stored_hand import load_hand
from digitrec.recognition.model import ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path


@dataclass(frozen=True)
class Request:
    """What to read.

    Attributes:
        words: files, folders, patterns and lists; see `inputs.find_inputs`.
        digits: how many digits each drawing has; None to find out.
        hand: the name of the taught hand to read with; None reads as if nothing had been taught.
        form: how to write the readings.
        marks: whether to read the marks between digits too.
        recursive: whether to go into the folders in a folder.
    """

    words: tuple[str, ...]
    digits: int | None = None
    hand: str | None = None
    form: Format = "text"
    marks: bool = True
    recursive: bool = False


def equip(request: Request) -> tuple[Recognizer, TaughtHand | None]:
    """The recognizer for a request, and the hand that it reads with.

    Raises:
        CommandError: if the model can't be used, or there is no such hand.
        StorageError: if the history can't be opened or read.
    """
    try:
        recognizer = Recognizer.open(model_path())
        taught = None if request.hand is None else load_hand(request.hand, recognizer.model)
        if taught is not None:
            recognizer.hand = taught.learn(recognizer.model)
    except ModelError as error:
        raise CommandError(str(error)) from error
    return recognizer, taught

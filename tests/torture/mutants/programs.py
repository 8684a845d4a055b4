"""The parts of the program that the trials call, loaded once before they fork."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterable
from functools import cache

from digitrec.bulk.result import OutputLine
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.torture.trial import ANSWER, ERROR


@cache
def recognizer() -> Recognizer:
    """The recogniser with the bundled model."""
    return Recognizer.open(model_path())


def verdict(lines: Iterable[OutputLine]) -> str:
    """What a job's lines come to.

    Raises:
        AssertionError: if one reports an error that nobody foresaw.
    """
    said = ANSWER
    for line in lines:
        found = json.loads(line.text)
        if "error" in found:
            assert "unexpected" not in found["error"], found["error"]
            said = ERROR
    return said


def command(*words: str) -> tuple[int, list[str], str]:
    """Runs a command of the command line: exit status, lines of output, standard error."""
    from digitrec.cli.main import main

    with (
        contextlib.redirect_stdout(io.StringIO()) as output,
        contextlib.redirect_stderr(io.StringIO()) as errors,
    ):
        status = main(list(words))
    return status, output.getvalue().splitlines(), errors.getvalue()

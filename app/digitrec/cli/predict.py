"""The command `predict`: reads images and ink and prints a line for each, as soon as it is read."""

from __future__ import annotations

import contextlib

from digitrec.bulk.crew.cores import available_cores
from digitrec.bulk.crew.worker import Worker
from digitrec.bulk.crew.worker_pool import run_in_order
from digitrec.bulk.progress import Progress
from digitrec.bulk.result import CSV_COLUMNS, Format, csv_line
from digitrec.bulk.sources import jobs
from digitrec.cli.output import CommandError, write_error, write_line
from digitrec.cli.stored_hand import load_hand
from digitrec.recognition.model import ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path


def predict(
    words: list[str],
    digits: int | None = None,
    hand: str | None = None,
    form: Format = "text",
    marks: bool = True,
    recursive: bool = False,
) -> int:
    """Reads files in order; returns the exit status.

    Args:
        words: files, folders, patterns and lists; see `inputs.find_inputs`.
        digits: how many digits each drawing has; None to find out.
        hand: the name of the taught hand to read with; None reads as if nothing had been taught.
        form: how to print the readings.
        marks: whether to read the marks between digits too.
        recursive: whether to go into the folders in a folder.
    """
    try:
        recognizer = Recognizer.open(model_path())
        taught = None if hand is None else load_hand(hand, recognizer.model)
        if taught is not None:
            recognizer.hand = taught.learn(recognizer.model)
    except ModelError as error:
        raise CommandError(str(error)) from error
    if form == "csv":
        write_line(csv_line(CSV_COLUMNS))
    status = 0
    progress = Progress.on_terminal()
    workers = available_cores() - 1  # this process reads too
    batches = run_in_order(
        jobs(words, digits, form, marks, recursive),
        lambda job: job.run(recognizer),
        workers,
        lambda: Worker(taught),
    )
    with contextlib.closing(batches), contextlib.closing(progress):
        for lines in batches:
            for line in lines:
                if line.is_error:
                    status = 1
                if line.to_stderr:
                    progress.erase()
                    write_error(line.text)
                else:
                    write_line(line.text)
                progress.count()
    return status

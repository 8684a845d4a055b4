"""Reads images and ink and prints a line for each, as soon as it is read."""

from __future__ import annotations

import contextlib

from digitrec.bulk.crew.crew import Crew
from digitrec.bulk.progress import Progress
from digitrec.bulk.result import CSV_COLUMNS, csv_line
from digitrec.bulk.sources import jobs
from digitrec.cli.output import write_error, write_line
from digitrec.cli.predict.request import Request, equip


def predict(request: Request) -> int:
    """Reads files in order; returns the exit status."""
    recognizer, hand = equip(request)
    if request.form == "csv":
        write_line(csv_line(CSV_COLUMNS))
    status = 0
    progress = Progress.on_terminal()
    found = jobs(request.words, request.digits, request.form, request.marks, request.recursive)
    with contextlib.closing(Crew(lambda: recognizer, hand)) as crew, contextlib.closing(progress):
        for lines in crew.run(found):
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

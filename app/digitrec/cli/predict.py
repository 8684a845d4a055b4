"""predict: reads pictures and ink from files or standard input, and answers one by one."""

from __future__ import annotations

import contextlib

from digitrec.cli.output import CommandError
from digitrec.cli.progress import Progress
from digitrec.cli.sources import jobs
from digitrec.cli.worker_pool import MOST_WORKERS, cores, in_order
from digitrec.recognition.model import ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path


def predict(sources: list[str], digits: int | None, as_json: bool) -> int:
    """Reads each source in turn; gives the exit status.

    Args:
        sources: files, or `-` for standard input.
        digits: how many digits a drawing has; None to find out.
        as_json: whether to write JSON lines.
    """
    try:
        recognizer = Recognizer.open(model_path())
    except ModelError as error:
        raise CommandError(str(error)) from error
    status = 0
    progress = Progress.on_terminal()
    workers = min(cores() - 1, MOST_WORKERS)
    answers = in_order(jobs(sources, digits, as_json), lambda job: job.do(recognizer), workers)
    with contextlib.closing(answers), contextlib.closing(progress):
        for some in answers:
            for told in some:
                if told.is_error:
                    status = 1
                if told.aside:
                    progress.erase()
                told.show()
                progress.count()
    return status

"""The entry point: opens the window without arguments, else runs the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the program with the arguments of its process; returns the exit status."""
    # The window loads nothing of the command line, because its start counts in milliseconds.
    if len(sys.argv) < 2:
        from digitrec.ui.startup.start import run

        return run()
    if sys.argv[1:] == ["--worker"]:  # started by `predict` itself
        from digitrec.cli.batch.worker import run_worker

        return run_worker()
    if sys.argv[1:] == ["--pdf-pages"]:  # started by whatever opens a PDF file
        from digitrec.recognition.picture.formats.pdf_process import serve

        return serve()
    from digitrec.cli.main import main as run_command

    return run_command(sys.argv[1:], self_test=_self_test)


def _self_test(as_json: bool) -> int:
    from digitrec import self_test

    return self_test.run(as_json)


if __name__ == "__main__":
    raise SystemExit(main())

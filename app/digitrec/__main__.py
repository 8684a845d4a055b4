"""The entry point: opens the window, with pictures if some are named, or runs a command."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> int:
    """Runs the program with the arguments of its process; returns the exit status."""
    words = sys.argv[1:]
    # The window loads nothing of the command line, because its start counts in milliseconds.
    if not words or words == ["--"]:
        return _open_window()
    if words == ["--worker"]:  # started by `predict` itself
        from digitrec.bulk.crew.worker import run_worker

        return run_worker()
    if words == ["--pdf-pages"]:  # started by whatever opens a PDF file
        from digitrec.recognition.picture.formats.pdf_process import serve

        return serve()
    pictures = _pictures(words)
    if pictures:
        return _open_pictures(pictures)
    from digitrec.cli.main import main as run_command

    return run_command(words, self_test=_self_test)


def _pictures(words: Sequence[str]) -> Sequence[str]:
    """The pictures that the arguments name; none if they are a command and its options.

    A word that is no file is taken for a mistyped command, unless it looks like a file's name.
    """
    from digitrec.cli.commands import COMMANDS

    if words[0] == "--":
        return words[1:]
    first = words[0]
    if first in COMMANDS or any(word.startswith("-") for word in words):
        return ()
    return words if set(first) & set("./\\:") or _is_there(first) else ()


def _open_pictures(pictures: Sequence[str]) -> int:
    """Opens the window with those pictures that exist, and says which do not.

    Without a terminal to say it, as on Windows, the window says it.
    """
    there = [name for name in pictures if _is_there(name)]
    if sys.stderr is not None and len(there) < len(pictures):
        from digitrec.cli.output import prepare_streams, write_error

        prepare_streams()
        for name in pictures:
            if name not in there:
                write_error(f"{name}: no such file")
        if not there:
            return 1
    return _open_window(there or pictures)


def _is_there(name: str) -> bool:
    """Whether a path, or an address as some desktops give it, is that of something."""
    import os

    from digitrec.ui.files.file_uri import path_of

    try:
        return os.path.exists(path_of(name) or name)  # noqa: PTH110 (pathlib costs its import)
    except ValueError:  # a name that no file can have
        return False


def _open_window(pictures: Sequence[str] = ()) -> int:
    try:
        from digitrec.ui.startup.start import run
    except ImportError as error:
        from digitrec.text.startup_trouble import is_about_tk, no_tk

        if not is_about_tk(error):
            raise
        if sys.stderr is not None:
            print(f"digitrec: can't open a window: {no_tk(error)}", file=sys.stderr)
        return 1
    return run(pictures)


def _self_test(as_json: bool) -> int:
    from digitrec import self_test

    return self_test.run(as_json)


if __name__ == "__main__":
    raise SystemExit(main())

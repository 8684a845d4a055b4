"""Runs one command of the command line and turns what happens into an exit status."""

from __future__ import annotations

from collections.abc import Callable

from digitrec.cli.output import CommandError, OutputClosedError, prepare_streams, write_error
from digitrec.cli.parser import make_parser, name_hand
from digitrec.storage.errors import StorageError

INTERRUPTED = 130
PIPE_CLOSED = 141
"""Exit statuses that a shell gives to a program ended by a signal: 128 and the signal's number."""


def main(arguments: list[str], self_test: Callable[[bool], int] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: the command line without the program's name.
        self_test: runs the self-test, given whether to write JSON. It opens a window, which this
            package knows nothing about.

    Returns:
        The exit status: 0 if everything went well, 1 if something could not be done.

    Raises:
        SystemExit: after `--help` and `--version`, and with status 2 for a wrong usage.
    """
    prepare_streams()
    parser = make_parser()
    options = parser.parse_args(name_hand(arguments))
    try:
        if options.self_test and options.run is None and self_test is not None:
            return self_test(options.self_test_json)
        if options.self_test or options.self_test_json or options.run is None:
            parser.error("give a command, such as predict, or --self-test on its own")
        status: int = options.run(options)
    except (CommandError, StorageError) as error:
        write_error(str(error))
        return 1
    except OutputClosedError:  # as with `| head`: nobody reads on, so there is nothing to say
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status

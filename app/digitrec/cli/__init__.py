"""The command line: predict, history, info."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from digitrec.cli.output import CommandError, OutputClosedError, complain, prepare_streams
from digitrec.storage.errors import StorageError
from digitrec.version import __version__

INTERRUPTED = 130
PIPE_CLOSED = 141
"""Exit statuses as a shell gives them to a program ended by a signal: 128 and its number."""


def main(argv: list[str], self_test: Callable[[bool], int] | None = None) -> int:
    """Runs one command.

    Args:
        argv: the words after the program's name.
        self_test: runs the self-test, given whether to write JSON. It opens a window, which this
            package knows nothing of.

    Returns:
        The exit status: 0 where everything went well, 1 where something could not be done.

    Raises:
        SystemExit: for `--help` and `--version`, and for words that are no command (status 2).
    """
    prepare_streams()
    parser = _parser()
    words = parser.parse_args(argv)
    try:
        if words.self_test and self_test is not None and words.run is None:
            return self_test(words.self_test_json)
        if words.self_test or words.self_test_json or words.run is None:
            parser.error("give a command, such as predict; --self-test stands alone")
        status: int = words.run(words)
    except (CommandError, StorageError) as error:
        complain(str(error))
        return 1
    except OutputClosedError:  # as with `| head`: nobody reads on, so there's nothing to say
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="digitrec",
        description="Reads handwritten digits. Without a word after it, opens the window.",
        allow_abbrev=False,
    )
    parser.set_defaults(run=None)
    parser.add_argument("--version", action="version", version=f"digitrec {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="try every part of the program, and tell"
    )
    # Another name inside, as the commands' own --json would overwrite it.
    parser.add_argument(
        "--json", action="store_true", dest="self_test_json", help="with --self-test: write JSON"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_predict(commands.add_parser("predict", help="read pictures and ink", allow_abbrev=False))
    _add_history(commands.add_parser("history", help="the drawings kept", allow_abbrev=False))
    info = commands.add_parser("info", help="versions, the model, places", allow_abbrev=False)
    _add_json(info)
    info.set_defaults(run=_info)
    return parser


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a picture (png, jpg, bmp, gif, webp, tiff), ink lines (.jsonl), - for standard input",
    )
    parser.add_argument(
        "--digits", type=_digits, metavar="N|auto", help="how many digits a drawing has (auto)"
    )
    _add_json(parser)
    parser.set_defaults(run=_predict)


def _add_history(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser("list", help="the drawings, oldest first", allow_abbrev=False)
    listing.add_argument("--limit", type=_count, metavar="N", help="only the newest N")
    _add_json(listing)
    listing.set_defaults(run=_list)
    export = commands.add_parser("export", help="write them as ink lines", allow_abbrev=False)
    export.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard output")
    export.add_argument("--force", action="store_true", help="replace a file that exists")
    export.set_defaults(run=_export)
    delete = commands.add_parser("delete", help="delete some, or all", allow_abbrev=False)
    delete.add_argument("keys", nargs="*", metavar="KEY", help="as `history list` shows it")
    delete.add_argument("--all", action="store_true", help="delete every drawing")
    delete.add_argument("--yes", action="store_true", help="with --all: don't ask")
    delete.set_defaults(run=_delete)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="write JSON, one object a line")


def _count(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number from 1 on")
    return int(word)


def _digits(word: str) -> int | None:
    return None if word == "auto" else _count(word)


# Each command loads what it needs and no more: `history` has no use for numpy.


def _predict(words: argparse.Namespace) -> int:
    from digitrec.cli.predict import predict

    return predict(words.files, words.digits, words.json)


def _list(words: argparse.Namespace) -> int:
    from digitrec.cli.history import list_drawings

    return list_drawings(words.limit, words.json)


def _export(words: argparse.Namespace) -> int:
    from digitrec.cli.history import export

    return export(words.file, words.force)


def _delete(words: argparse.Namespace) -> int:
    from digitrec.cli.history import delete, delete_all

    if words.all == bool(words.keys):
        raise CommandError("give the keys of the drawings to delete, or --all")
    return delete_all(words.yes) if words.all else delete(words.keys)


def _info(words: argparse.Namespace) -> int:
    from digitrec.cli.info import info

    return info(words.json)

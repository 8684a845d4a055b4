"""The commands and options of the command line, and the function that each command runs."""

from __future__ import annotations

import argparse

from digitrec.cli.output import CommandError
from digitrec.version import __version__


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line.

    The parsed options have `run`, which runs the command and returns the exit status; it is None
    if there is no command. `self_test` and `self_test_json` say what is asked for instead.
    """
    parser = argparse.ArgumentParser(
        prog="digitrec",
        description="Read handwritten digits. Without arguments, open the window.",
        allow_abbrev=False,
    )
    parser.set_defaults(run=None)
    parser.add_argument("--version", action="version", version=f"digitrec {__version__}")
    parser.add_argument(
        "--self-test", action="store_true", help="run a self-test and print a report"
    )
    # Stored under another name, because the commands' own --json would overwrite it.
    parser.add_argument(
        "--json",
        action="store_true",
        dest="self_test_json",
        help="with --self-test: print the report as JSON",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_predict(commands.add_parser("predict", help="read images and ink", allow_abbrev=False))
    _add_history(
        commands.add_parser(
            "history", help="list, export or delete your drawings", allow_abbrev=False
        )
    )
    info = commands.add_parser(
        "info", help="show versions, the model, and where data is kept", allow_abbrev=False
    )
    _add_json(info, "write one JSON object")
    info.set_defaults(run=_info)
    return parser


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.description = "Read images and ink. Prints one line for each drawing, in order."
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="an image (png, jpg, bmp, gif, webp, tiff, heic, avif, pdf), ink as JSON lines "
        "(.jsonl), or - for standard input",
    )
    parser.add_argument(
        "--digits",
        type=_digits,
        metavar="N|auto",
        help="number of digits in each drawing (default: auto, find out)",
    )
    _add_json(parser, "write one JSON object per drawing")
    parser.set_defaults(run=_predict)


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.description = "List, export or delete the drawings that the window has kept."
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser(
        "list", help="list the drawings, oldest first", allow_abbrev=False
    )
    listing.add_argument("--limit", type=_count, metavar="N", help="list only the newest N")
    _add_json(listing, "write one JSON object per drawing")
    listing.set_defaults(run=_list)
    export = commands.add_parser(
        "export", help="export the drawings as ink (JSON lines)", allow_abbrev=False
    )
    export.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="default: -, standard output"
    )
    export.add_argument("--force", action="store_true", help="replace an existing file")
    export.set_defaults(run=_export)
    delete = commands.add_parser("delete", help="delete some or all drawings", allow_abbrev=False)
    delete.add_argument(
        "keys", nargs="*", metavar="KEY", help="number of a drawing in `digitrec history list`"
    )
    delete.add_argument("--all", action="store_true", help="delete every drawing")
    delete.add_argument("--yes", action="store_true", help="with --all: don't ask for confirmation")
    delete.set_defaults(run=_delete)


def _add_json(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("--json", action="store_true", help=help_text)


def _count(word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number of 1 or more")
    return int(word)


def _digits(word: str) -> int | None:
    return None if word == "auto" else _count(word)


# Each command imports only what it needs: `history` does without numpy.


def _predict(options: argparse.Namespace) -> int:
    from digitrec.cli.predict import predict

    return predict(options.inputs, options.digits, options.json)


def _list(options: argparse.Namespace) -> int:
    from digitrec.cli.history import list_drawings

    return list_drawings(options.limit, options.json)


def _export(options: argparse.Namespace) -> int:
    from digitrec.cli.history import export

    return export(options.file, options.force)


def _delete(options: argparse.Namespace) -> int:
    from digitrec.cli.history import delete, delete_all

    if options.all == bool(options.keys):
        raise CommandError("give either the keys of the drawings to delete, or --all")
    return delete_all(options.yes) if options.all else delete(options.keys)


def _info(options: argparse.Namespace) -> int:
    from digitrec.cli.info import info

    return info(options.json)

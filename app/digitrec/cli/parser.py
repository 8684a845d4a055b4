"""The commands and options of the command line, and the function that each command runs."""

from __future__ import annotations

import argparse

from digitrec.cli import serve
from digitrec.cli.output import CommandError
from digitrec.cli.predict.options import add_predict
from digitrec.cli.words import count, hand_name
from digitrec.constants import DEFAULT_HAND
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
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    add_predict(commands.add_parser("predict", help="read images and ink", allow_abbrev=False))
    _add_convert(
        commands.add_parser("convert", help="convert ink to another format", allow_abbrev=False)
    )
    _add_hand(
        commands.add_parser("hand", help="teach your handwriting, or forget it", allow_abbrev=False)
    )
    _add_history(
        commands.add_parser(
            "history", help="list, export or delete your drawings", allow_abbrev=False
        )
    )
    serve.add_arguments(
        commands.add_parser("serve", help="read in a browser, by this computer", allow_abbrev=False)
    )
    info = commands.add_parser(
        "info", help="show versions, the model, and where data is kept", allow_abbrev=False
    )
    _add_json(info, "write one JSON object")
    info.set_defaults(run=_info)
    return parser


def name_hand(arguments: list[str]) -> list[str]:
    """The arguments with the default name in a `--hand` that has none.

    The word after it is a file. The parser, which allows a space before any value, would take it
    for the name.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    named = [f"{word}={DEFAULT_HAND}" if word == "--hand" else word for word in arguments[:end]]
    return named + arguments[end:]


def _add_convert(parser: argparse.ArgumentParser) -> None:
    parser.description = "Convert ink. Prints nothing but what can't be converted."
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="ink, as `digitrec predict` takes it"
    )
    parser.add_argument(
        "output",
        metavar="OUTPUT",
        help="a file: ink lines (.jsonl), InkML (.inkml), or SVG (.svg) of one drawing",
    )
    parser.add_argument("--force", action="store_true", help="replace an existing file")
    parser.set_defaults(run=_convert)


def _add_hand(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Teach your handwriting by examples. `digitrec predict --hand` reads with them."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    teach = commands.add_parser("teach", help="teach the digits of ink lines", allow_abbrev=False)
    teach.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="ink, each drawing with one digit as its label, or ? if it is not a digit; "
        "or - for standard input",
    )
    teach.set_defaults(run=_teach)
    show = commands.add_parser(
        "show", help="show how many examples each hand has", allow_abbrev=False
    )
    _add_json(show, "write one JSON object per hand")
    show.set_defaults(run=_show)
    forget = commands.add_parser(
        "forget", help="forget a hand, or some of its examples", allow_abbrev=False
    )
    forget.add_argument(
        "keys",
        nargs="*",
        type=count,
        metavar="KEY",
        help="id of an example in `digitrec hand export`; without, the whole hand is forgotten",
    )
    forget.add_argument("--yes", action="store_true", help="don't ask for confirmation")
    forget.set_defaults(run=_forget)
    export = commands.add_parser(
        "export", help="export the examples of a hand as ink (JSON lines)", allow_abbrev=False
    )
    export.add_argument("file", metavar="FILE", help="a file, or - for standard output")
    export.add_argument("--force", action="store_true", help="replace an existing file")
    export.set_defaults(run=_export_hand)
    for command in (teach, forget, export):
        command.add_argument(
            "--name",
            type=hand_name,
            default=DEFAULT_HAND,
            metavar="NAME",
            help=f"of the hand (default: {DEFAULT_HAND})",
        )


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.description = "List, export or delete the drawings that the window has kept."
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = commands.add_parser(
        "list", help="list the drawings, oldest first", allow_abbrev=False
    )
    listing.add_argument("--limit", type=count, metavar="N", help="list only the newest N")
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


# Each command imports only what it needs: `history` does without numpy.


def _convert(options: argparse.Namespace) -> int:
    from digitrec.cli.convert import convert

    return convert(options.inputs, options.output, options.force)


def _teach(options: argparse.Namespace) -> int:
    from digitrec.cli.hand import teach

    return teach(options.files, options.name)


def _show(options: argparse.Namespace) -> int:
    from digitrec.cli.hand import show

    return show(options.json)


def _forget(options: argparse.Namespace) -> int:
    from digitrec.cli.hand import forget

    return forget(options.name, options.keys, options.yes)


def _export_hand(options: argparse.Namespace) -> int:
    from digitrec.cli.hand import export

    return export(options.file, options.name, options.force)


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

"""The options of `predict`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from digitrec.cli.words import count, hand_name

if TYPE_CHECKING:
    from digitrec.bulk.result import Format


def add_predict(parser: argparse.ArgumentParser) -> None:
    """Adds them; the parsed options have `run`."""
    parser.description = "Read images and ink. Prints one line for each drawing, in order."
    parser.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="an image (png, jpg, bmp, gif, webp, tiff, heic, avif, pdf), ink (JSON lines and "
        "other JSON, InkML, UNIPEN, also packed by gzip), a table (parquet), a folder of these, a "
        "pattern such as '*.png', an address such as s3://bucket/ink.jsonl, @LIST for the files "
        "that a text file names, one a line, or - for standard input",
    )
    parser.add_argument(
        "-r", "--recursive", action="store_true", help="go into the folders in a folder"
    )
    parser.add_argument(
        "--digits",
        type=_digits,
        metavar="N|auto",
        help="number of digits in each drawing (default: auto, find out)",
    )
    parser.add_argument(
        "--no-marks",
        action="store_false",
        dest="marks",
        help="read digits alone: no dots, commas, dashes, slashes, colons, no gaps",
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help="write one JSON object per drawing")
    forms.add_argument(
        "--csv",
        action="store_true",
        help="write a table: source, id, text, confidence, rejected, error",
    )
    forms.add_argument(
        "--parquet", action="store_true", help="with --out: write that table as Parquet files"
    )
    parser.add_argument(
        "--hand",
        nargs="?",
        type=hand_name,
        metavar="=NAME",
        help="read with a taught hand: the default one or, as --hand=NAME, another "
        "(see `digitrec hand`)",
    )
    _add_bulk(parser)
    parser.set_defaults(run=_predict)


def _add_bulk(parser: argparse.ArgumentParser) -> None:
    bulk = parser.add_argument_group("a great many drawings")
    bulk.add_argument(
        "--out",
        metavar="DIR",
        help="write numbered parts and a manifest to a folder; started again, the same command "
        "goes on where it was interrupted",
    )
    bulk.add_argument(
        "--cluster",
        metavar="URL",
        help="with --out: read on the workers of a Dask scheduler, such as tls://HOST:8786",
    )
    bulk.add_argument(
        "--force",
        action="store_true",
        help="with --out: begin anew where the folder holds other answers",
    )
    bulk.add_argument(
        "--part-size",
        type=count,
        metavar="N",
        help="with --out: drawings in a part; a picture counts as 16 (default: 10,000)",
    )


def _digits(word: str) -> int | None:
    return None if word == "auto" else count(word)


# Each command imports only what it needs: `history` does without NumPy.


def _predict(options: argparse.Namespace) -> int:
    from digitrec.cli.output import CommandError
    from digitrec.cli.predict.request import Request

    form: Format = "json" if options.json else "csv" if options.csv else "text"
    request = Request(
        tuple(options.inputs), options.digits, options.hand, form, options.marks, options.recursive
    )
    if options.out is None:
        for name in ("cluster", "force", "parquet", "part_size"):
            if getattr(options, name):
                raise CommandError(f"--{name.replace('_', '-')} needs --out")
        from digitrec.cli.predict.printing import predict

        return predict(request)
    from dataclasses import replace

    from digitrec.bulk.shards import DRAWINGS_PER_SHARD
    from digitrec.cli.predict.parts import predict_into

    form = "row" if options.parquet else "csv" if options.csv else "json"
    return predict_into(
        replace(request, form=form),
        options.out,
        cluster=options.cluster,
        force=options.force,
        weight=options.part_size or DRAWINGS_PER_SHARD,
    )

"""`python -m training`: fetch, train, evaluate, seal."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "app" / "digitrec" / "resources" / "my_model.keras"
RUNS = ROOT / "training" / "runs"
INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells have it: 128 and the signal's number."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and gives the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        status: int = options.run(options)
    except KeyboardInterrupt:
        print("\ninterrupted; the same command goes on where it stopped", file=sys.stderr)
        return INTERRUPTED
    except ModuleNotFoundError as error:
        print(f"{error}. Install what training needs: pip install .[train]", file=sys.stderr)
        return 1
    except _troubles() as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return status


def _troubles() -> tuple[type[Exception], ...]:
    """The errors that a person can do something about; anything else is ours."""
    from digitrec.recognition.model import ModelError
    from training.data.datasets import DataError
    from training.data.fetch import FetchError
    from training.sealing.seal import SealError

    return (DataError, FetchError, SealError, ModelError, OSError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data", type=Path, metavar="FOLDER", help="folder that holds the data sets"
    )

    fetch = commands.add_parser("fetch", help="download the data sets", parents=[shared])
    fetch.set_defaults(run=_fetch)

    train = commands.add_parser("train", help="train and seal a network", parents=[shared])
    train.add_argument("--network", choices=("convolutional", "dense"), default="convolutional")
    train.add_argument("--epochs", type=_positive)
    train.add_argument("--learning-rate", type=float)
    train.add_argument("--seed", type=int)
    train.add_argument("--start", type=Path, metavar="MODEL", help="begin from a trained model")
    train.add_argument(
        "--teacher",
        type=Path,
        metavar="MODEL",
        nargs="+",
        default=[],
        help="sealed models to learn from, beside the labels",
    )
    train.add_argument(
        "--history",
        type=Path,
        metavar="FILE.jsonl",
        help="train on your own drawings too, from: digitrec history export FILE.jsonl",
    )
    train.add_argument(
        "--limit",
        type=_positive,
        help="train on, and measure with, that many drawings of each kind",
    )
    train.add_argument("--output", type=Path, help="the model to replace")
    train.add_argument("--runs", type=Path, default=RUNS, help="folder for the checkpoints")
    train.add_argument("--force", action="store_true", help="replace a better model too")
    train.set_defaults(run=_train)

    evaluate = commands.add_parser("evaluate", help="measure a sealed model", parents=[shared])
    evaluate.add_argument("model", type=Path, nargs="?", default=MODEL)
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument(
        "--report",
        type=Path,
        default=RUNS / "report",
        metavar="FOLDER",
        help="where report.json and report.html go",
    )
    evaluate.add_argument("--limit", type=_positive, help="read that many drawings of each part")
    evaluate.set_defaults(run=_evaluate)

    seal = commands.add_parser(
        "seal",
        help="put the graph and the card into a Keras model",
        parents=[shared],
        description="Seals a Keras model. Where the data sets are at hand (--data, DIGITREC_DATA), "
        "it is also calibrated and measured; without them nothing it reads is rejected.",
    )
    seal.add_argument("model", type=Path)
    seal.add_argument("--output", type=Path, help="where to write it; default: in place")
    seal.add_argument(
        "--limit", type=_positive, help="measure with that many drawings of each part"
    )
    seal.set_defaults(run=_seal)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _fetch(options: argparse.Namespace) -> int:
    from training.data.fetch import fetch

    fetch(options.data)
    return 0


def _train(options: argparse.Namespace) -> int:
    from training.data.datasets import data_folder
    from training.network.recipe import RECIPES
    from training.train import train

    given = {
        name: value
        for name in ("epochs", "learning_rate", "seed", "limit")
        if (value := getattr(options, name)) is not None
    }
    recipe = dataclasses.replace(RECIPES[options.network], **given)
    target = options.output
    if target is None:  # the tutorial's network is for comparing, not for bundling
        target = MODEL if options.network == "convolutional" else options.runs / "dense.keras"
    train(
        recipe,
        data_folder(options.data),
        target,
        options.runs,
        options.force,
        options.start,
        options.history,
        options.teacher,
    )
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from digitrec.recognition.model import Model
    from training.data.datasets import data_folder
    from training.evaluation.evaluate import Reader, examine
    from training.evaluation.report import examine_robustness, write_report
    from training.evaluation.summary import speed_line, summary

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    reader = Reader(Model.open(options.model), say)
    evaluation = examine(reader, data_folder(options.data), options.limit)
    robust = examine_robustness(reader, evaluation)
    say(speed_line(reader.speed()))
    measured = evaluation.figures()
    print(json.dumps(measured, indent=1) if options.json else summary(measured), flush=True)
    for path in write_report(options.report, reader, evaluation, robust):
        say(f"wrote {path}")
    return 0


def _seal(options: argparse.Namespace) -> int:
    from training.data.datasets import (
        DataError,
        data_folder,
        load_mnist,
        load_non_digits,
        load_pen_digits,
        outlier_drawings,
        split,
    )
    from training.evaluation.evaluate import measure
    from training.evaluation.summary import summary
    from training.sealing.seal import amend_card, seal

    target = options.output or options.model
    model = seal(options.model, target)
    print(f"sealed {target}: {model.card.name}, SHA-256 {model.sha256}")
    if model.card.fields["measured"]:
        return 0
    folder = data_folder(options.data)
    try:
        parts = split(load_mnist(folder)[0], load_pen_digits(folder))
        non_digits = outlier_drawings(load_non_digits(folder))
    except DataError as error:
        if options.data is not None:
            raise
        print(f"not calibrated or measured: {error}")
        return 0
    from training.segmentation.learn import learn_segmentation
    from training.train import choose_thresholds

    amend_card(target, thresholds=choose_thresholds(model, parts))
    model = learn_segmentation(target, parts, non_digits, options.limit)
    model = amend_card(target, measured=measure(model, folder, options.limit))
    print(summary(model.card.fields["measured"]))
    return 0


if __name__ == "__main__":
    status = main()
    if status == INTERRUPTED:
        # Everything is written. Python's own way out would destroy TensorFlow's iterator, whose
        # threads wait for a Python that no longer runs: the process hangs, or breaks its heap.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)

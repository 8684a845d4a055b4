"""Command line of training: fetch, train, evaluate, seal."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path

from training.picture_commands import add_picture_commands, positive

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "app" / "digitrec" / "resources" / "my_model.keras"
RUNS = ROOT / "training" / "runs"
INTERRUPTED = 130
"""The exit status after Ctrl-C, the same as a shell's: 128 plus the signal's number."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    try:
        status: int = options.run(options)
    except KeyboardInterrupt:
        print(f"\ninterrupted; {options.interrupted}", file=sys.stderr)
        return INTERRUPTED
    except ModuleNotFoundError as error:
        print(f"{error}. Install the missing packages: pip install .[train]", file=sys.stderr)
        return 1
    except _expected_errors() as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return status


def _expected_errors() -> tuple[type[Exception], ...]:
    """The errors that a person can do something about; any other is a fault of the program."""
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
    fetch.set_defaults(run=_fetch, interrupted="the same command fetches what is still missing")

    train = commands.add_parser("train", help="train and seal a network", parents=[shared])
    train.add_argument("--network", choices=("convolutional", "dense"), default="convolutional")
    train.add_argument("--epochs", type=positive)
    train.add_argument("--learning-rate", type=float)
    train.add_argument("--seed", type=int)
    train.add_argument("--start", type=Path, metavar="MODEL", help="begin from a trained model")
    train.add_argument(
        "--teacher",
        type=Path,
        metavar="MODEL",
        nargs="+",
        default=[],
        help="sealed models to learn from, in addition to the labels",
    )
    train.add_argument(
        "--history",
        type=Path,
        metavar="FILE.jsonl",
        help="train on your own drawings too; made by: digitrec history export FILE.jsonl",
    )
    train.add_argument(
        "--limit",
        type=positive,
        help="train and measure with at most this many drawings of each kind",
    )
    train.add_argument("--output", type=Path, help="the model to replace")
    train.add_argument("--runs", type=Path, default=RUNS, help="folder for checkpoints")
    train.add_argument("--force", action="store_true", help="replace a better model too")
    train.set_defaults(run=_train, interrupted="the same command goes on where it stopped")

    evaluate = commands.add_parser("evaluate", help="measure a sealed model", parents=[shared])
    evaluate.add_argument("model", type=Path, nargs="?", default=MODEL)
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument(
        "--report",
        type=Path,
        default=RUNS / "report",
        metavar="FOLDER",
        help="folder for report.json and report.html",
    )
    evaluate.add_argument(
        "--limit", type=positive, help="read at most this many drawings of each data set"
    )
    evaluate.set_defaults(run=_evaluate, interrupted="no report was written")

    seal = commands.add_parser(
        "seal",
        help="add the LiteRT graph and the card to a Keras model",
        parents=[shared],
        description="Seals a Keras model. If the data sets are available (--data, DIGITREC_DATA), "
        "it is also calibrated and measured. Without them, the model never rejects a drawing.",
    )
    seal.add_argument("model", type=Path)
    seal.add_argument("--output", type=Path, help="file to write; default: MODEL itself")
    seal.add_argument(
        "--limit", type=positive, help="measure with at most this many drawings of each data set"
    )
    seal.set_defaults(run=_seal, interrupted="the same command begins again")

    add_picture_commands(commands, shared, MODEL, RUNS)
    return parser


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
    if target is None:  # the tutorial's network is to compare with, not to bundle
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
    from training.evaluation.evaluate import evaluate
    from training.evaluation.reader import Reader
    from training.evaluation.report import write_report
    from training.evaluation.robustness import measure_robustness
    from training.evaluation.summary import speed_line, summary

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    reader = Reader(Model.open(options.model), say)
    evaluation = evaluate(reader, data_folder(options.data), options.limit)
    robustness = measure_robustness(reader, evaluation.pen_held_out.pen)
    say(speed_line(reader.speed()))
    figures = evaluation.figures()
    text = json.dumps(figures.to_dict(), indent=1) if options.json else summary(figures)
    print(text, flush=True)
    for path in write_report(options.report, reader, evaluation, robustness):
        say(f"wrote {path}")
    return 0


def _seal(options: argparse.Namespace) -> int:
    from training.data.datasets import (
        DataError,
        data_folder,
        load_non_digits,
        load_split,
        outlier_drawings,
    )
    from training.evaluation.calibration import choose_thresholds
    from training.evaluation.evaluate import measure
    from training.evaluation.summary import summary
    from training.sealing.seal import amend_card, seal
    from training.sealing.trajectory import reseal_trajectory
    from training.segmentation.learn import learn_segmentation

    target = options.output or options.model
    seal(options.model, target)
    model = reseal_trajectory(target)
    print(f"sealed {target}: {model.card.name}, SHA-256 {model.sha256}")
    if model.card.fields["measured"]:
        return 0
    folder = data_folder(options.data)
    try:
        split = load_split(folder)
        non_digits = outlier_drawings(load_non_digits(folder))
    except DataError as error:
        if options.data is not None:
            raise
        print(f"not calibrated or measured: {error}")
        return 0
    amend_card(target, thresholds=choose_thresholds(model, split))
    model = learn_segmentation(target, split, non_digits, options.limit)
    figures = measure(model, folder, options.limit)
    amend_card(target, measured=figures.to_dict())
    print(summary(figures))
    return 0


if __name__ == "__main__":
    status = main()
    if status == INTERRUPTED:
        # Everything is written. A normal exit of Python would destroy TensorFlow's iterator, whose
        # threads wait for an interpreter that no longer runs: the process hangs or crashes.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)

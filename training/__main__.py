"""Command line of training: fetch, train, evaluate, seal."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from pathlib import Path

from training.commands.options import add_train_options, positive
from training.commands.picture_commands import add_picture_commands
from training.terminal.quiet import import_keras_quietly

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "app" / "digitrec" / "resources" / "my_model.keras"
RUNS = ROOT / "training" / "runs"
INTERRUPTED = 130
"""The exit status after Ctrl-C, the same as a shell's: 128 plus the signal's number."""


def main(argv: list[str] | None = None) -> int:
    """Runs one command and returns the exit status."""
    parser = _parser()
    options = parser.parse_args(argv)
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
    from training.terminal.damage import RunError

    return (DataError, FetchError, RunError, SealError, ModelError, OSError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--data",
        type=Path,
        metavar="FOLDER",
        help="folder of the data sets; default: the one that DIGITREC_DATA names, else a folder "
        "of the user's cache, which fetch prints",
    )

    fetch = commands.add_parser("fetch", help="download the data sets", parents=[shared])
    fetch.set_defaults(run=_fetch, interrupted="the same command fetches what is still missing")

    train = commands.add_parser(
        "train",
        help="train and seal a network",
        parents=[shared],
        description="Trains the picture classifier and the trajectory network, seals, calibrates "
        "and measures them, and puts them where the program has its model unless that one is "
        "better. With all data that takes hours on two processor cores; after the first epoch it "
        "says how many. Ctrl-C loses no finished epoch: the same command goes on.",
    )
    add_train_options(train, RUNS)
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
    evaluate.add_argument(
        "--history",
        type=Path,
        metavar="FILE.jsonl",
        help="show in the report how your own drawings are read, and which are misread",
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

    tried = commands.add_parser(
        "try",
        help="run the program with a sealed model, without installing it",
        description="Opens the window with a model, or runs another command of digitrec with it: "
        "python -m training try MODEL predict scan.png",
    )
    tried.add_argument("model", type=Path)
    tried.add_argument("arguments", nargs=argparse.REMAINDER, help="as for digitrec")
    tried.set_defaults(run=_try, interrupted="the program was ended")

    add_picture_commands(commands, shared, MODEL, RUNS)
    return parser


def _fetch(options: argparse.Namespace) -> int:
    from training.data.fetch import fetch

    fetch(options.data)
    return 0


def _train(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from digitrec.recognition.model import Model
    from training.commands.next_steps import next_steps
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
    replaced = train(
        recipe,
        data_folder(options.data),
        target,
        options.runs,
        options.force,
        options.start,
        options.history,
        options.teacher,
        options.again,
    )
    if replaced:
        print(next_steps(Model.open(target)))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from digitrec.recognition.model import Model
    from training.data.datasets import data_folder
    from training.data.own_drawings import load_history
    from training.evaluation.evaluate import evaluate
    from training.evaluation.reader import Reader
    from training.evaluation.report.files import write_report
    from training.evaluation.robustness import measure_robustness
    from training.evaluation.summary import speed_line, summary
    from training.terminal.progress import warn

    reader = Reader(Model.open(options.model), warn)
    own = None if options.history is None else load_history(options.history).digits
    evaluation = evaluate(reader, data_folder(options.data), options.limit, own)
    robustness = measure_robustness(reader, evaluation.pen_held_out.pen)
    warn(speed_line(reader.speed()))
    figures = evaluation.figures()
    text = json.dumps(figures.to_dict(), indent=1) if options.json else summary(figures)
    print(text, flush=True)
    for path in write_report(options.report, reader, evaluation, robustness):
        warn(f"wrote {path}")
    return 0


def _seal(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from training.calibrate import calibrate_and_measure
    from training.commands.next_steps import next_steps
    from training.data.datasets import DataError, data_folder
    from training.sealing.seal import seal
    from training.sealing.trajectory import reseal_trajectory

    target = options.output or options.model
    seal(options.model, target)
    model = reseal_trajectory(target)
    if not model.card.fields["measured"]:
        try:
            model = calibrate_and_measure(model, data_folder(options.data), options.limit)
        except DataError as error:
            if options.data is not None:
                raise
            print(f"not calibrated or measured: {error}")
    print(f"sealed {model.card.name}")
    print(next_steps(model))
    return 0


def _try(options: argparse.Namespace) -> int:
    from training.commands.trial import try_model

    return try_model(options.model, options.arguments)


if __name__ == "__main__":
    status = main()
    if status == INTERRUPTED:
        # Everything is written. A normal exit of Python would destroy TensorFlow's iterator, whose
        # threads wait for an interpreter that no longer runs: the process hangs or crashes.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise SystemExit(status)

"""The commands for the networks that read pictures: train, measure and seal them."""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from training.commands.options import positive
from training.terminal.quiet import import_keras_quietly


def add_picture_commands(
    commands: Any, shared: argparse.ArgumentParser, model: Path, runs: Path
) -> None:
    """Adds them to the other commands of `python -m training`.

    Args:
        commands: the subparsers.
        shared: options of every command.
        model: that a network is added to by default.
        runs: default folder for results.
    """
    for name, does, fit in (
        ("lines", "reads lines in pictures", _train_lines),
        ("pages", "finds lines on pages", _train_pages),
    ):
        one = commands.add_parser(
            f"train-{name}", help=f"train the network that {does}", parents=[shared]
        )
        one.add_argument("--epochs", type=positive)
        one.add_argument("--minutes", type=float, help="end after this time at the latest")
        one.add_argument("--seed", type=int)
        one.add_argument("--batch-size", type=positive, help=f"{name} in a step; more for a GPU")
        one.add_argument(
            "--workers",
            type=positive,
            default=1,
            help="processes that make what is trained on; as many as processors for a GPU",
        )
        one.add_argument(
            "--start", type=Path, metavar=f"{name}.keras", help="begin from a trained network"
        )
        one.add_argument("--runs", type=Path, default=runs, help="folder for checkpoints")
        one.set_defaults(run=fit, interrupted="the same command goes on where it stopped")

    for name, does, measure in (
        ("lines", "reads lines in pictures", _evaluate_lines),
        ("pages", "finds lines on pages", _evaluate_pages),
    ):
        one = commands.add_parser(
            f"evaluate-{name}", help=f"measure the network that {does}", parents=[shared]
        )
        one.add_argument("graph", type=Path, metavar=f"{name.upper()}.tflite")
        one.add_argument("--limit", type=positive, help=f"at most this many {name} of a kind")
        one.set_defaults(run=measure, interrupted="nothing was measured")

    for name, does, add in (
        ("lines", "reads lines in pictures, and calibrates it on held-out lines", _seal_lines),
        ("pages", "finds lines on pages", _seal_pages),
    ):
        one = commands.add_parser(
            f"seal-{name}",
            help=f"add a trained network that {does.partition(',')[0]} to a sealed model",
            parents=[shared],
            description=f"Adds to a sealed model, or replaces in it, the network that {does}.",
        )
        one.add_argument("network", type=Path, metavar=f"{name.upper()}.keras")
        one.add_argument("--model", type=Path, default=model, help="the sealed model")
        if add is _seal_lines:
            one.add_argument("--limit", type=positive, help="calibrate with at most this many")
        one.set_defaults(run=add, interrupted="the same command begins again")


def _train_lines(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from training.network.lines.architecture import LineRecipe
    from training.train_lines import train_lines

    return _train(options, LineRecipe(), train_lines)


def _train_pages(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from training.network.pages.architecture import PageRecipe
    from training.train_pages import train_pages

    return _train(options, PageRecipe(), train_pages)


def _train(options: argparse.Namespace, recipe: Any, train: Callable[..., Iterable[Path]]) -> int:
    from training.data.datasets import data_folder

    given = {
        name: value
        for name in ("epochs", "seed", "batch_size")
        if (value := getattr(options, name)) is not None
    }
    recipe = dataclasses.replace(recipe, **given)
    data = data_folder(options.data)
    more = options.minutes, options.start, options.workers
    for path in train(recipe, data, options.runs, *more):
        print(f"wrote {path}")
    return 0


def _evaluate_lines(options: argparse.Namespace) -> int:
    from training.data.datasets import data_folder
    from training.experiments.lines import evaluate_lines, table

    print(table(evaluate_lines(options.graph, data_folder(options.data), options.limit)))
    return 0


def _evaluate_pages(options: argparse.Namespace) -> int:
    from training.data.datasets import data_folder
    from training.experiments.pages import evaluate_pages, table

    print(table(evaluate_pages(options.graph, data_folder(options.data), options.limit)))
    return 0


def _seal_lines(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from training.data.datasets import data_folder, load_split
    from training.sealing.line_calibration import LINES, calibrate_lines
    from training.sealing.lines import seal_lines
    from training.sealing.seal import amend_card, load_keras

    split = load_split(data_folder(options.data))
    model = seal_lines(options.model, load_keras(options.network), {})
    calibration = calibrate_lines(model, split, options.limit or LINES)
    described = model.card.fields["lines"] | calibration.to_dict()
    model = amend_card(options.model, lines=described)
    print(f"sealed {options.model} with {options.network}, SHA-256 {model.sha256}")
    print(json.dumps(described))
    return 0


def _seal_pages(options: argparse.Namespace) -> int:
    import_keras_quietly()
    from training.sealing.pages import seal_pages
    from training.sealing.seal import load_keras

    model = seal_pages(options.model, load_keras(options.network))
    print(f"sealed {options.model} with {options.network}, SHA-256 {model.sha256}")
    return 0

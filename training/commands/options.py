"""The options of `train`, with their defaults."""

from __future__ import annotations

import argparse
from pathlib import Path

from training.network.recipe import RECIPES


def add_train_options(train: argparse.ArgumentParser, runs: Path) -> None:
    """Adds them to the parser of the command; `runs` is the usual folder of checkpoints."""
    train.add_argument(
        "--network",
        choices=("convolutional", "dense"),
        default="convolutional",
        help="dense is the tutorial's network, to compare with; default: %(default)s",
    )
    train.add_argument(
        "--epochs",
        type=positive,
        help=f"passes over the data; default: {_usual('epochs')}; "
        "the trajectory network has at most 40",
    )
    train.add_argument(
        "--learning-rate",
        type=float,
        help=f"the highest; default: {_usual('learning_rate')}; less to train a model on",
    )
    train.add_argument("--seed", type=int, help=f"of all random numbers; default: {_usual('seed')}")
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
    train.add_argument(
        "--output",
        type=Path,
        help="the model to replace; default: the program's own; of the dense network "
        "dense.keras in the folder of --runs",
    )
    train.add_argument(
        "--runs", type=Path, default=runs, help="folder for checkpoints; default: %(default)s"
    )
    train.add_argument("--force", action="store_true", help="replace a better model too")
    train.add_argument(
        "--again",
        choices=("train", "measure"),
        help="train or measure again what is finished; by default it is only said to be",
    )


def _usual(name: str) -> str:
    """The default of a recipe's field, for each network if they differ."""
    found = {network: getattr(recipe, name) for network, recipe in RECIPES.items()}
    if len(set(found.values())) == 1:
        return str(next(iter(found.values())))
    return ", ".join(f"{value} ({network})" for network, value in found.items())


def positive(text: str) -> int:
    """A number from 1 upwards, as an option's type."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number

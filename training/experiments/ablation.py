"""Ablation: what each part of the augmentation is worth, one left out at a time.

    python -m training.experiments.ablation

Trains a network of half the width for a moment, once as the recipe has it and once for each part
left out, and measures it on people and on an alphabet that it never saw. Writers and alphabets take
turns at being held out. It is trained on few digits, several times over: that is where variation
has to stand in for people who are not there, as it has to in the finished network for people who
write in other ways than those of the data. The MNIST test set is not touched. The table goes to
`ABLATION.md`. What is done is kept in `training/runs`, so that an interrupted run goes on where it
stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.raster import render
from training.augmentation.variation import Variation
from training.data.datasets import (
    Images,
    PenDigits,
    Split,
    Strokes,
    data_folder,
    load_mnist,
    load_non_digits,
    load_pen_digits,
    render_all,
    to_float,
)
from training.evaluation import metrics
from training.evaluation.robustness import on_pixels
from training.network.recipe import Recipe

REPORT = Path(__file__).with_name("ABLATION.md")
FOLDS = (("Greek", 0), ("Korean", 1), ("Latin", 2), ("Balinese", 3), ("Early_Aramaic", 4))
"""An alphabet, and which writers (their numbers modulo 5), to hold out."""

USUAL = Recipe(epochs=4, limit=3_000, pen_repeats=1)
PLAIN = Variation(
    rotation=0, image_rotation=0, slant=0, stretch=0, wide_stretch=0, shift=0, bend=0, pen=(1, 1),
    image_pen=0, square=0, ink_bend=0, jitter=0, wobble=0, sparse=0, smooth=0, grid=0, lifts=0,
    soft=(0, 0), ink_soft=(0, 0),
)  # fmt: skip
DRAWINGS = 3_000
"""Of an alphabet or of held-out images, at most so many are measured."""


def without(**fields: object) -> Recipe:
    """The usual recipe with parts of its variation changed."""
    return replace(USUAL, variation=replace(USUAL.variation, **fields))  # type: ignore[arg-type]


RECIPES = {
    "as it is": USUAL,
    "no variation at all": replace(USUAL, variation=PLAIN, clean_share=1.0),
    "no rotation": without(rotation=0, image_rotation=0),
    "no slant": without(slant=0),
    "no stretching": without(stretch=0, wide_stretch=0, square=0),
    "one pen width": without(pen=(1, 1), image_pen=0),
    "no bending": without(bend=0, ink_bend=0),
    "no mouse's jitter, no grid": without(jitter=0, grid=0),
    "no wobble of speed": without(wobble=0),
    "no change of sampling": without(sparse=0, smooth=0),
    "no joined or missing strokes": without(lifts=0),
    "no styles, no forms": replace(USUAL, style_share=0.0, form_share=0.0),
    "every image varied": replace(USUAL, clean_share=0.0),
    "four images in ten as they are": replace(USUAL, clean_share=0.4),
    "every image varied fully": without(mildest=1.0),
    "images softer than ink": without(soft=(0.0, 0.0), ink_soft=(0.0, 0.0)),
    "no outliers": replace(USUAL, outlier_share=0.0),
}


@dataclass(frozen=True)
class Result:
    """What a network came to on one fold.

    Attributes:
        pen: share of the unseen writers' digits that are read right.
        worst_writer: the same of the writer who is read worst.
        otherwise: the same of their digits made in other ways, as `OTHERWISE` has them.
        images: share of MNIST's held-out images that are read right.
        rejected: share of the unseen alphabet that is rejected.
    """

    pen: float
    worst_writer: float
    otherwise: float
    images: float
    rejected: float


_MAKERS = (
    "augmentation/variation", "augmentation/pixels", "augmentation/styles", "synthetic/outliers",
    "synthetic/scribbles", "network/batches", "network/architectures",
)  # fmt: skip
"""The modules that decide what a network becomes."""


def run(recipe: Recipe, fold: tuple[Split, tuple[Strokes, ...], tuple[Strokes, ...]]) -> Result:
    """Trains a network of half the width and measures it on a fold."""
    import keras

    from training.network.architectures import convolutional
    from training.network.fit import fit_briefly

    parts, characters, foreign = fold
    keras.backend.clear_session()
    keras.utils.set_random_seed(recipe.seed)
    model = fit_briefly(convolutional(width=0.5), recipe, parts, characters)

    def read(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        logits = model.predict(images[..., None], batch_size=512, verbose=0)
        rows = keras.ops.convert_to_numpy(keras.ops.softmax(logits[:, :10]))
        return rows, logits[:, 10] if recipe.outlier_share else 1 - rows.max(axis=1)

    pen, rejection_score = read(parts.held_out_pen.render())
    right = pen.argmax(axis=1) == parts.held_out_pen.labels
    writers = parts.held_out_pen.writers
    otherwise, _ = read(made_otherwise(parts.held_out_pen))
    images, _ = read(to_float(parts.held_out_images.x))
    _, strange = read(render_all(foreign))
    return Result(
        float(right.mean()),
        min(float(right[writers == writer].mean()) for writer in np.unique(writers)),
        metrics.accuracy(otherwise, np.tile(parts.held_out_pen.labels, len(OTHERWISE))),
        metrics.accuracy(images, parts.held_out_images.y),
        float((strange > metrics.rejection_threshold(rejection_score)).mean()),
    )


OTHERWISE: tuple[Callable[[Strokes], np.ndarray], ...] = (
    lambda strokes: render(on_pixels(strokes, 12)),
    lambda strokes: render(strokes, 1.4),
    lambda strokes: render(strokes, 5.0),
    lambda strokes: render(slanted(strokes, 0.45)),
    lambda strokes: render(slanted(strokes, -0.3)),
)
"""Ways to make a digit: twelve pixels tall with a mouse, with a hairline, with a marker, slanted to
the right and to the left, more than most people do."""


def slanted(strokes: Strokes, slant: float) -> Strokes:
    """Strokes leaning to the right, or to the left where `slant` is negative."""
    return tuple(tuple((x - slant * y, y) for x, y in stroke) for stroke in strokes)


def made_otherwise(pen: PenDigits) -> np.ndarray:
    """Digits made in each of `OTHERWISE`, one after the other: (len(OTHERWISE) × n, 28, 28)."""
    return np.stack([make(strokes) for make in OTHERWISE for strokes in pen.strokes])


def folds(folder: Path) -> Iterator[tuple[Split, tuple[Strokes, ...], tuple[Strokes, ...]]]:
    """For each fold the split, the characters to train against, and those to measure with."""
    train, pen, alphabets = load_mnist(folder)[0], load_pen_digits(folder), load_non_digits(folder)
    limit = USUAL.limit
    images = train.part(slice(None, limit))
    few = np.random.default_rng(0).permutation(len(pen)) < (limit or len(pen))
    held_images: Images = train.part(slice(-DRAWINGS, None))
    for alphabet, remainder in FOLDS:
        held = pen.writers % 5 == remainder
        characters = tuple(
            drawing
            for name, drawings in alphabets.items()
            if name != alphabet
            for drawing in drawings
        )
        split = Split(images, pen.of(~held & few), held_images, pen.of(held))
        yield split, characters, alphabets[alphabet][:DRAWINGS]


PAGE = """\
# What each part of the augmentation is worth

Printed by `python -m training.ablation` in {minutes:.0f} minutes. A network of half the width,
{epochs} epochs of {limit:,} MNIST images and of as many pen digits, less those of the writers held
out; means over {folds} folds, which hold out a fifth of the writers and one alphabet each
({alphabets}). So small a training makes every figure lower than the finished network's: what counts
is the difference to the first row. Made otherwise are the same writers' digits twelve pixels tall,
with a hairline, with a marker, and slanted both ways. Non-digits are those rejected at 1 % of the
unseen writers' digits lost.

| left out | unseen writers | the worst | made otherwise | MNIST held out | non-digits rejected |
| --- | --- | --- | --- | --- | --- |
{rows}

Over {digits:,} digits of unseen writers one standard error is about {error:.2f} points. Smaller
differences say little.
"""


def report(results: dict[str, list[Result]], digits: int, seconds: float) -> str:
    """The table, the means over the folds, in Markdown.

    Args:
        results: one for each fold, by the recipe's name.
        digits: of unseen writers, in all folds together.
        seconds: that it took.
    """
    rows = []
    for name, found in results.items():
        means = [100 * np.mean(values) for values in zip(*map(astuple, found), strict=True)]
        rows.append(f"| {name} | " + " | ".join(f"{mean:.2f} %" for mean in means) + " |")
    wrong = 1 - float(np.mean([one.pen for one in next(iter(results.values()))]))
    return PAGE.format(
        minutes=seconds / 60,
        epochs=USUAL.epochs,
        limit=USUAL.limit,
        folds=len(FOLDS),
        alphabets=", ".join(alphabet.replace("_", " ") for alphabet, _ in FOLDS),
        rows="\n".join(rows),
        digits=digits,
        error=100 * np.sqrt(wrong * (1 - wrong) / digits),
    )


class Done:
    """Results so far, and the seconds that each took, kept in a file.

    Args:
        path: of the file. One that can't be read counts as none: nothing is in it but time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._found: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            self._found = {}

    @staticmethod
    def key(recipe: Recipe, fold: int) -> str:
        """What a result belongs to: the recipe, the fold, and the code that makes the network."""
        what = json.dumps([asdict(recipe), FOLDS[fold - 1]], sort_keys=True).encode()
        for name in _MAKERS:
            what += (Path(__file__).resolve().parents[1] / f"{name}.py").read_bytes()
        return hashlib.sha256(what).hexdigest()[:16]

    def __contains__(self, key: str) -> bool:
        return key in self._found

    def __getitem__(self, key: str) -> tuple[Result, float]:
        found = self._found[key]
        return Result(**found["result"]), found["seconds"]

    def keep(self, key: str, result: Result, seconds: float) -> None:
        """Adds a result to the file, which is written whole or not at all."""
        self._found[key] = {"result": asdict(result), "seconds": seconds}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f".{self._path.name}.part")
        try:
            part.write_text(json.dumps(self._found, indent=1), "utf-8")
            part.replace(self._path)
        finally:
            part.unlink(missing_ok=True)


def main() -> int:
    """Runs the ablation and writes the table."""
    parser = argparse.ArgumentParser(
        prog="python -m training.experiments.ablation", description=__doc__
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=Path, default=Path(__file__).with_name("runs"))
    parser.add_argument("--only", nargs="*", choices=list(RECIPES), default=list(RECIPES))
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    done = Done(options.runs / "ablation.json")
    results: dict[str, list[Result]] = {name: [] for name in options.only}
    digits, seconds = 0, 0.0
    for number, fold in enumerate(folds(data_folder(options.data)), 1):
        digits += len(fold[0].held_out_pen)
        for name in options.only:
            key = done.key(RECIPES[name], number)
            if key not in done:
                began = time.monotonic()
                done.keep(key, run(RECIPES[name], fold), time.monotonic() - began)
            result, took = done[key]
            seconds += took
            results[name].append(result)
            print(f"{number}/{len(FOLDS)} {name}: {result}", file=sys.stderr, flush=True)
    text = report(results, digits, seconds)
    print(text)
    if options.only == list(RECIPES):
        REPORT.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

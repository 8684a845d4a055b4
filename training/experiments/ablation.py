"""Ablation study: what each part of the augmentation is worth, leaving out one at a time.

    python -m training.ablation

Trains a small network of half the width with the usual recipe, and once without each part, and
measures it on writers and on an alphabet that it was not trained on; which ones are held out
changes from fold to fold. The training data is small and used several times: variation has to
replace the writers who are missing, as it must in the finished network for people who write
differently from those in the data. MNIST's test set is not used. The table goes to `ABLATION.md`.
Results are kept in `training/runs`: if interrupted, the same command goes on with the network that
it was training.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

import numpy as np

from digitrec.files import written_whole
from digitrec.recognition.raster import render
from training.augmentation.variation import Variation
from training.data.datasets import PenDigits, Strokes, data_folder, render_all, to_float
from training.evaluation import metrics
from training.evaluation.robustness import on_pixels
from training.experiments.finished import Finished, Result
from training.experiments.folds import FOLDS, RUNS, Fold, load_folds
from training.network.recipe import Recipe

REPORT = Path(__file__).resolve().parents[1] / "ABLATION.md"

USUAL = Recipe(epochs=4, limit=3_000, pen_repeats=1)
NO_VARIATION = Variation(
    rotation=0, image_rotation=0, slant=0, stretch=0, wide_stretch=0, shift=0, bend=0, pen=(1, 1),
    image_pen=0, square=0, ink_bend=0, jitter=0, wobble=0, sparse=0, smooth=0, grid=0, lifts=0,
    soft=(0, 0), ink_soft=(0, 0),
)  # fmt: skip
DRAWINGS = 3_000
"""At most this many drawings of an alphabet, and of the held-out images, are measured."""


def without(**fields: object) -> Recipe:
    """The usual recipe with some fields of its variation changed."""
    return replace(USUAL, variation=replace(USUAL.variation, **fields))  # type: ignore[arg-type]


RECIPES = {
    "nothing": USUAL,
    "all variation": replace(USUAL, variation=NO_VARIATION, clean_share=1.0),
    "rotation": without(rotation=0, image_rotation=0),
    "slant": without(slant=0),
    "stretching": without(stretch=0, wide_stretch=0, square=0),
    "pen widths (only one)": without(pen=(1, 1), image_pen=0),
    "bending": without(bend=0, ink_bend=0),
    "jitter and grid of a mouse": without(jitter=0, grid=0),
    "wobble of speed": without(wobble=0),
    "changes of sampling": without(sparse=0, smooth=0),
    "joined or missing strokes": without(lifts=0),
    "styles and forms": replace(USUAL, style_share=0.0, form_share=0.0),
    "unchanged images (all varied)": replace(USUAL, clean_share=0.0),
    "variation of four images in ten": replace(USUAL, clean_share=0.4),
    "mild variation (all images to the full)": without(mildest=1.0),
    "sharpening (images softer than ink)": without(soft=(0.0, 0.0), ink_soft=(0.0, 0.0)),
    "outliers": replace(USUAL, outlier_share=0.0),
}
"""The recipes by what is left out."""


def run(recipe: Recipe, fold: Fold) -> Result:
    """Trains a network of half the width and measures it on a fold."""
    import keras

    from training.network.architectures import convolutional
    from training.network.fit import fit_briefly

    split = fold.split
    keras.backend.clear_session()
    keras.utils.set_random_seed(recipe.seed)
    model = fit_briefly(convolutional(width=0.5), recipe, split, fold.characters)

    def read(images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (n, 10) and rejection scores (n,)."""
        logits = model.predict(images[..., None], batch_size=512, verbose=0)
        rows = keras.ops.convert_to_numpy(keras.ops.softmax(logits[:, :10]))
        return rows, logits[:, 10] if recipe.outlier_share else 1 - rows.max(axis=1)

    pen, digit_scores = read(split.held_out_pen.render())
    right = pen.argmax(axis=1) == split.held_out_pen.labels
    writers = split.held_out_pen.writers
    redrawn_rows, _ = read(redrawn(split.held_out_pen))
    images, _ = read(to_float(split.held_out_images.x))
    _, character_scores = read(render_all(fold.held_out_characters[:DRAWINGS]))
    return Result(
        float(right.mean()),
        min(float(right[writers == writer].mean()) for writer in np.unique(writers)),
        metrics.accuracy(redrawn_rows, np.tile(split.held_out_pen.labels, len(WAYS_TO_DRAW))),
        metrics.accuracy(images, split.held_out_images.y),
        float((character_scores > metrics.rejection_threshold(digit_scores)).mean()),
    )


WAYS_TO_DRAW: tuple[Callable[[Strokes], np.ndarray], ...] = (
    lambda strokes: render(on_pixels(strokes, 12)),
    lambda strokes: render(strokes, 1.4),
    lambda strokes: render(strokes, 5.0),
    lambda strokes: render(slanted(strokes, 0.45)),
    lambda strokes: render(slanted(strokes, -0.3)),
)
"""Twelve pixels high with a mouse, with a hairline, with a marker, and slanted to the right and to
the left, more than most people do."""


def slanted(strokes: Strokes, slant: float) -> Strokes:
    """Strokes that lean to the right, or to the left if `slant` is negative."""
    return tuple(tuple((x - slant * y, y) for x, y in stroke) for stroke in strokes)


def redrawn(pen: PenDigits) -> np.ndarray:
    """Digits drawn in each of `WAYS_TO_DRAW`, one way after another: (ways × n, 28, 28)."""
    return np.stack([draw(strokes) for draw in WAYS_TO_DRAW for strokes in pen.strokes])


PAGE = """\
# What each part of the augmentation is worth

Printed by `python -m training.ablation` in {minutes:.0f} minutes. A network of half the width was
trained for {epochs} epochs on {limit:,} MNIST images and as many pen digits, without those of the
held-out writers. The figures are means over {folds} folds, each of which holds out a fifth of the
writers and one alphabet ({alphabets}). After such a
short training every figure is lower than the finished network's: what counts is the difference from
the first row. "Drawn otherwise" are the same writers' digits twelve pixels high, with a
hairline, with a marker, and slanted to either side. "Non-digits" is the share of them rejected at
the threshold that loses 1 % of the unseen writers' digits.

| left out | unseen writers | worst writer | drawn otherwise | MNIST held out | non-digits |
| --- | --- | --- | --- | --- | --- |
{rows}

There are {digits:,} digits of unseen writers, so that one standard error is about {error:.2f}
points. Smaller differences mean little.
"""


def report(results: dict[str, list[Result]], digits: int, seconds: float) -> str:
    """The table of means over the folds, in Markdown.

    Args:
        results: one for each fold, by what was left out.
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


def main() -> int:
    """Runs the study and writes the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m training.ablation", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--only", nargs="*", choices=list(RECIPES), default=list(RECIPES))
    options = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    finished = Finished(options.runs / "ablation.json")
    results: dict[str, list[Result]] = {name: [] for name in options.only}
    digits, seconds = 0, 0.0
    folds = load_folds(data_folder(options.data), USUAL.limit, DRAWINGS, few_pen_digits=True)
    for number, fold in enumerate(folds, 1):
        digits += len(fold.split.held_out_pen)
        for name in options.only:
            key = finished.key(RECIPES[name], number)
            if key not in finished:
                began = time.monotonic()
                finished.add(key, run(RECIPES[name], fold), time.monotonic() - began)
            result, took = finished[key]
            seconds += took
            results[name].append(result)
            print(f"{number}/{len(FOLDS)} {name}: {result}", file=sys.stderr, flush=True)
    text = report(results, digits, seconds)
    print(text)
    if options.only == list(RECIPES):
        with written_whole(REPORT, replace=True) as stream:
            stream.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

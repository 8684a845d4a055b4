"""Picture grouping: learns the weights by which the application parts a picture into digits.

    python -m training.segmentation.picture_weights

As `stroke_weights` does for ink: makes pages of MNIST's training images and of the training
writers' digits, has the application's model read every candidate, and maximises the likelihood of
the right ways. Prints the weights for `app/recognition/picture_lattice.py`, and how many lines of
pages made of the held-out digits are parted rightly. Takes about ten minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import io
import itertools
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.picture_lattice import (
    CUT_FEATURES,
    GROUP_FEATURES,
    PictureLattice,
)
from digitrec.recognition.picture.segmenter import read_lattices
from digitrec.recognition.picture.text_lines import CrowdedError, TextLine, find_lines
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Raster, render_picture
from digitrec.resources import model_path
from training.data.datasets import (
    Images,
    PenDigits,
    data_folder,
    load_mnist,
    load_pen_digits,
    split,
)
from training.segmentation.stroke_weights import Example, learn, parted
from training.synthetic.pages import NumberPage, make_page

PAGES = 600
HELD_OUT = 200
_SIDE = 1600  # pixels of the longer side of a page, at most; it is read no larger
_WRONG = 0.12  # share of a digit's ink that a seam may leave on the wrong side


def examples(page: NumberPage, model: Model) -> list[Example | None]:
    """The lattices of a page's lines; None for each where the right way is not in it."""
    ink = open_picture(io.BytesIO(page.content))
    try:
        lines = find_lines(ink)
    except CrowdedError:  # so much dirt that nobody would be told a number
        return [None]

    def read(crops: Sequence[Raster]) -> Predictions:
        return model.read_views(np.stack([render_picture(crop)[None] for crop in crops]))

    return [
        _example(lattice, predictions, owners_of(line, ink, page))
        for line, (lattice, predictions) in zip(lines, read_lattices(lines, read), strict=True)
    ]


def owners_of(line: TextLine, ink: Raster, page: NumberPage) -> NDArray[np.uint8]:
    """For each pixel of a line, which digit's ink it is, counted from 1; 0 for none."""
    height, width = line.mask.shape
    tall, wide = page.owner.shape
    rows = (np.arange(height) + line.corner[1] + 0.5) * line.scale * tall / ink.shape[0]
    columns = (np.arange(width) + line.corner[0] + 0.5) * line.scale * wide / ink.shape[1]
    owner = page.owner[np.minimum(rows.astype(int), tall - 1)][
        :, np.minimum(columns.astype(int), wide - 1)
    ]
    return np.where(line.mask, owner, 0)


def _example(
    lattice: PictureLattice, predictions: Predictions, owners: NDArray[np.uint8]
) -> Example | None:
    spans = right_spans(lattice, owners)
    at = {(each.first, each.end): index for index, each in enumerate(lattice.candidates)}
    if spans is None or not all(span in at for span in spans):
        return None
    groups, cuts = lattice.features(predictions)
    return Example(groups, cuts, lattice.before, lattice.last, [at[span] for span in spans])


def right_spans(lattice: PictureLattice, owners: NDArray[np.uint8]) -> list[tuple[int, int]] | None:
    """The seams on both sides of each digit; None where no seams part them well."""
    areas = np.bincount(owners.reshape(-1))
    names = np.flatnonzero(areas[1:] > 0) + 1
    if not len(names):
        return None
    middles = [np.nonzero(owners == name)[1].mean() for name in names]
    names = names[np.argsort(middles)]
    sums = {name: np.cumsum(np.pad(owners == name, ((0, 0), (1, 0))), axis=1) for name in names}
    rows = np.arange(owners.shape[0])
    left_of = {  # of each digit, how much lies to the left of each seam
        name: np.array([sums[name][rows, seam].sum() for seam in lattice.seams]) for name in names
    }
    cuts = [0]
    for one, other in itertools.pairwise(names):
        wrong = np.maximum((areas[one] - left_of[one]) / areas[one], left_of[other] / areas[other])
        wrong[: cuts[-1] + 1] = np.inf
        best = int(wrong.argmin())
        if wrong[best] > _WRONG:
            return None
        cuts.append(best)
    return list(itertools.pairwise([*cuts, len(lattice.seams) - 1]))


def _examples_at(
    folder: Path, path: Path, held_out: bool, seed: int, at: int
) -> list[Example | None]:
    model, kinds = _loaded(folder, path, held_out)
    return examples(make_page(kinds[at % 2], (seed, at), 1 + (at % 10 == 0), _SIDE), model)


_LOADED: dict[tuple[Path, Path, bool], tuple[Model, tuple[Images, PenDigits]]] = {}


def _loaded(folder: Path, path: Path, held_out: bool) -> tuple[Model, tuple[Images, PenDigits]]:
    """The model and the digits, loaded once in a process."""
    key = (folder, path, held_out)
    if key not in _LOADED:
        parts = split(load_mnist(folder)[0], load_pen_digits(folder))
        own = (parts.held_out_images, parts.held_out_pen) if held_out else (parts.images, parts.pen)
        _LOADED[key] = (Model.open(path), own)
    return _LOADED[key]


def main() -> int:
    """Learns, and prints the weights."""
    name = "python -m training.segmentation.picture_weights"
    parser = argparse.ArgumentParser(prog=name, description=__doc__)
    parser.add_argument("--data", type=Path, help="folder that holds the data sets")
    parser.add_argument("--model", type=Path, default=model_path())
    parser.add_argument("--pages", type=int, default=PAGES, help="to learn from")
    options = parser.parse_args()
    folder = data_folder(options.data)
    with ProcessPoolExecutor() as pool:
        known, held_out = (
            list(pool.map(partial(_examples_at, folder, options.model, held, seed), range(count)))
            for held, seed, count in ((False, 1, options.pages), (True, 2, HELD_OUT))
        )
    every = [each for page in known for each in page]
    weights = learn([each for each in every if each is not None])
    own = len(GROUP_FEATURES)
    for name, labels, found in (
        ("GROUP_WEIGHTS", GROUP_FEATURES, weights[:own]),
        ("CUT_WEIGHTS", CUT_FEATURES, weights[own:]),
    ):
        print(f"{name} = np.array([{', '.join(f'{weight:.3f}' for weight in found)}])")
        print("    #", ", ".join(labels))
    right = [all(each is not None and parted(each, weights) for each in page) for page in held_out]
    print(f"{every.count(None)} of {len(every)} lines have no right way in their lattice")
    print(f"held-out digits: {np.mean(right):.2%} of {len(right)} pages parted rightly")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

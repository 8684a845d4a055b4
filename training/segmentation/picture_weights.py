"""Learns the weights by which the application segments pictures.

    python -m training.picture_grouping

As `stroke_weights` does for drawings: pages are made of MNIST's training images and of the training
writers' digits, the model reads every candidate, and the likelihood of the right paths is
maximised. Prints the weights as a card holds them, and how many pages made of held-out digits are
segmented right. Takes about ten minutes on two idle cores. With --write the weights go onto the
model's card.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.picture_raster import render_picture
from digitrec.recognition.picture.segmentation.ink import find_ink
from digitrec.recognition.picture.segmentation.picture_lattice import PictureLattice
from digitrec.recognition.picture.segmentation.segmenter import read_lattices
from digitrec.recognition.picture.segmentation.text_lines import CrowdedError, TextLine, find_lines
from digitrec.recognition.predictions import Predictions
from digitrec.recognition.raster import Raster
from digitrec.recognition.segmentation.weights import PICTURE_FEATURES
from digitrec.resources import model_path
from training.data.datasets import (
    Images,
    PenDigits,
    data_folder,
    load_mnist,
    load_pen_digits,
    split,
)
from training.segmentation.card import write_weights
from training.segmentation.crf import Example, is_segmented_right, learn
from training.synthetic.pages import NumberPage, make_page

PAGES = 600
HELD_OUT = 200
_SIDE = 1600  # pixels of the longer side of a page, at most; larger ones are scaled down anyway
_WRONG = 0.12  # share of a digit's ink that a seam may leave on the wrong side


def examples_of(page: NumberPage, model: Model) -> list[Example | None]:
    """The lattices of a page's lines; None for each whose right path isn't in its lattice."""
    ink, _ = find_ink(open_picture(io.BytesIO(page.content)))
    try:
        lines = find_lines(ink)
    except CrowdedError:  # so much dirt that no number can be read
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
    page_height, page_width = page.owner.shape
    rows = (np.arange(height) + line.corner[1] + 0.5) * line.scale * page_height / ink.shape[0]
    columns = (np.arange(width) + line.corner[0] + 0.5) * line.scale * page_width / ink.shape[1]
    owner = page.owner[np.minimum(rows.astype(int), page_height - 1)][
        :, np.minimum(columns.astype(int), page_width - 1)
    ]
    return np.where(line.mask, owner, 0)


def _example(
    lattice: PictureLattice, predictions: Predictions, owners: NDArray[np.uint8]
) -> Example | None:
    spans = right_spans(lattice, owners)
    at = {(each.first, each.end): index for index, each in enumerate(lattice.candidates)}
    if spans is None or not all(span in at for span in spans):
        return None
    return Example.of(lattice, predictions, [at[span] for span in spans])


def right_spans(lattice: PictureLattice, owners: NDArray[np.uint8]) -> list[tuple[int, int]] | None:
    """The seams on both sides of each digit; None if no seams separate the digits well."""
    areas = np.bincount(owners.reshape(-1))
    names = np.flatnonzero(areas[1:] > 0) + 1
    if not len(names):
        return None
    middles = [np.nonzero(owners == name)[1].mean() for name in names]
    names = names[np.argsort(middles)]
    sums = {name: np.cumsum(np.pad(owners == name, ((0, 0), (1, 0))), axis=1) for name in names}
    rows = np.arange(owners.shape[0])
    left_of = {  # for each digit, how much lies to the left of each seam
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


def make_examples(
    path: Path, images: Images, pen: PenDigits, pages: int, seed: int
) -> list[list[Example | None]]:
    """The examples of pages, half of them of images and half of pen digits, on all cores.

    Args:
        path: of the model that reads.
        images: digits to make pages of.
        pen: the same.
        pages: how many to make.
        seed: of the pages.
    """
    # A forked process would inherit TensorFlow's locks, but not the threads that release them.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(
        mp_context=spawn, initializer=_start_worker, initargs=(path, images, pen)
    )
    try:
        found = pool.map(partial(_page_examples, seed), range(pages))
        return list(tqdm(found, total=pages, desc="reading", unit="page", disable=None))
    finally:  # after Ctrl-C too: what hasn't begun is dropped
        pool.shutdown(cancel_futures=True)


class _Worker:
    """What a process of the pool works with."""

    model: Model
    kinds: tuple[Images, PenDigits]


def _start_worker(path: Path, images: Images, pen: PenDigits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that owns the pool
    _Worker.model = Model.open(path)
    _Worker.kinds = images, pen


def _page_examples(seed: int, at: int) -> list[Example | None]:
    lines = 1 + (at % 10 == 0)
    return examples_of(make_page(_Worker.kinds[at % 2], (seed, at), lines, _SIDE), _Worker.model)


def main() -> int:
    """Learns, prints the weights, and writes them if asked to; gives the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m training.picture_grouping", description=__doc__
    )
    parser.add_argument("--data", type=Path, help="folder that holds the data sets")
    parser.add_argument("--model", type=Path, default=model_path(), help="default: the bundled one")
    parser.add_argument("--pages", type=int, default=PAGES, help="to learn from")
    parser.add_argument("--write", action="store_true", help="write them onto the model's card")
    options = parser.parse_args()
    folder = data_folder(options.data)
    parts = split(load_mnist(folder)[0], load_pen_digits(folder))
    known = make_examples(options.model, parts.images, parts.pen, options.pages, 1)
    held_out = make_examples(options.model, parts.held_out_images, parts.held_out_pen, HELD_OUT, 2)
    every = [each for page in known for each in page]
    weights = learn([each for each in every if each is not None], PICTURE_FEATURES)
    print(json.dumps({"picture": weights.to_dict(PICTURE_FEATURES)}, indent=1))
    print(f"the right path of {every.count(None)} of {len(every)} lines is not in their lattice")
    right = [
        all(each is not None and is_segmented_right(each, weights) for each in page)
        for page in held_out
    ]
    print(f"held-out digits: {np.mean(right):.2%} of {len(right)} pages segmented right")
    if options.write:
        write_weights(options.model, picture=weights)
        print(f"written onto the card of {options.model}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

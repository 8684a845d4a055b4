"""The step of a training that learns a network's weights of segmentation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from digitrec.recognition.model import Model
from digitrec.recognition.segmentation.weights import PICTURE_FEATURES, STROKE_FEATURES
from training.data.datasets import Split, Strokes
from training.evaluation.whole_numbers import DRAWINGS_PER_NUMBER, DRAWINGS_PER_PHOTOGRAPH
from training.segmentation.card import write_weights
from training.segmentation.crf import MIN_EXAMPLES, Example, learn
from training.segmentation.mark_network import NUMBERS as MARKED
from training.segmentation.mark_weights import PATHS, learn_marks
from training.segmentation.picture_weights import PAGES, make_examples
from training.segmentation.stroke_weights import CHARACTERS, NUMBERS, characters, examples_of
from training.synthetic.digit_strings import make_numbers


def learn_segmentation(
    path: Path, parts: Split, non_digits: Sequence[Strokes], limit: int | None = None
) -> Model:
    """Learns the weights of segmentation and of marks, and writes them onto a sealed model's card.

    A training with a limit learns from few examples, in proportion. Where they are fewer than
    `MIN_EXAMPLES`, the model keeps the default weights: they come from another network, but chance
    in so few examples does more harm than that.

    Args:
        path: of the model. Its temperature must be on its card: the features depend on it.
        parts: the training data; nothing that is held out is used.
        non_digits: characters to learn from, which must stay whole.
        limit: how many drawings of each kind the network was trained on; None for all.

    Raises:
        KeyboardInterrupt: by Ctrl-C. The card is then as it was.
    """
    model = Model.open(path)
    numbers, whole, pages = NUMBERS, CHARACTERS, PAGES
    if limit is not None:
        numbers = min(NUMBERS, -(-limit // DRAWINGS_PER_NUMBER))
        whole = CHARACTERS * numbers // NUMBERS
        pages = min(PAGES, -(-limit // DRAWINGS_PER_PHOTOGRAPH))
    made = [*make_numbers(parts.pen, numbers, 1), *characters(non_digits, whole, 1)]
    print(f"segmentation of drawings: reading {len(made)} numbers and characters", flush=True)
    strokes = _usable(examples_of(made, model))
    stroke_weights = None
    if len(strokes) >= MIN_EXAMPLES:
        print(f"segmentation of drawings: learning from {len(strokes)}", flush=True)
        stroke_weights = learn(strokes, STROKE_FEATURES)
    lines: list[Example] = []
    picture_weights = None
    if pages >= MIN_EXAMPLES:
        print(f"segmentation of pictures: reading {pages} pages", flush=True)
        found = make_examples(path, parts.images, parts.pen, pages, 1)
        lines = _usable([each for page in found for each in page])
    if len(lines) >= MIN_EXAMPLES:
        print(f"segmentation of pictures: learning from {len(lines)} lines", flush=True)
        picture_weights = learn(lines, PICTURE_FEATURES)
    for kind, weights in (("drawings", stroke_weights), ("pictures", picture_weights)):
        if weights is None:
            print(f"segmentation of {kind}: too few examples, the default weights are kept")
    marks = None
    if numbers >= MIN_EXAMPLES:
        print("marks in drawings: learning", flush=True)
        marks = learn_marks(
            model,
            stroke_weights or model.card.segmentation.strokes,
            parts.pen,
            non_digits,
            MARKED * numbers // NUMBERS,
            PATHS * numbers // NUMBERS,
        )
    return write_weights(path, stroke_weights, picture_weights, marks)


def _usable(examples: Sequence[Example | None]) -> list[Example]:
    return [each for each in examples if each is not None]

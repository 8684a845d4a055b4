import io

import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.picture.segmentation.picture_lattice import PictureLattice
from digitrec.recognition.picture.segmentation.seams import Seams, find_seams
from digitrec.recognition.picture.segmentation.text_lines import find_lines
from digitrec.recognition.segmentation.weights import DEFAULT
from digitrec.resources import model_path
from tests.recognition.picture.inks import ink_of
from tests.training.makers import IMAGES, PEN
from training.segmentation.crf import is_segmented_right, log_likelihood
from training.segmentation.picture_weights import (
    examples_of,
    make_examples,
    owners_of,
    right_spans,
)
from training.synthetic.pages import make_page

MODEL = Model.open(model_path())
WEIGHTS = np.concatenate(DEFAULT.picture)


@pytest.fixture(scope="module")
def page():
    """A page of several digits that do not touch."""
    return next(
        page
        for page in (make_page(IMAGES, (2, at), largest=500) for at in range(50))
        if len(page.text) == 4 and not page.conditions & {"touching", "dirt", "noise"}
    )


def test_the_right_path_through_a_pages_lattice_is_known(page):
    (each,) = examples_of(page, MODEL)
    assert each is not None
    assert len(each.right) == 4
    assert is_segmented_right(each, DEFAULT.picture)


def test_the_gradient_is_that_of_the_likelihood(page):
    (each,) = examples_of(page, MODEL)
    value, gradient = log_likelihood(each, WEIGHTS)
    for at in range(len(WEIGHTS)):
        moved = WEIGHTS.copy()
        moved[at] += 1e-5
        assert (log_likelihood(each, moved)[0] - value) / 1e-5 == pytest.approx(
            gradient[at], abs=1e-3
        )


def test_there_is_no_right_path_if_no_seam_separates_the_digits(page):
    ink = ink_of(io.BytesIO(page.content))
    (line,) = find_lines(ink)
    seams = find_seams(line.mask, line.digit_height)
    owners = owners_of(line, ink, page)
    assert right_spans(PictureLattice(line, seams), owners)
    ends = Seams(seams.columns[[0, -1]], seams.crossed[[0, -1]])
    assert right_spans(PictureLattice(line, ends), owners) is None


def test_pages_are_made_and_read_in_several_processes():
    found = make_examples(model_path(), IMAGES, PEN, 2, seed=3)
    assert len(found) == 2
    for at, digits in enumerate((IMAGES, PEN)):
        here = examples_of(make_page(digits, (3, at), 1 + (at == 0), 1600), MODEL)
        for one, other in zip(found[at], here, strict=True):
            assert (one is None) == (other is None)
            assert one is None or (one.groups == other.groups).all()

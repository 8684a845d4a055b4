import io

import numpy as np
import pytest

from digitrec.recognition.model import Model
from digitrec.recognition.picture.decoding import open_picture
from digitrec.recognition.picture.picture_lattice import CUT_WEIGHTS, GROUP_WEIGHTS, PictureLattice
from digitrec.recognition.picture.seams import Seams, find_seams
from digitrec.recognition.picture.text_lines import find_lines
from digitrec.resources import model_path
from tests.training.makers import IMAGES
from training.segmentation.picture_weights import examples, owners_of, right_spans
from training.segmentation.stroke_weights import likelihood, parted
from training.synthetic.pages import make_page

MODEL = Model.open(model_path())
WEIGHTS = np.concatenate([GROUP_WEIGHTS, CUT_WEIGHTS])


@pytest.fixture(scope="module")
def page():
    """A page of several digits that do not touch."""
    return next(
        page
        for page in (make_page(IMAGES, (2, at), largest=500) for at in range(50))
        if len(page.text) == 4 and not page.conditions & {"touching", "dirt", "noise"}
    )


def test_the_right_way_through_a_pages_lattice_is_known(page):
    (each,) = examples(page, MODEL)
    assert each is not None
    assert len(each.right) == 4
    assert parted(each, WEIGHTS)


def test_the_gradient_is_that_of_the_likelihood(page):
    (each,) = examples(page, MODEL)
    value, gradient = likelihood(each, WEIGHTS)
    for at in range(len(WEIGHTS)):
        moved = WEIGHTS.copy()
        moved[at] += 1e-5
        assert (likelihood(each, moved)[0] - value) / 1e-5 == pytest.approx(gradient[at], abs=1e-3)


def test_where_no_seam_parts_the_digits_there_is_no_right_way(page):
    ink = open_picture(io.BytesIO(page.content))
    (line,) = find_lines(ink)
    seams = find_seams(line.mask, line.tall)
    owners = owners_of(line, ink, page)
    assert right_spans(PictureLattice(line, seams), owners)
    ends = Seams(seams.columns[[0, -1]], seams.crossed[[0, -1]])
    assert right_spans(PictureLattice(line, ends), owners) is None

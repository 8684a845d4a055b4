import io

import numpy as np
import pytest
from PIL import Image

from tests.training.makers import IMAGES, PEN
from training.synthetic.pages import LENGTHS, make_page, make_pages


@pytest.mark.parametrize("digits", [IMAGES, PEN], ids=["images", "pen"])
def test_a_page_knows_which_ink_belongs_to_which_digit(digits):
    for page in make_pages(digits, 6, seed=3, largest=500):
        size = Image.open(io.BytesIO(page.content)).size
        assert page.owner.shape == size[::-1]
        owners = np.unique(page.owner[page.owner > 0])
        assert owners.tolist() == list(range(1, len(page.text) + 1))
        middles = [np.nonzero(page.owner == owner)[1].mean() for owner in owners]
        assert middles == sorted(middles)


def test_the_owners_lie_where_the_ink_is():
    for seed in range(4):
        page = make_page(PEN, (5, seed), largest=500)
        grey = np.asarray(Image.open(io.BytesIO(page.content)).convert("L"), np.float32)
        ink = grey[page.owner > 0].mean()
        next_to_it = grey[np.roll(page.owner, 25, 0) > 0].mean()
        assert (ink > next_to_it) == ("light on dark" in page.conditions)


def test_a_page_is_the_same_for_the_same_seed():
    one, same, other = (make_page(IMAGES, (1, at), largest=400) for at in (7, 7, 8))
    assert (one.content, one.text) == (same.content, same.text)
    assert one.content != other.content


def test_pages_have_lines_and_all_lengths_and_several_papers():
    page = make_page(PEN, (0, 0), lines=3, largest=500)
    assert page.text.count("\n") == 2
    some = list(make_pages(IMAGES, 40, seed=1, largest=300))
    assert {len(page.text) for page in some} == set(LENGTHS)
    conditions = set().union(*(page.conditions for page in some))
    assert conditions >= {"plain", "ruled", "squared", "light on dark", "dark on light", "shadow"}

import re

import numpy as np
import pytest

from training.synthetic.lines.texts import KINDS

PATTERNS = {
    "single": r"\d",
    "number": r"\d{2,9}",
    "decimal": r"-?\d{1,3}[.,]\d{1,3}",
    "negative": r"-\d{1,4}",
    "date": r"\d+([-./:]\d+)+\.?",
    "letters": r"\?+",
    "nothing": "",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_of_its_kind(kind):
    make, share = KINDS[kind]
    rng = np.random.default_rng(3)
    texts = [make(rng) for _ in range(60)]
    assert 0 < share < 1
    assert all(re.fullmatch(PATTERNS.get(kind, r"[-?=*#.,/: \d]+"), text) for text in texts)


def test_amounts_have_separators_and_dashes_at_the_end():
    make, _ = KINDS["amount"]
    rng = np.random.default_rng(1)
    texts = " | ".join(make(rng) for _ in range(200))
    for wanted in (r"\d\.\d{3}", r"\d,\d{3}", r"\d- ", r"\d\.- ", r"\d= "):
        assert re.search(wanted, texts), wanted

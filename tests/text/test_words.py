import pytest

from digitrec.text import words
from tests.ui.tongue import speaking


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (57, 100, "57%"),  # 57 / 100 * 100 is a little less than 57
        (97, 100, "97%"),
        (2, 3, "67%"),
        (1, 3, "33%"),
        (1999, 2000, "99%"),
        (1, 2000, "1%"),
        (2, 2, "100%"),
        (0, 9, "0%"),
    ],
)
def test_a_share_is_rounded_but_only_all_is_100_and_only_none_is_0(part, whole, text):
    assert words.share(part / whole) == text


def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop_of_its_language():
    assert words.sentence("nothing was drawn") == "Nothing was drawn."
    assert words.sentence("really?") == "Really?"
    with speaking("tr"):
        assert words.sentence("izin verilmedi") == "İzin verilmedi."
    with speaking("ja"):
        assert words.sentence("何も描かれていません") == "何も描かれていません。"

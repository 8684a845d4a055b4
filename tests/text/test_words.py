import pytest

from digitrec.constants import LANGUAGES
from digitrec.storage import settings
from digitrec.text import language, words


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


def test_every_language_has_a_name():
    assert list(words.LANGUAGE_NAMES) == ["system", *LANGUAGES]


def test_the_languages_are_declared_once():
    assert ("system", *LANGUAGES) == settings.LANGUAGES
    assert language.LANGUAGES is LANGUAGES

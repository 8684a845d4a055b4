import pytest

from digitrec.session.teaching import Drawn
from digitrec.text import hand_words
from digitrec.ui.hand.prompt import understood_in_words


@pytest.mark.parametrize(
    ("read", "taught", "said"),
    [
        (None, None, ""),
        ("1", "1", hand_words.LESSON_AGREES.format(digit=1)),
        ("7", "1", hand_words.LESSON_DIFFERS.format(digit=1, read=7)),
        ("?", "1", hand_words.LESSON_WAS_NOTHING.format(digit=1)),
        ("7", "7", hand_words.LESSON_NOT_YET.format(digit=1, read=7)),
        ("?", "?", hand_words.LESSON_NOT_YET_ANYTHING.format(digit=1)),
    ],
)
def test_what_was_understood_is_said_as_it_is(read, taught, said):
    assert understood_in_words(Drawn(1, (), 5, read, taught)) == said

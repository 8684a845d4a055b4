import re
from pathlib import Path

import pytest

from digitrec.resources import languages
from digitrec.web.page_words import page_words

STATIC = Path(__file__).resolve().parents[2] / "app/digitrec/web/static"
SCRIPTS = [*STATIC.glob("js/*.js"), STATIC / "index.html"]


def test_every_word_that_the_page_says_exists_and_every_other_is_gone():
    text = "\n".join(path.read_text("utf-8") for path in SCRIPTS)
    found = re.findall(r"[\"'`](?:KEY_)?([A-Z]{2,}(?:_[A-Z]+)*)[\"'`]", text)
    named = set(found) - {"POST", "GET"}
    known = {name.removeprefix("KEY_") for name in page_words("en")}
    assert named <= known
    assert known - named == set()


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_words(language):
    english, words = page_words("en"), page_words(language)
    assert words.keys() == english.keys()
    assert [len(words[name]) for name in ("DIGITS", "COUNTS")] == [10, 9]
    for name, text in words.items():
        if isinstance(text, str):
            values = set(re.findall(r"\{\w+\}", english[name]))
            assert set(re.findall(r"\{\w+\}", text)) == values, name


def test_german_is_german():
    assert page_words("de")["UNDO"] == "Rückgängig"

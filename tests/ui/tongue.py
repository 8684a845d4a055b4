"""The window in another language, within the tests' process."""

import importlib
from contextlib import contextmanager

from digitrec.text import catalogue, guide_words, hand_words, words
from digitrec.ui.answer import verdict


@contextmanager
def speaking(language):
    """Speaks a language by its code, or from a catalogue, and English again afterwards.

    The program chooses its language before it imports its words; here they are there already.
    """
    if isinstance(language, str):
        assert catalogue.set_language(language)
    else:
        catalogue.use_catalogue(language)
    _take_up()
    try:
        yield
    finally:
        catalogue.use_catalogue(None)
        _take_up()


def _take_up():
    for module in (words, hand_words, guide_words, verdict):  # whose constants are made of words
        importlib.reload(module)

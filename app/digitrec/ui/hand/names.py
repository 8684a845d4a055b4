"""The names of hands, in words."""

from __future__ import annotations

from digitrec.constants import DEFAULT_HAND
from digitrec.text import hand_words


def name_in_words(name: str) -> str:
    """A hand's name; the default one has a name of its own in each language."""
    return hand_words.DEFAULT_HAND_NAME if name == DEFAULT_HAND else name

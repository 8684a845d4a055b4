"""Words of the command line that stand for numbers and names, checked."""

from __future__ import annotations

import argparse

from digitrec.constants import LONGEST_HAND_NAME
from digitrec.storage.settings import is_hand_name


def count(word: str) -> int:
    """A whole number of 1 or more.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    if not (word.isascii() and word.isdigit() and len(word) <= 9 and int(word) > 0):
        raise argparse.ArgumentTypeError(f"{word!r} is not a whole number of 1 or more")
    return int(word)


def hand_name(word: str) -> str:
    """A name that a hand can have.

    Raises:
        argparse.ArgumentTypeError: if it is none.
    """
    if not is_hand_name(word):
        raise argparse.ArgumentTypeError(
            f"{word!r} is not a name of 1 to {LONGEST_HAND_NAME} characters"
        )
    return word

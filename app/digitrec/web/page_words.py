"""The words of the page: those of the window, by the same names, from the same catalogues."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from digitrec.resources import catalogue_file
from digitrec.text import hand_words, key_words, words
from digitrec.text import page_words as own_words

SHARED = (
    "HINT", "WAITING", "LOADING", "NOT_READ", "NOT_A_DIGIT", "CANNOT_READ", "UNDO", "REDO", "CLEAR",
    "WHY", "INSIGHT_SHOWN", "ERASER", "HISTORY", "EXPORT", "OPEN", "CLOSE", "DELETE_ALL", "KEYS",
    "COPIED", "NOTHING_TO_COPY", "NOTHING_TO_CORRECT", "READING_PICTURE", "DROP_HERE",
    "NOTHING_TO_PASTE", "SETTING_HAND", "TEACH", "NO_DRAWINGS", "COUNTS", "SURE", "FAIRLY_SURE",
    "MAYBE", "UNSURE", "PARTLY_READ", "CORRECTED", "NO_DIGIT", "NONE_OF_THESE", "NONE_LIKELIER",
    "READ_AS", "LEAST_SURE", "SELECTED", "JOIN", "SPLIT", "NOTHING_SELECTED", "CANNOT_SPLIT",
    "SENTENCE", "PER_CENT", "OVER", "UNDER", "PASTED",
)  # fmt: skip
OF_HAND = (
    "HAND_TITLE", "LESSON_REQUEST", "LESSON_DONE", "LIKE_EXAMPLE", "LIKE_NO_DIGIT",
)  # fmt: skip
OF_KEYS = (
    "CLEAR", "UNDO", "REDO", "OPEN", "PASTE", "COPY", "CORRECT", "NONE", "TAKE_BACK", "MOVE",
    "JOIN_SPLIT", "ERASER", "WHY", "HELP", "NAME_CONTROL", "NAME_ESCAPE", "NAME_BACKSPACE",
)  # fmt: skip


def page_words(language: str) -> dict[str, object]:
    """Everything that the page says, in one language, by the names of the program's own words.

    Args:
        language: the code of one that there is.
    """
    catalogue = NullTranslations()
    if language != "en":
        with Path(catalogue_file(language)).open("rb") as stream:
            catalogue = GNUTranslations(stream)
    say = catalogue.gettext

    own = {name: text for name, text in vars(own_words).items() if name.isupper()}
    said: dict[str, object] = {name: say(text) for name, text in own.items()}
    said |= {name: say(_english(words, name)) for name in SHARED}
    said |= {name: say(_english(hand_words, name)) for name in OF_HAND}
    said |= {f"KEY_{name}": say(_english(key_words, name)) for name in OF_KEYS}
    said["COUNTS"] = str(said["COUNTS"]).split()
    said["DIGITS"] = [say(digit) for digit in words.DIGITS]
    said["NUMBER"] = [catalogue.ngettext("{what} digit", "{what} digits", at) for at in range(30)]
    said["LEFT_OUT"] = [
        catalogue.ngettext("A mark was left out.", "{count} marks were left out.", at)
        for at in range(30)
    ]
    return said


def _english(module: object, name: str) -> str:
    value = getattr(module, name)
    return " ".join(value) if isinstance(value, list) else str(value)

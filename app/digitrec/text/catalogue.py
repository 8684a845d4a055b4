"""Looks up the window's texts in another language, in the compiled catalogues of gettext.

English stands in the source and loads nothing. Call `speak` before `words` is imported: its texts
are translated during the import, so that showing one costs nothing later.
"""

from __future__ import annotations

import os

from digitrec.resources import FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Catalogue(Protocol):
        """A source of translations: gettext's own, or one made by a test."""

        def gettext(self, message: str, /) -> str:
            """The translation, or the message itself."""

        def ngettext(self, one: str, many: str, count: int, /) -> str:
            """The translation for this count."""


DOMAIN = "digitrec"
_spoken: Catalogue | None = None
language = "en"
"""The code of the current language."""


def speak(wanted: str) -> bool:
    """Sets the language. If it can't be loaded, sets English and returns False."""
    use(None)
    if wanted == "en":
        return True
    # The first paint has no time for gettext's own search, which tries every spelling of a locale.
    file = os.path.join(FOLDER, "locale", wanted, "LC_MESSAGES", f"{DOMAIN}.mo")  # noqa: PTH118
    try:
        from gettext import GNUTranslations

        with open(file, "rb") as stream:  # noqa: PTH123
            use(GNUTranslations(stream), wanted)
    except Exception:  # gettext raises all kinds of errors for a broken file
        return False
    return True


def use(catalogue: Catalogue | None, code: str = "en") -> None:
    """Sets the catalogue to translate with, and its language; None for English."""
    global _spoken, language
    _spoken, language = catalogue, code


def translate(text: str) -> str:
    """The text in the current language."""
    return text if _spoken is None else _spoken.gettext(text)


class Counted:
    """A sentence about a number of things, with a form for one and for many."""

    def __init__(self, one: str, many: str) -> None:
        self._one = one
        self._many = many

    def format(self, count: int, **values: object) -> str:
        """The sentence in the form for this count, with the count and other values filled in."""
        form = self._one if count == 1 else self._many
        if _spoken is not None:
            form = _spoken.ngettext(self._one, self._many, count)
        return form.format(count=count, **values)


def counted(one: str, many: str) -> Counted:
    """A sentence with `{count}`, given in English for one and for many, translated when used."""
    return Counted(one, many)


def said(message: object) -> str:
    """The text of an error or of another part of the program, in the current language.

    Args:
        message: an error, a `Message`, or a text. A text without a translation stays as it is.
    """
    if _spoken is None:
        return str(message)
    from digitrec.recognition.message import Message, message_of

    if isinstance(message, BaseException):
        message = message_of(message)
    if not message:  # gettext would return the catalogue's header
        return ""
    if not isinstance(message, Message):
        return _spoken.gettext(str(message))
    values = {
        name: said(value) if name == "reason" or isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    template = _spoken.gettext(message.template)
    return template.format(**values) if values else template

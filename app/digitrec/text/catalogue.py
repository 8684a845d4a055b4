"""Catalogue: the window's words in another language, looked up in gettext's compiled files.

English is what stands in the source, and loads nothing. `speak` comes first: `words` is
translated while it is imported, so that a word costs nothing later.
"""

from __future__ import annotations

import os

from digitrec.resources import FOLDER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Catalogue(Protocol):
        """What knows translations: gettext's, or a test's own."""

        def gettext(self, message: str, /) -> str:
            """The translation, or the message itself."""

        def ngettext(self, one: str, many: str, count: int, /) -> str:
            """The translation for such a count."""


DOMAIN = "digitrec"
_spoken: Catalogue | None = None
language = "en"
"""The code of the language that is spoken."""


def speak(wanted: str) -> bool:
    """Speaks a language from now on; gives False, and speaks English, where it isn't to be had."""
    use(None)
    if wanted == "en":
        return True
    # The first paint has no time for gettext's own search, which tries every spelling of a locale.
    file = os.path.join(FOLDER, "locale", wanted, "LC_MESSAGES", f"{DOMAIN}.mo")  # noqa: PTH118
    try:
        from gettext import GNUTranslations

        with open(file, "rb") as stream:  # noqa: PTH123
            use(GNUTranslations(stream), wanted)
    except Exception:  # gettext raises whatever a broken file leads it to; English will do
        return False
    return True


def use(catalogue: Catalogue | None, code: str = "en") -> None:
    """Takes translations from this catalogue, which is of that language; None: from none."""
    global _spoken, language
    _spoken, language = catalogue, code


def translate(text: str) -> str:
    """A text in the language that is spoken."""
    return text if _spoken is None else _spoken.gettext(text)


class Counted:
    """A sentence about a number of things, which has several forms."""

    def __init__(self, one: str, many: str) -> None:
        self._one = one
        self._many = many

    def format(self, count: int, **values: object) -> str:
        """The sentence in the form for this count, filled in with it and with other values."""
        form = self._one if count == 1 else self._many
        if _spoken is not None:
            form = _spoken.ngettext(self._one, self._many, count)
        return form.format(count=count, **values)


def counted(one: str, many: str) -> Counted:
    """A sentence with `{count}`, in English for one and for many; translated when it is used."""
    return Counted(one, many)


def said(message: object) -> str:
    """What an error or another part of the program says, in the language that is spoken.

    Args:
        message: an error, a `Message`, or a text, which is left as it is where it isn't known.
    """
    if _spoken is None:
        return str(message)
    from digitrec.recognition.message import Message, message_of

    if isinstance(message, BaseException):
        message = message_of(message)
    if not message:  # gettext would give the catalogue's own head
        return ""
    if not isinstance(message, Message):
        return _spoken.gettext(str(message))
    values = {
        name: said(value) if name == "reason" or isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    template = _spoken.gettext(message.template)
    return template.format(**values) if values else template

"""Translations of the window's texts, from gettext's compiled catalogues.

English is in the source, and loads nothing. `set_language` must come first: `words` is translated
while it is imported, so that a word costs nothing later.
"""

from __future__ import annotations

from digitrec.resources import catalogue_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Catalogue(Protocol):
        """Has translations: gettext's class, or a test's own."""

        def gettext(self, message: str, /) -> str:
            """The translation, or the message itself."""

        def ngettext(self, one: str, many: str, count: int, /) -> str:
            """The translation for this count."""


_catalogue: Catalogue | None = None
language = "en"
"""The code of the language in use."""


def set_language(wanted: str) -> bool:
    """Uses a language from now on; without a catalogue for it, gives False and uses English."""
    use_catalogue(None)
    if wanted == "en":
        return True
    found = _read(wanted)
    if found is not None:
        use_catalogue(found, wanted)
    return found is not None


def translated(text: str, wanted: str) -> str | None:
    """A text in a language that is not in use; None without a catalogue for it."""
    found = _read(wanted)
    return None if found is None else found.gettext(text)


def _read(wanted: str) -> Catalogue | None:
    # The first paint has no time for gettext's own search, which tries every spelling of a locale.
    try:
        from gettext import GNUTranslations

        with open(catalogue_file(wanted), "rb") as stream:  # noqa: PTH123
            return GNUTranslations(stream)
    except Exception:  # gettext raises whatever a broken file leads it to; English will do
        return None


def use_catalogue(catalogue: Catalogue | None, code: str = "en") -> None:
    """Takes translations from a catalogue, which has this language; None uses English."""
    global _catalogue, language
    _catalogue, language = catalogue, code


def translate(text: str) -> str:
    """A text in the language in use."""
    return text if _catalogue is None else _catalogue.gettext(text)


class Counted:
    """A sentence with a count, which has several forms."""

    def __init__(self, one: str, many: str) -> None:
        self._one = one
        self._many = many

    def format(self, count: int, **values: object) -> str:
        """The sentence in the form for this count, with the count and other values filled in."""
        form = self._one if count == 1 else self._many
        if _catalogue is not None:
            form = _catalogue.ngettext(self._one, self._many, count)
        return form.format(count=count, **values)


def counted(one: str, many: str) -> Counted:
    """A sentence with `{count}`, in English for one and for many; translated when it is used."""
    return Counted(one, many)


def said(message: object) -> str:
    """A message of an error or of another part of the program, in the language in use.

    Args:
        message: an error, a `Message`, or a text; a text without a translation stays as it is.
    """
    if _catalogue is None:
        return str(message)
    from digitrec.recognition.message import Message, message_of

    if isinstance(message, BaseException):
        message = message_of(message)
    if not message:  # for it gettext gives the catalogue's header
        return ""
    if not isinstance(message, Message):
        return _catalogue.gettext(str(message))
    values = {
        name: said(value) if name == "reason" or isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    template = _catalogue.gettext(message.template)
    return template.format(**values) if values else template

"""Messages for people: English sentences that can be translated where they are shown.

Recognition and storage know nothing about languages. Their messages are English, and go into the
history, into logs and to the command line as such. But a message keeps its template and its values,
so that the window can look it up in a catalogue. `Message("…")` and errors raised with a text are
what `build_scripts/translations.py` looks for in these rooms.
"""

from __future__ import annotations

from typing import Self


class Message(str):
    """An English sentence, made of a template and its values.

    Attributes:
        template: the sentence with `{name}` for each value; this is what is translated.
        values: by name. Those that are a `Message` are translated too, and so is one called
            `reason`, if a translation is known: it comes from the system, in words.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """The template, filled in with the values."""
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template = template
        made.values = values
        return made


class MessageError(Exception):
    """An error with a `Message`, made of the template and values that it is raised with."""

    def __init__(self, template: str, **values: object) -> None:
        message = template if isinstance(template, Message) else Message(template, **values)
        super().__init__(message)


def message_of(error: BaseException) -> str:
    """The text of an error: the `Message` that it was raised with, if any, as `str` drops it."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Message) else str(error)

"""Message: a sentence for a person, in English, that can be said in another language later.

Recognition and storage know nothing of languages: what they say is English, and so it goes into
the history, into logs and to the command line. But a sentence that has its template and its values
still with it can be looked up in a catalogue where it is shown. `Message("…")`, and an
error raised with a text, is also what `build_scripts/translations.py` looks for in these rooms.
"""

from __future__ import annotations

from typing import Self


class Message(str):
    """An English sentence, made of a template and its values.

    Attributes:
        template: the sentence with `{name}` for each value; this is what is translated.
        values: by name. Those that are a `Message` are translated too, and so is what is called
            `reason`, where a translation is known: it comes from the system, in words.
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
    """An error that says a `Message`: of the template and values that it is raised with."""

    def __init__(self, template: str, **values: object) -> None:
        told = template if isinstance(template, Message) else Message(template, **values)
        super().__init__(told)


def message_of(error: BaseException) -> str:
    """The words of an error: a `Message` where it was raised with one, as `str` forgets that."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Message) else str(error)

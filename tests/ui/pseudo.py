"""A language in which every word is twice as long, and in marks that show what was translated."""

import re

from babel.messages.pofile import read_po

from build_scripts.upkeep.translations import TEMPLATE
from digitrec.text.language import language_names

PLACEHOLDER = re.compile(r"\{[^}]*\}")


def doubled(text):
    """`Undo` → `⟦UndoUndo⟧`. A format without a letter of its own stays as it is.

    Values come in once, as they are not translated, or were made longer themselves.
    """
    own = PLACEHOLDER.sub("", text)
    return f"⟦{text}{own}⟧" if any(letter.isalpha() for letter in own) else text


class Pseudo:
    """Stands in for gettext's catalogue. Knows what the template knows, and nothing else."""

    def __init__(self):
        with TEMPLATE.open("rb") as stream:
            messages = [message.id for message in read_po(stream) if message.id]
        self._known = {
            form for one in messages for form in ([one] if isinstance(one, str) else one)
        }

    def gettext(self, message):
        if message.startswith("Jan Feb "):  # twelve words, not one text
            return " ".join(map(doubled, message.split()))
        return doubled(message) if message in self._known else message

    def ngettext(self, one, many, count):
        return self.gettext(one if count == 1 else many)


UNTRANSLATED = re.compile(r"[^\W\d_]{2,}")  # two letters or more; keys have one
MARKED = re.compile(r"⟦[^⟦⟧]*(⟧|…$)")
NAMES = ("Digitrec", "ZeroDivisionError")


def unmarked(shown, allowed=()):
    """The texts that hold words which no translation has passed through."""
    names = {*NAMES, *allowed, *language_names().values()}
    rest = [text for text in shown if text not in names]
    return [text for text in rest if UNTRANSLATED.search(_without_marked(text))]


def _without_marked(text):
    before = None
    while text != before:  # from the inside out
        before, text = text, MARKED.sub("", text)
    return text

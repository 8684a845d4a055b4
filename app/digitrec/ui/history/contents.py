"""What the history page loads from the history, on its background thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digitrec.storage.errors import StorageError
from digitrec.storage.history_browser import Agreement, HistoryBrowser
from digitrec.text import words
from digitrec.ui.history.thumbnails import Thumbnail


class Contents(NamedTuple):
    """The drawings of one kind, as they are at one moment.

    Attributes:
        keys: of the drawings, newest first.
        agreement: how often the person agreed with the readings of all drawings.
        can_restore: whether deleted drawings can be restored.
    """

    keys: Sequence[int]
    agreement: Agreement
    can_restore: bool


def load_contents(browser: HistoryBrowser, kind: str) -> Contents:
    """What there is to show of a kind."""
    return Contents(browser.keys(kind), browser.agreement(), browser.can_restore())


def load_thumbnails(
    browser: HistoryBrowser, keys: Sequence[int], side: int
) -> list[Thumbnail | None]:
    """A thumbnail for each key; None for a drawing that was deleted or can't be read."""
    try:
        drawings = browser.load(keys)
    except StorageError:  # whatever the person does next says so
        return []
    return [Thumbnail.render(drawings[key], side) if key in drawings else None for key in keys]


def empty_trash_and_close(browser: HistoryBrowser) -> None:
    """Ends the looking through: what was deleted can't be restored any more."""
    try:
        browser.empty_trash()
    except StorageError:  # what is left is emptied the next time
        pass
    finally:
        browser.close()


def agreement_in_words(found: Agreement) -> str:
    """How often the person agreed with the readings, and how often with those that were sure."""
    if not found.drawings:
        return ""
    text = words.AGREEMENT.format(
        found.drawings,
        right=found.right,
        share=words.share(found.right / found.drawings),
    )
    if found.sure:
        share = words.share(found.sure_and_right / found.sure)
        text += " " + words.AGREEMENT_SURE.format(share=share)
    return text

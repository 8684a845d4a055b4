"""Closing: keeps what there is to keep when the window closes, and when the session ends."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from digitrec.storage.errors import StorageError
from digitrec.ui.geometry.saved import SavedGeometry, leave

if TYPE_CHECKING:
    from digitrec.ui.window import Window

FLUSH_SECONDS = 3.0
"""How long closing the window waits for the disk."""


Shape = tuple[str, bool]
"""A window's size and place as Tk writes them, and whether it is maximised beyond them."""


def shape(window: Window) -> Shape:
    """The window's, as it is."""
    geometry_tracker = window.geometry_tracker
    return (window.root.geometry(), False) if geometry_tracker is None else geometry_tracker.now


def keep(window: Window) -> None:
    """Keeps drawing and settings, the window out of sight; each also where another fails."""
    as_it_is = shape(window)
    window.root.withdraw()
    if window.desk is None:
        return
    session = window.desk.session
    with ExitStack() as last_first:
        last_first.callback(save, window, as_it_is)
        if window.history is not None:
            last_first.callback(window.history.close)
        last_first.callback(window.background.close)
        last_first.callback(lambda: session.close(FLUSH_SECONDS))


def save(window: Window, as_it_is: Shape) -> None:
    """Saves the settings, and how the window looks."""
    if window.choices is None:
        return
    geometry, maximized = as_it_is
    window.choices.change(window=geometry, maximized=maximized)
    try:
        window.choices.save()
    except StorageError as error:
        if sys.stderr is not None:
            print(f"digitrec: {error}", file=sys.stderr)
    language = window.choices.settings.language
    leave(window.folder, SavedGeometry(window.look.palette.name, geometry, language, maximized))

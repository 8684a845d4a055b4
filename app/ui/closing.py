"""Closing: keeps what there is to keep when the window closes, and when the session ends."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from app.storage.errors import StorageError
from app.ui.glance import Glance, leave

if TYPE_CHECKING:
    from app.ui.window import Window

FLUSH_SECONDS = 3.0
"""How long closing the window waits for the disk."""


def keep(window: Window, geometry: str) -> None:
    """Keeps the drawing and the settings; where one of these fails, the others are done still."""
    if window.desk is None:
        return
    session = window.desk.session
    with ExitStack() as last_first:
        last_first.callback(save, window, geometry)
        if window.archive is not None:
            last_first.callback(window.archive.close)
        last_first.callback(window.background.close)
        last_first.callback(lambda: session.close(FLUSH_SECONDS))


def save(window: Window, geometry: str) -> None:
    """Saves the settings, and how the window looks."""
    if window.choices is None:
        return
    window.choices.change(window=geometry)
    try:
        window.choices.save()
    except StorageError as error:
        if sys.stderr is not None:
            print(f"digitrec: {error}", file=sys.stderr)
    leave(window.folder, Glance(window.look.palette.name, geometry))

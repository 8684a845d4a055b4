"""The settings: what a person can choose, and the file that it is kept in."""

from digitrec.storage.settings.settings import (
    DOUBTS,
    THEMES,
    Settings,
    is_hand_name,
    load_settings,
    save_settings,
)

__all__ = [
    "DOUBTS",
    "THEMES",
    "Settings",
    "is_hand_name",
    "load_settings",
    "save_settings",
]

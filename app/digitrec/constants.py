"""Limits and defaults that the settings, the window and the languages share.

Constants only: the first paint needs some of them, and has no time for more.
"""

from __future__ import annotations

THINNEST_PEN, THICKEST_PEN = 4.0, 40.0
"""Limits of the pen's width on the screen, in pixels at a display scale of 1."""

DEFAULT_PEN = 12.0
"""The pen's width if the settings say nothing."""

DEFAULT_HAND = "default"
"""The name of the taught hand that is used if none is named."""

LONGEST_HAND_NAME = 40
"""In characters."""

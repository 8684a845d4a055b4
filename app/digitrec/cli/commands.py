"""The names of the commands, for those who start one without loading the parser."""

from __future__ import annotations

COMMANDS = ("predict", "convert", "hand", "history", "serve", "info")
"""What the first word of the command line can be, besides an option or a picture."""

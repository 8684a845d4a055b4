"""Taught hands: `Hands`, and the rows of their examples in the history's file."""

from digitrec.storage.hands.hands import DEFAULT_HAND, Hands

__all__ = ["DEFAULT_HAND", "Hands"]

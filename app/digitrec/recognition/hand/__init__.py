"""A person's hand: taught examples, with which new drawings are compared."""

from digitrec.recognition.hand.hand import Hand

__all__ = ["Hand"]

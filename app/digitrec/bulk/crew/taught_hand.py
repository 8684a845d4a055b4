"""A taught hand on its way to the recognizer of each process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digitrec.recognition.example import Example
from digitrec.recognition.hand import Hand
from digitrec.recognition.model import Model


@dataclass(frozen=True)
class TaughtHand:
    """Examples and what the model's networks made of them; can be sent to another process.

    Attributes:
        examples: that the hand was taught.
        embeddings: of the examples, by their keys.
    """

    examples: tuple[Example, ...]
    embeddings: Mapping[int, bytes]

    def learn(self, model: Model) -> Hand:
        """The hand for a recognizer; the same in every process.

        Raises:
            ModelError: if the model can't be taught.
        """
        return Hand.learn(model, self.examples, self.embeddings)

"""A taught hand, taken from the history's file to read with."""

from __future__ import annotations

import contextlib

from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.cli.output import CommandError, write_error
from digitrec.recognition.hand import Hand
from digitrec.recognition.model import Model
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import DEFAULT_HAND, Hands
from digitrec.storage.places import find_places


def load_hand(name: str, model: Model) -> TaughtHand | None:
    """The hand with a name; None if it is the default one and has not been taught anything.

    What the networks make of an example is kept, so that it is computed only once. Examples that
    can't be read are named on standard error.

    Raises:
        CommandError: if no other hand has that name.
        StorageError: if the history can't be opened or read.
        ModelError: if the model can't be taught.
    """
    with Hands(find_places().history, copy_if_read_only=True) as hands:
        examples = hands.examples(name, lambda error: write_error(str(error)))
        if not examples:
            nothing = f"the hand {name} has no examples to read with; {_which(hands)}"
            if name != DEFAULT_HAND:
                raise CommandError(nothing)
            write_error(nothing)
            return None
        known = hands.embeddings(name, model.sha256)
        embeddings = Hand.learn(model, examples, known).embeddings
        new = {key: row for key, row in embeddings.items() if known.get(key) != row}
        if new:
            with contextlib.suppress(StorageError):  # the next time is only a little slower
                hands.keep_embeddings(model.sha256, new)
    return TaughtHand(tuple(examples), embeddings)


def _which(hands: Hands) -> str:
    """Which hands there are, as a clause."""
    names = hands.names()
    if not names:
        return "no hand has been taught yet"
    return f"hands that have been taught: {', '.join(names)}"

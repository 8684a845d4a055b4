"""The hand that the window reads with: its examples on the disk and, embedded, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from digitrec.recognition.message import message_of
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import DEFAULT_HAND, Hands

if TYPE_CHECKING:
    from digitrec.recognition.example import Example
    from digitrec.recognition.hand import Hand
    from digitrec.recognition.ink import Stroke
    from digitrec.recognition.model import Model
    from digitrec.session.teaching import Lesson


class HandState(NamedTuple):
    """A hand at one moment.

    Attributes:
        name: of the hand.
        names: of all hands that can be chosen, the default one first.
        examples: that it was taught, oldest first.
        hand: the same, embedded; None if there are none, or if the model can't use them.
        can_put_back: whether examples were taken out that can be put back.
        notice: what the person should know about the file, the model or a damaged example.
    """

    name: str = DEFAULT_HAND
    names: tuple[str, ...] = (DEFAULT_HAND,)
    examples: tuple[Example, ...] = ()
    hand: Hand | None = None
    can_put_back: bool = False
    notice: str | None = None


class TaughtHand:
    """Teaches a hand, and forgets. Every method takes the disk's time, and most the networks'.

    It is for one thread at a time, and not for Tk's. All methods give the hand as it is afterwards,
    and raise `StorageError` if the file can't be read or written.

    Args:
        path: file of the history, in which hands are kept. It is not created to look into it.
        model: embeds the examples.
        name: of the hand.
    """

    def __init__(self, path: Path, model: Model, name: str = DEFAULT_HAND) -> None:
        self._path = path
        self._model = model
        self._name = name
        self._hands = Hands(path)
        self._hand: Hand | None = None
        self._examples: tuple[Example, ...] = ()
        self._taken_out: list[frozenset[int]] = []  # they leave the disk when it is closed
        self._notice: str | None = None

    def load(self) -> HandState:
        """Loads the hand from the disk, and embeds the examples that this model has not embedded.

        An example that can't be read is left out, and `notice` says so.
        """
        damage: list[StorageError] = []
        self._notice = None
        found: Sequence[Example] = ()
        known: dict[int, bytes] = {}
        if self._path.exists():
            found = self._hands.examples(self._name, damage.append)
            known = self._hands.embeddings(self._name, self._model.sha256) if found else {}
        gone = frozenset().union(*self._taken_out)
        self._examples = tuple(example for example in found if example.key not in gone)
        self._embed(known)
        if damage:
            self._notice = message_of(damage[0])
        return self._state()

    def choose(self, name: str) -> HandState:
        """Goes on with a hand; if it is the same, it is loaded again."""
        if name != self._name:
            self.delete_taken_out()
            self._name = name
        return self.load()

    def teach(
        self, strokes: Sequence[Stroke], digit: int | None, instead_of: int | None = None
    ) -> tuple[int, HandState]:
        """Teaches an example.

        Args:
            strokes: of it.
            digit: 0 to 9; None: it is not a digit.
            instead_of: key of an example that it replaces.

        Returns:
            Its key, and the hand.
        """
        example = self._hands.add(strokes, digit, self._name)
        if instead_of is not None and instead_of != example.key:
            self._hands.remove([instead_of])
            self._drop({instead_of})
        self._add([example])
        return example.key, self._state()

    def learn(self, drawing: int, lessons: Sequence[Lesson]) -> HandState:
        """Learns what the correction of a drawing in the history teaches, and nothing else of it.

        Args:
            drawing: its key.
            lessons: with none, what it taught before is taken back.
        """
        if self._path.exists():
            before = {example.key for example in self._examples}
            if self._hands.remove_of_drawing(drawing):
                left = {example.key for example in self._hands.examples(self._name, _ignore)}
                self._drop(before - left)
        self._add(
            [
                self._hands.add(lesson.strokes, lesson.digit, self._name, drawing)
                for lesson in lessons
            ]
        )
        return self._state()

    def remove(self, keys: Collection[int]) -> HandState:
        """Removes examples, on the disk too."""
        if keys:
            self._hands.remove(keys)
            self._drop(keys)
        return self._state()

    def take_out(self, keys: Collection[int]) -> HandState:
        """Takes examples out. They are kept on the disk until `delete_taken_out`."""
        self._taken_out.append(frozenset(keys))
        self._drop(keys)
        return self._state()

    def put_back(self) -> HandState:
        """Puts the examples back that were taken out last."""
        if self._taken_out:
            self._taken_out.pop()
        return self.load()

    def delete_taken_out(self) -> HandState:
        """Deletes what was taken out from the disk; it can't be put back any more."""
        keys = frozenset().union(*self._taken_out)
        if keys:
            self._hands.remove(keys)
        self._taken_out.clear()
        return self._state()

    def forget(self) -> HandState:
        """Forgets all examples of the hand, on the disk too."""
        self._taken_out.clear()
        if self._path.exists():
            self._hands.forget(self._name)
        return self.load()

    def close(self) -> None:
        """Closes the file."""
        self._hands.close()

    def _add(self, examples: Sequence[Example]) -> None:
        new = {example.key for example in examples}
        kept = [example for example in self._examples if example.key not in new]
        self._examples = (*kept, *examples)
        if self._hand is None:
            self._embed({})
        elif examples:
            self._hand = self._hand.add(self._model, examples)
            known = self._hand.embeddings
            self._hands.keep_embeddings(
                self._model.sha256, {key: known[key] for key in sorted(new)}
            )

    def _drop(self, keys: Collection[int]) -> None:
        gone = set(keys)
        self._examples = tuple(one for one in self._examples if one.key not in gone)
        if self._hand is not None:
            self._hand = self._hand.without(gone) if self._examples else None

    def _embed(self, known: dict[int, bytes]) -> None:
        """Embeds the examples, and keeps the embeddings that were not known."""
        from digitrec.recognition.hand import Hand
        from digitrec.recognition.model import ModelError

        self._hand = None
        if not self._examples:
            return
        try:
            self._hand = Hand.learn(self._model, self._examples, known)
        except ModelError as error:
            self._notice = message_of(error)
            return
        new = {key: row for key, row in self._hand.embeddings.items() if known.get(key) != row}
        if new:
            self._hands.keep_embeddings(self._model.sha256, new)

    def _state(self) -> HandState:
        found = self._hands.names() if self._path.exists() else []
        names = tuple(dict.fromkeys((DEFAULT_HAND, *found, self._name)))
        return HandState(
            self._name, names, self._examples, self._hand, bool(self._taken_out), self._notice
        )


def _ignore(_: StorageError) -> None:
    """Damaged examples were named when the hand was loaded."""

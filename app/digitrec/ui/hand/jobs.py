"""Work on the taught hand, done on the background thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from digitrec.storage.errors import StorageError

if TYPE_CHECKING:
    from digitrec.recognition.model import Model
    from digitrec.session.taught_hand import TaughtHand
    from digitrec.ui.widgets.background import Background

Result = TypeVar("Result")


class HandJobs:
    """Does jobs one after another, also those that wait when the window closes.

    Args:
        path: file of the history.
        model: embeds the examples.
        name: of the hand to begin with.
        background: its thread alone uses the `TaughtHand`.
        on_trouble: takes the error of a job that has no use for it itself.

    Attributes:
        waiting: how many jobs are not done yet.
    """

    def __init__(
        self,
        path: Path,
        model: Model,
        name: str,
        background: Background,
        on_trouble: Callable[[StorageError], None],
    ) -> None:
        self.waiting = 0
        self._path = path
        self._model = model
        self._name = name
        self._background = background
        self._on_trouble = on_trouble
        self._hand: TaughtHand | None = None

    def do(
        self,
        job: Callable[[TaughtHand], Result],
        done: Callable[[Result], None],
        failed: Callable[[StorageError], None] | None = None,
    ) -> None:
        """Does a job.

        Args:
            job: the work, on the thread.
            done: takes its result, on Tk's thread.
            failed: takes a `StorageError` that it raised; None leaves that to `on_trouble`.
        """

        def attempt() -> Result | StorageError:
            try:
                return job(self._opened())
            except StorageError as error:
                return error

        def finish(result: Result | StorageError) -> None:
            self.waiting -= 1
            if isinstance(result, StorageError):
                (failed or self._on_trouble)(result)
            else:
                done(result)

        self.waiting += 1
        self._background.do(attempt, finish, even_if_closed=True)

    def _opened(self) -> TaughtHand:
        if self._hand is None:
            from digitrec.session.taught_hand import TaughtHand

            self._hand = TaughtHand(self._path, self._model, self._name)
            self._hand.load()
        return self._hand

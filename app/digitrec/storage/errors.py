"""The errors that storage raises."""

from __future__ import annotations

from digitrec.recognition.message import MessageError


class StorageError(MessageError):
    """Something can't be kept or read back. The message names the file and says what to do."""


class DamagedFileError(StorageError):
    """The file of the history is not a database, or a page of it is damaged."""

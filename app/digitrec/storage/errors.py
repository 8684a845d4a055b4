"""The one kind of error that storage raises."""

from __future__ import annotations

from digitrec.recognition.message import MessageError


class StorageError(MessageError):
    """Something can't be kept or read back. The message names the file and says what to do."""

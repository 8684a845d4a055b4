"""The journal, which writes drawings to the history on a thread: `Journal`."""

from digitrec.storage.journal.journal import Journal

__all__ = ["Journal"]

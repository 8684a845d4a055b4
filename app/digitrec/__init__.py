"""Digitrec reads handwritten digits."""

from digitrec.version import __version__

__all__ = ["__version__"]

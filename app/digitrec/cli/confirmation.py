"""Asks the person at the terminal before something is deleted."""

from __future__ import annotations

import sys

from digitrec.cli.output import CommandError


def confirmed(question: str, otherwise: str) -> bool:
    """Whether the person agrees.

    Args:
        question: to be answered with yes or no.
        otherwise: what to say if there is nobody to ask.

    Raises:
        CommandError: if standard input is not a terminal.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise CommandError(otherwise)
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")

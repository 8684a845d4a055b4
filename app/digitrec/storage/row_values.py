"""What stands in a row of the history's file: read with doubt, as anything may be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from digitrec.recognition.ink import Box

_FURTHEST = 1e100  # as `Ink.from_dict` has it; squares and sums stay finite

_LONGEST_REASON = 200
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)
"""Moments between which every system can tell the local time, in every time zone."""


class DamagedRowError(ValueError):
    """A row does not hold a drawing. The message says in a few words what is wrong with it."""

    def __str__(self) -> str:
        reason = super().__str__()
        cut = len(reason) > _LONGEST_REASON
        return f"{reason[:_LONGEST_REASON]} …" if cut else reason


@contextmanager
def damage_named() -> Iterator[None]:
    """Whatever goes wrong with the content of a row becomes a `DamagedRowError`.

    Raises:
        DamagedRowError: instead of the errors that Python raises for values of a wrong kind.
    """
    try:
        yield
    except RecursionError:
        raise DamagedRowError("nested too deeply") from None
    # OverflowError is what float() raises for a whole number of hundreds of digits.
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        raise DamagedRowError(str(error)) from error


def coordinate_of(value: Any) -> float:
    """A coordinate, finite and not too far away."""
    number = float(value)
    if not abs(number) <= _FURTHEST:  # nor is NaN
        raise DamagedRowError(f"{number} is not a coordinate")
    return number


def box_of(value: Any) -> Box:
    """A box of four coordinates."""
    x0, y0, x1, y1 = map(coordinate_of, value)
    return x0, y0, x1, y1


def probability_of(value: Any) -> float:
    """A number from 0 to 1."""
    number = float(value)
    if not 0 <= number <= 1:
        raise DamagedRowError(f"{number} is not a probability")
    return number


def whole_of(value: Any) -> int:
    """A whole number, not negative."""
    if not isinstance(value, int) or value < 0:
        raise DamagedRowError(f"{value!r} is not a count")
    return value


def text_of(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise DamagedRowError(f"{value!r} is not a text")
    return value


def text_or_none_of(value: Any) -> str | None:
    """A text, or nothing."""
    return None if value is None else text_of(value)


def moment_of(value: Any) -> datetime:
    """The moment in a column of a row.

    Raises:
        DamagedRowError: if it is none, or no drawing can be that old or new.
        ValueError: if it is not a moment.
        TypeError: likewise.
    """
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise DamagedRowError(f"{value} has no time zone")
    if not _FIRST <= moment <= _LAST:
        raise DamagedRowError(f"nothing was drawn at {value}")
    return moment

"""Drawings for the tests, and how hypothesis makes them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from digitrec.recognition.ink import Ink
from digitrec.recognition.reading import Digit, Reading
from digitrec.storage.drawing import Drawing

BEGIN = datetime(2026, 11, 22, 19, 0, 0, 123456, tzinfo=UTC)


def digit(value: int = 7, confidence: float = 0.91, rejected: bool = False) -> Digit:
    rest = (1 - confidence) / 9
    probabilities = tuple(confidence if other == value else rest for other in range(10))
    return Digit(value, confidence, rejected, probabilities, (0.0, 0.0, 4.0, 9.0), (0,))


def drawing(text: str = "7", second: int = 0, x: float = 1.5) -> Drawing:
    ink = Ink((((x, 2.25), (3.0, 4.125)),))
    reading = Reading(tuple(digit(int(character)) for character in text))
    return Drawing(ink, reading, "abc123", BEGIN + timedelta(seconds=second))


_numbers = st.floats(-1e100, 1e100)
_points = st.tuples(_numbers, _numbers)
_strokes = st.lists(st.lists(_points, min_size=1, max_size=5).map(tuple), max_size=4).map(tuple)
_inks = st.builds(
    Ink,
    _strokes,
    st.none() | st.integers() | st.text(max_size=5),
    st.none() | st.text(max_size=5),
)
_shares = st.floats(0, 1)
_digits = st.builds(
    Digit,
    st.integers(0, 9),
    _shares,
    st.booleans(),
    st.lists(_shares, min_size=10, max_size=10).map(tuple),
    st.tuples(_numbers, _numbers, _numbers, _numbers),
    st.lists(st.integers(0, 50), max_size=4).map(tuple),
)
_readings = st.builds(
    Reading, st.lists(_digits, max_size=4).map(tuple), st.none() | st.text(max_size=20)
)
_words = st.text(st.characters(codec="utf-8"), max_size=8)

drawings = st.builds(
    Drawing,
    _inks,
    _readings,
    _words,
    st.datetimes(
        min_value=datetime(1970, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)
    ),
    st.none() | _words,
)

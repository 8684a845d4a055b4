"""Texts: what is written on a line.

`?` stands for any character that is neither digit nor mark; `=`, `*` and `#` for themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Text = Callable[[np.random.Generator], str]


def _digits(rng: np.random.Generator, count: int) -> str:
    """Digits, with the runs of zeros and of equal digits that amounts and numbers have."""
    digits = "".join(str(one) for one in rng.integers(0, 10, count))
    if count > 2 and rng.random() < 0.3:
        zeros = int(rng.integers(1, count))
        digits = digits[: count - zeros] + "0" * zeros
    elif count > 1 and rng.random() < 0.15:
        at = int(rng.integers(count - 1))
        digits = digits[: at + 1] + digits[at] + digits[at + 2 :]
    return digits


def single(rng: np.random.Generator) -> str:
    """One digit."""
    return str(rng.integers(10))


def number(rng: np.random.Generator) -> str:
    """A number of two to nine digits."""
    return _digits(rng, int(rng.choice(range(2, 10), p=_LENGTHS)))


_LENGTHS = (0.15, 0.17, 0.18, 0.17, 0.13, 0.1, 0.06, 0.04)


def amount(rng: np.random.Generator) -> str:
    """An amount of money, often with separators, and with dashes or signs around it."""
    whole = _digits(rng, int(rng.integers(1, 7)))
    kind = rng.random()
    if kind < 0.6 and len(whole) > 3:
        mark = "." if rng.random() < 0.75 else "," if rng.random() < 0.7 else " "
        head = len(whole) % 3 or 3
        groups = [whole[:head], *(whole[at : at + 3] for at in range(head, len(whole), 3))]
        whole = mark.join(groups)
    elif kind < 0.7:
        whole += (",", ".")[int(rng.integers(2))] + _digits(rng, 2)
    after = ("-", ".-", ",-", ".", "=", "--", ".=", "/", ",", ":-", " -")
    if rng.random() < 0.45:
        whole += after[int(rng.choice(len(after), p=_AFTER))]
    if rng.random() < 0.15:
        whole = ("*", "-", "* ", ".", "#", "=", "**", "?")[int(rng.integers(8))] + whole
    return whole


_AFTER = np.array([28, 14, 10, 18, 12, 4, 4, 2, 3, 1, 4], float) / 100


def decimal(rng: np.random.Generator) -> str:
    """A decimal number, now and then with a minus."""
    mark = "." if rng.random() < 0.5 else ","
    whole, part = (_digits(rng, int(rng.integers(1, 4))) for _ in range(2))
    return ("-" if rng.random() < 0.25 else "") + whole + mark + part


def negative(rng: np.random.Generator) -> str:
    """A whole number below zero."""
    return "-" + _digits(rng, int(rng.integers(1, 5)))


def date(rng: np.random.Generator) -> str:
    """A date, or a time of the day."""
    day, month, year = rng.integers(1, 32), rng.integers(1, 13), rng.integers(1950, 2040)
    kind, mark = rng.random(), "/.-"[int(rng.integers(3))]
    pad = "02" if rng.random() < 0.6 else ""
    if kind < 0.3:
        return f"{day:{pad}}{mark}{month:{pad}}{mark}{year}"
    if kind < 0.6:
        return f"{day:{pad}}{mark}{month:{pad}}{mark}{year % 100:02}"
    if kind < 0.7:
        return f"{year}-{month:02}-{day:02}"
    if kind < 0.8:
        return f"{day}{mark}{month}{mark if mark == '.' else ''}"
    return f"{rng.integers(24):{pad}}:{rng.integers(60):02}"


def groups(rng: np.random.Generator) -> str:
    """Two or three numbers with clear gaps, or a fraction."""
    if rng.random() < 0.2:
        return f"{_digits(rng, int(rng.integers(1, 4)))}/{_digits(rng, int(rng.integers(1, 4)))}"
    return " ".join(_digits(rng, int(rng.integers(1, 5))) for _ in range(int(rng.integers(2, 4))))


def mixed(rng: np.random.Generator) -> str:
    """Digits among letters and signs."""
    letters = "?" * int(rng.integers(1, 4))
    digits = _digits(rng, int(rng.integers(1, 5)))
    kind = rng.random()
    if kind < 0.3:
        return letters + digits
    if kind < 0.6:
        return digits + (" " if rng.random() < 0.3 else "") + letters
    return f"{digits}?{_digits(rng, int(rng.integers(1, 4)))}"


def letters(rng: np.random.Generator) -> str:
    """Characters without any digit."""
    return "?" * int(rng.integers(1, 7))


def nothing(rng: np.random.Generator) -> str:  # noqa: ARG001
    """Paper without writing."""
    return ""


KINDS: dict[str, tuple[Text, float]] = {
    "single": (single, 0.16),
    "number": (number, 0.26),
    "amount": (amount, 0.24),
    "decimal": (decimal, 0.06),
    "negative": (negative, 0.03),
    "date": (date, 0.08),
    "groups": (groups, 0.05),
    "mixed": (mixed, 0.06),
    "letters": (letters, 0.04),
    "nothing": (nothing, 0.03),
}
"""What lines hold, and how often."""

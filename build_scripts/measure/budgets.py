"""Budgets: what the program must not exceed, or must reach; `benchmark.py --check` looks at them.

The figures that a person meets who waits, draws or downloads are measured; how well digits are
read is what training measured on digits of people never seen, and wrote into the model's card.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Budget:
    """A bound of one figure.

    Attributes:
        what: the figure, in words.
        must: the bound, in `unit`.
        unit: in which it is told.
        scale: by which the figure is divided for that.
        least: whether the figure must reach the bound, and not stay within it.
    """

    what: str
    must: float
    unit: str = ""
    scale: float = 1
    least: bool = False

    def kept(self, value: float) -> bool:
        """Whether a figure is as it must be."""
        return value / self.scale >= self.must if self.least else value / self.scale <= self.must

    def told(self, value: float) -> str:
        """The figure beside its bound."""
        sign = (
            ("≥" if self.kept(value) else "<") if self.least else ("≤" if self.kept(value) else ">")
        )
        return f"{self.what}: {value / self.scale:.4g} {sign} {self.must:g}{self.unit}"


BUDGETS: Mapping[str, Budget] = {
    "window": Budget("window painted, as many times as the barest Tk program takes", 1.5),
    "ready": Budget("ready to read after the window", 0.5, " s"),
    "pen": Budget("pen event handled, 99th percentile", 8, " ms"),
    "reading": Budget("ink to reading on the screen, 99th percentile", 16, " ms"),
    "memory": Budget("memory with the window open", 90, " MB", 1e6),
    "download": Budget("download, the largest package", 36, " MB", 1e6),
    "pen_digits": Budget("digits of people never seen", 99.2, " %", 0.01, least=True),
    "mnist": Budget("MNIST's test digits", 99.7, " %", 0.01, least=True),
    "calibration": Budget("calibration error on people never seen", 0.01),
    "non_digits": Budget(
        "characters of an unseen alphabet rejected, at 1 % of digits lost",
        90,
        " %",
        0.01,
        least=True,
    ),
}


def of_card(measured: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The figures that a model's card has, as the budgets name them; what it lacks is left out."""
    places = {
        "pen_digits": ("pen_held_out", "accuracy"),
        "mnist": ("mnist_test", "accuracy"),
        "calibration": ("pen_held_out", "calibration_error"),
        "non_digits": ("non_digits_held_out", "rejected_at_1_percent_lost"),
    }
    return {
        name: float(measured[part][field])
        for name, (part, field) in places.items()
        if field in measured.get(part, {})
    }


def verdict(found: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Lines of what is kept, and of what is not: a figure that was not taken is not kept."""
    kept = [one.told(found[name]) for name, one in BUDGETS.items() if _kept(name, found)]
    broken = [
        one.told(found[name]) if name in found else f"{one.what}: not measured"
        for name, one in BUDGETS.items()
        if not _kept(name, found)
    ]
    return kept, broken


def _kept(name: str, found: Mapping[str, float]) -> bool:
    return name in found and BUDGETS[name].kept(found[name])

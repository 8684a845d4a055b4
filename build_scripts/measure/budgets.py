"""Budgets: limits that the program must stay within or reach. `benchmark.py --check` checks them.

Startup, drawing, memory and download are measured. How well digits are read comes from the model's
card: training measured it on digits of unseen writers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Budget:
    """The limit of one figure.

    Attributes:
        what: description of the figure.
        limit: the largest value allowed, in `unit`.
        unit: for printing.
        scale: the figure is divided by it to get `unit`.
        minimum: whether the limit is the smallest value allowed instead.
    """

    what: str
    limit: float
    unit: str = ""
    scale: float = 1
    minimum: bool = False

    def is_met(self, value: float) -> bool:
        """Whether a figure is within its limit."""
        scaled = value / self.scale
        return scaled >= self.limit if self.minimum else scaled <= self.limit

    def line(self, value: float) -> str:
        """The figure with its limit: `memory with the window open: 63 ≤ 66 MB`."""
        met, exceeded = ("≥", "<") if self.minimum else ("≤", ">")
        sign = met if self.is_met(value) else exceeded
        return f"{self.what}: {value / self.scale:.4g} {sign} {self.limit:g}{self.unit}"


BUDGETS: Mapping[str, Budget] = {
    "window": Budget("time until the window is painted, relative to a minimal Tk program", 1.2),
    "ready": Budget("from window to ready to read", 0.3, " s"),
    "pen": Budget("handling a pen event, 99th percentile", 3, " ms"),
    "reading": Budget("from ink to reading on the screen, 99th percentile", 8, " ms"),
    "memory": Budget("memory with the window open", 66, " MB", 1e6),
    "download": Budget("download, the largest package", 28, " MB", 1e6),
    "pen_digits": Budget("digits of unseen writers", 99.4, "%", 0.01, minimum=True),
    "mnist": Budget("MNIST test digits", 99.7, "%", 0.01, minimum=True),
    "calibration": Budget("calibration error on unseen writers", 0.006),
    "non_digits": Budget(
        "characters of an unseen alphabet rejected, with 1% of digits rejected",
        90,
        "%",
        0.01,
        minimum=True,
    ),
}


def from_card(measured: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """The figures on a model's card, by their budget's name; those not on the card are missing."""
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


def check(found: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """Lines for budgets that are met, and for those exceeded. Missing figures count as exceeded."""
    met, exceeded = [], []
    for name, budget in BUDGETS.items():
        if name not in found:
            exceeded.append(f"{budget.what}: not measured")
        elif budget.is_met(found[name]):
            met.append(budget.line(found[name]))
        else:
            exceeded.append(budget.line(found[name]))
    return met, exceeded

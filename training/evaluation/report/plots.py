"""Plots of an evaluation, as SVG in the page's colours, so that they suit light and dark."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from training.evaluation import metrics
from training.evaluation.robustness import Point

INK, FAINT, ACCENT, WARM = "#1c2733", "#c9d1d9", "#2f6fdb", "#c8511b"

_VARIABLES = {
    INK: "var(--ink)",
    FAINT: "var(--faint)",
    ACCENT: "var(--accent)",
    WARM: "var(--warm)",
}
"""Colours of the page's style sheet that take the place of these in the SVG."""

_STYLE = {
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "font.family": "sans-serif",
    "font.size": 9,
    "legend.frameon": False,
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "digitrec",  # the same figures give the same SVG
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def style() -> AbstractContextManager[None]:
    """A context in which plots have the report's style."""
    context: AbstractContextManager[None] = mpl.rc_context(_STYLE)
    return context


def reliability(groups: dict[str, list[metrics.Bin]]) -> str:
    """Reliability diagram: accuracy against confidence. Larger dots, more drawings."""
    figure, axis = _axes(4.0, 4.0)
    axis.plot([0, 1], [0, 1], color=FAINT, zorder=0)
    for color, (name, bins) in zip((ACCENT, WARM), groups.items(), strict=False):
        sizes = [8 + 60 * np.log10(one.drawings) / 4 for one in bins]
        x, y = [one.confidence for one in bins], [one.accuracy for one in bins]
        spans = [metrics.wilson_interval(one.accuracy, one.drawings) for one in bins]
        axis.vlines(x, *zip(*spans, strict=True), color=color, alpha=0.3)
        axis.scatter(x, y, sizes, color=color, label=name)
    axis.set(xlabel="confidence", ylabel="accuracy", xlim=(0, 1.03), ylim=(0, 1.03))
    _legend(figure)
    return _svg(figure)


def by_writer(shares: dict[str, float], drawings: dict[str, int]) -> str:
    """Accuracy of each held-out writer, with its 95 % confidence interval."""
    figure, axis = _axes(4.0, 0.36 * len(shares) + 1.1)
    names = sorted(shares, key=lambda name: shares[name], reverse=True)
    for row, name in enumerate(names):
        low, high = metrics.wilson_interval(shares[name], drawings[name])
        axis.hlines(row, 100 * low, 100 * high, color=ACCENT, alpha=0.35, linewidth=5)
        axis.plot(100 * shares[name], row, "o", color=ACCENT)
    axis.set(yticks=range(len(names)), yticklabels=[f"writer {name}" for name in names])
    axis.set(xlabel="% correct")
    return _svg(figure)


def risk_coverage(groups: dict[str, tuple[NDArray[Any], NDArray[Any]]]) -> str:
    """Risk–coverage curve: errors among the answers if the highest rejection scores get none."""
    figure, axis = _axes(4.0, 3.2)
    for color, (name, (coverage, risk)) in zip((ACCENT, WARM), groups.items(), strict=False):
        axis.plot(100 * coverage, 100 * risk, color=color, label=name)
    axis.set(xlabel="% answered (coverage)", ylabel="% of the answers wrong (risk)")
    axis.set(xlim=(80, 100.3), ylim=(0, None))
    _legend(figure)
    return _svg(figure)


def trade_off(
    groups: dict[str, tuple[NDArray[Any], NDArray[Any]]], chosen: tuple[float, float]
) -> str:
    """Characters rejected against digits lost, over all thresholds, with the one in use."""
    figure, axis = _axes(4.0, 3.2)
    for color, (name, (lost, rejected)) in zip((ACCENT, WARM), groups.items(), strict=False):
        axis.plot(100 * lost, 100 * rejected, color=color, label=name)
    axis.plot(100 * chosen[0], 100 * chosen[1], "o", color=INK, label="threshold in use")
    axis.set(xlabel="% of the digits rejected", ylabel="% of the characters rejected")
    axis.set(xlim=(-0.1, 5), ylim=(0, 102))
    _legend(figure)
    return _svg(figure)


def curve(points: Sequence[Point], label: str, mark: float | None = None) -> str:
    """Shares read wrongly and rejected, over sizes or line widths."""
    figure, axis = _axes(4.0, 2.8)
    x = [point.at for point in points]
    high, low = (
        1 - np.array(side) for side in zip(*(point.interval for point in points), strict=True)
    )
    axis.fill_between(x, 100 * low, 100 * high, color=WARM, alpha=0.15)
    axis.plot(x, [100 - 100 * point.accuracy for point in points], "o-", color=WARM, label="wrong")
    rejected = [100 * point.rejected for point in points]
    axis.plot(x, rejected, "o-", color=ACCENT, label="rejected", markersize=4)
    if mark is not None:
        axis.axvline(mark, color=FAINT, zorder=0)
    axis.set(xscale="log", xlabel=label, ylabel="% of the digits")
    axis.set_ylim(0, max(3.0, axis.get_ylim()[1]))
    axis.set_xticks(x, [f"{value:g}" for value in x])
    axis.minorticks_off()
    _legend(figure)
    return _svg(figure)


def learning_curve(numbers: Sequence[int], groups: dict[str, list[float]]) -> str:
    """Accuracy by the number of taught examples of each digit."""
    figure, axis = _axes(4.0, 2.8)
    for color, (name, shares) in zip((ACCENT, WARM), groups.items(), strict=False):
        axis.plot(numbers, 100 * np.array(shares), "o-", color=color, label=name)
    axis.set(xlabel="taught examples of each digit", ylabel="% correct")
    axis.set(xticks=numbers)
    _legend(figure)
    return _svg(figure)


def _axes(width: float, height: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _legend(figure: Figure) -> None:
    """A legend above the axes, where it covers no curve."""
    figure.legend(loc="outside upper left", ncols=2)


def _svg(figure: Figure) -> str:
    """The figure as an SVG element to put into a page."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None})
    text = stream.getvalue()
    for color, variable in _VARIABLES.items():
        text = text.replace(color, variable)
    return text[text.index("<svg") :]

"""The results of a robot's run: figures about its drawings and their readings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from build_scripts.contents.summary import megabytes

READ_WITHIN = 16.0
"""Milliseconds from a pen event to its reading on the screen: one frame."""

Event = dict[str, Any]


def final_reading(events: Sequence[Event], strokes: int) -> Event | None:
    """The reading of the complete drawing: the first one after its last pen-up, or None.

    Args:
        events: of the trace, since the start of the drawing.
        strokes: number of strokes.
    """
    lifted = 0
    for event in events:
        if event["event"] == "pen":
            lifted += 1
        elif event["event"] == "reading" and lifted >= strokes:
            return event
    return None


@dataclass(frozen=True)
class Drawn:
    """One drawing and how the program read it.

    Attributes:
        label: what it shows, if known.
        text: the final reading; None if there was none.
        events: of the trace during drawing.
    """

    label: str | None
    text: str | None
    events: tuple[Event, ...]

    def times(self, kind: str) -> list[float]:
        """Milliseconds of its events of this kind."""
        return [event["milliseconds"] for event in self.events if event["event"] == kind]


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that this share of the values does not exceed; None without values."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)] if values else None


def figures(drawn: Sequence[Drawn], history: Sequence[str]) -> dict[str, Any]:
    """The figures of a run.

    Args:
        drawn: the drawings in order.
        history: texts of the drawings in the history, oldest first.
    """
    labelled = [one for one in drawn if one.label is not None]
    right = sum(one.text == one.label for one in labelled)
    readings = [time for one in drawn for time in one.times("reading")]
    final = [one.times("reading")[-1] for one in drawn if one.times("reading")]
    return {
        "drawings": len(drawn),
        "labelled": len(labelled),
        "right": right,
        "right_share": right / len(labelled) if labelled else None,
        "rejected": sum("?" in (one.text or "") for one in drawn),
        "not_read": sum(one.text is None for one in drawn),
        "wrong": [
            {"number": number, "label": one.label, "text": one.text}
            for number, one in enumerate(drawn, 1)
            if one.label is not None and one.text != one.label
        ],
        "readings": _spread(readings) | {"within": _within(readings)},
        "final_readings": _spread(final) | {"within": _within(final)},
        "pen": _spread([time for one in drawn for time in one.times("pen")])
        | {"events": sum(e["events"] for one in drawn for e in one.events if e["event"] == "pen")},
        "errors": [e["error"] for one in drawn for e in one.events if e["event"] == "trouble"],
        "history": {
            "drawings": len(history),
            "as_drawn": list(history) == [one.text for one in drawn],
        },
    }


def _spread(times: Sequence[float]) -> dict[str, Any]:
    return {
        "count": len(times),
        "p50": percentile(times, 0.5),
        "p99": percentile(times, 0.99),
        "most": max(times, default=None),
    }


def _within(times: Sequence[float]) -> float | None:
    return sum(time <= READ_WITHIN for time in times) / len(times) if times else None


def report_lines(found: dict[str, Any]) -> list[str]:
    """The figures as lines of text."""

    def spread(name: str, key: str, rest: str = "") -> str:
        times = found[key]
        if not times["count"]:
            return f"{name:<17}not in the trace"
        values = ", ".join(
            f"{label} {times[part]:.2f} ms"
            for label, part in (("median", "p50"), ("99th percentile", "p99"), ("maximum", "most"))
        )
        return f"{name:<17}{values}{rest}"

    def within(key: str) -> str:
        share = found[key]["within"]
        return "" if share is None else f"; {share:.1%} within {READ_WITHIN:.0f} ms"

    share = found["right_share"]
    kept = found["history"]
    lines = [
        f"{'drawings':<17}{found['drawings']}, correct {found['right']} of {found['labelled']}"
        + ("" if share is None else f" ({share:.1%})")
        + f", rejected {found['rejected']}, not read {found['not_read']}",
        *(
            f"{'':<17}drawing {one['number']}: {one['label']} read as {one['text']}"
            for one in found["wrong"]
        ),
        spread("readings", "readings", within("readings")),
        spread("final readings", "final_readings", within("final_readings")),
        spread(
            "pen, per stroke",
            "pen",
            f"; slowest event of each stroke, {found['pen']['events']} events",
        ),
        f"{'history':<17}{kept['drawings']} drawings, "
        + ("as read" if kept["as_drawn"] else "DIFFERENT FROM THE READINGS"),
    ]
    lines += [f"{'error':<17}{error}" for error in found["errors"]]
    for moment, memory in found.get("memory", {}).items():
        parts = ", ".join(f"{name} {megabytes(size)}" for name, size in memory.items())
        lines.append(f"{'memory, ' + moment:<17}{parts}")
    if "status" in found:
        lines.append(f"{'exit status':<17}{found['status']}")
    return lines

"""Lines: how many lines of numbers the line network reads right, synthetic and real.

    python -m training evaluate-lines LINES.tflite

Synthetic lines are made of held-out digits and writers. The line of a real set counts if its digits
are right: its labels have no marks. A line is in doubt if its confidence is below the threshold
that is chosen on other held-out synthetic lines. Nothing is chosen by the real sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from digitrec.recognition.picture.line_decoding import LineReading
from digitrec.recognition.picture.line_features import ink_channel
from digitrec.recognition.picture.line_reader import LineReader
from training.data.datasets import load_split
from training.network.lines.held_out import held_out_lines
from training.synthetic.lines.line import SyntheticLine

REAL_SETS = {"cheque-amounts": "cheque amounts", "sudoku-photos": "sudoku digits"}
"""Folders with `labels.json` next to the data sets, and what they are called in the table."""

_LINES = 1_500  # held-out synthetic ones; the threshold is chosen on the first third
_RELIABLE = 0.98  # share of the lines without a doubt that are right, at least


@dataclass(frozen=True)
class Result:
    """How one kind of line was read.

    Attributes:
        name: of the kind.
        right: whether each line's text, or its digits, are right.
        doubted: whether each line is in doubt.
    """

    name: str
    right: NDArray[np.bool_]
    doubted: NDArray[np.bool_]

    def row(self) -> str:
        """A row of a Markdown table: lines, right, right without a doubt, wrong without one."""
        sure = ~self.doubted
        shares = self.right, self.right & sure, ~self.right & sure
        cells = " | ".join(f"{share.mean():.1%}" for share in shares)
        return f"| {self.name} | {len(self.right)} | {cells} |"


def evaluate_lines(graph: Path, folder: Path, limit: int | None = None) -> list[Result]:
    """Reads held-out synthetic lines and the real sets that the folder has.

    Args:
        graph: of the line network.
        folder: of the data sets.
        limit: lines of each, at most.
    """
    reader = LineReader(graph.read_bytes())
    lines = held_out_lines(load_split(folder), min(limit or _LINES, _LINES))
    readings = [reader.read(ink_channel(line.pixels)) for line in lines]
    right = np.array(
        [one.text == line.text.rstrip() for one, line in zip(readings, lines, strict=True)]
    )
    third = len(lines) // 3
    least = threshold(np.array([one.confidence for one in readings[:third]]), right[:third])
    lines, readings, right = lines[third:], readings[third:], right[third:]
    doubted = np.array([one.confidence < least for one in readings])
    results = [Result("synthetic", right, doubted)]
    for kind in sorted({line.kind for line in lines}):
        picked = np.array([line.kind == kind for line in lines])
        results.append(Result(f"– {kind}", right[picked], doubted[picked]))
    results += _coloured(reader, lines, readings, least)
    for name, title in REAL_SETS.items():
        if (folder / name / "labels.json").is_file():
            results.append(_real(reader, folder / name, title, least, limit))
    return results


def table(results: Iterable[Result]) -> str:
    """The results as a Markdown table."""
    head = "| lines | number | right | right without a doubt | wrong without a doubt |"
    return "\n".join([head, "| --- " * 5 + "|", *(result.row() for result in results)])


def threshold(confidences: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The lowest confidence from which on enough lines are right; 1 if there is none."""
    order = np.argsort(-confidences, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= _RELIABLE)
    return float(confidences[order[enough[-1]]]) if len(enough) else 1.0


def _coloured(
    reader: LineReader,
    lines: Sequence[SyntheticLine],
    readings: Sequence[LineReading],
    least: float,
) -> list[Result]:
    """The coloured lines, by the mixture in which the ink stands out and by brightness alone."""
    picked = [at for at, line in enumerate(lines) if line.pixels.ndim == 3]
    if not picked:
        return []
    texts = [lines[at].text.rstrip() for at in picked]
    by_brightness = [
        reader.read(
            np.asarray(Image.fromarray(lines[at].pixels).convert("L"), np.float32) / np.float32(255)
        )
        for at in picked
    ]
    found = {"in colour": [readings[at] for at in picked], "… by brightness alone": by_brightness}
    return [
        Result(
            f"– {name}",
            np.array([one.text == text for one, text in zip(read, texts, strict=True)]),
            np.array([one.confidence < least for one in read]),
        )
        for name, read in found.items()
    ]


def _real(reader: LineReader, folder: Path, title: str, least: float, limit: int | None) -> Result:
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    right, doubted = [], []
    for name, digits in sorted(labels.items())[:limit]:
        with Image.open(folder / name) as image:
            reading = reader.read(ink_channel(np.asarray(image.convert("RGB"))))
        right.append(reading.digits == digits)
        doubted.append(reading.confidence < least)
    return Result(title, np.array(right), np.array(doubted))

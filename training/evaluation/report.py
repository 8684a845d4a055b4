"""Report: what a sealed model reads and what it doesn't, as JSON and as a page with figures."""

from __future__ import annotations

import html
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.recognition.raster import STROKE_WIDTH
from training.data.datasets import HELD_OUT_ALPHABETS
from training.evaluation import figures, metrics, robustness
from training.evaluation.evaluate import Evaluation, ReadDigits, Reader
from training.evaluation.robustness import Point
from training.evaluation.summary import summary

_WORST = 24
"""Mistakes that are shown of each part."""


@dataclass(frozen=True)
class Robustness:
    """The held-out writers' digits, made in other ways: see `training.evaluation.robustness`."""

    by_pen: list[Point]
    by_drawn_size: list[Point]
    by_line_in_pictures: list[Point]
    by_size_in_pictures: list[Point]


def examine_robustness(reader: Reader, evaluation: Evaluation) -> Robustness:
    """Draws the held-out writers' digits in other sizes and widths, and reads them."""
    pen = evaluation.pen_held_out.pen
    if pen is None:
        raise ValueError("the pen digits come without their strokes")
    found = []
    for title, measure in (
        ("by the pen's width", robustness.by_pen),
        ("by the size of the drawing", robustness.by_drawn_size),
        ("by the line's width in pictures", robustness.by_line_in_pictures),
        ("by the size of the picture", robustness.by_size_in_pictures),
    ):
        reader.say(f"pen digits {title}: {len(pen)}")
        found.append(measure(reader, pen))
    return Robustness(*found)


def write_report(
    folder: Path, reader: Reader, evaluation: Evaluation, robust: Robustness
) -> tuple[Path, Path]:
    """Writes `report.json` and `report.html`, each whole or not at all, and gives their paths.

    Raises:
        OSError: where the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fields = _fields(reader, evaluation, robust)
    with figures.style():
        page = _page(fields, evaluation, robust)
    written = []
    for name, text in (
        ("report.json", json.dumps(fields, indent=1) + "\n"),
        ("report.html", page),
    ):
        path, part = folder / name, folder / f".{name}.part"
        try:
            part.write_text(text, encoding="utf-8")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        written.append(path)
    return written[0], written[1]


def _fields(reader: Reader, evaluation: Evaluation, robust: Robustness) -> dict[str, Any]:
    model = reader.model
    parts = {"mnist_test": evaluation.mnist_test, "pen_held_out": evaluation.pen_held_out}
    return {
        "model": {"name": model.card.name, "sha256": model.sha256},
        "thresholds": model.card.fields["thresholds"],
        "machine": {"python": platform.python_version(), "system": platform.system()},
        "speed": reader.speed(),
        "measured": evaluation.figures(),
        "confusion": {
            name: metrics.confusion(part.predictions.probabilities, part.labels).tolist()
            for name, part in parts.items()
        },
        "reliability": {
            name: [
                asdict(one)
                for one in metrics.reliability(part.predictions.probabilities, part.labels)
            ]
            for name, part in parts.items()
        },
        "robustness": asdict(robust),
    }


def worst(part: ReadDigits, most: int = _WORST) -> list[int]:
    """The digits that were read wrong, the surest first, at most `most` of them."""
    confidence = part.predictions.probabilities.max(axis=1)
    wrong = np.flatnonzero(~part.right)
    return [int(at) for at in wrong[np.argsort(-confidence[wrong], kind="stable")][:most]]


def _mistakes(part: ReadDigits) -> str:
    picked = worst(part)
    if not picked:
        return "<p>None was read wrong.</p>"
    rows = part.predictions.probabilities[picked]
    titles = [
        f"{part.labels[at]} → {row.argmax()}, {row.max():.0%}"
        for at, row in zip(picked, rows, strict=True)
    ]
    return figures.mistakes(part.images[picked], titles)


def _page(fields: dict[str, Any], evaluation: Evaluation, robust: Robustness) -> str:
    test, pen = evaluation.mnist_test, evaluation.pen_held_out
    counts = {name: np.array(rows) for name, rows in fields["confusion"].items()}
    groups = {"held-out writers": pen, "MNIST test images": test}
    measured = fields["measured"]
    held_out = np.concatenate([evaluation.non_digits[name] for name in sorted(HELD_OUT_ALPHABETS)])
    seen = np.concatenate(
        [d for name, d in evaluation.non_digits.items() if name not in HELD_OUT_ALPHABETS]
    )
    if pen.pen is None:
        raise ValueError("the pen digits come without their strokes")
    drawings = {
        name: int((pen.pen.writers == int(name)).sum())
        for name in measured["pen_held_out"]["by_writer"]
    }
    chosen = (
        measured["pen_held_out"]["rejected"], measured["non_digits_held_out"]["rejected"],
    )  # fmt: skip
    sections = [
        ("Figures", f"<pre>{html.escape(summary(measured))}</pre>"),
        ("Surest mistakes: pen digits of held-out writers", _mistakes(pen)),
        ("Surest mistakes: MNIST test images", _mistakes(test)),
        (
            "What is taken for what",
            _row(
                figures.confusion(counts["pen_held_out"], "Held-out writers"),
                figures.confusion(counts["mnist_test"], "MNIST test images"),
            ),
        ),
        (
            "Confidence, and people",
            _row(
                figures.reliability(
                    {
                        name: metrics.reliability(part.predictions.probabilities, part.labels)
                        for name, part in groups.items()
                    }
                ),
                figures.by_writer(measured["pen_held_out"]["by_writer"], drawings),
            ),
        ),
        (
            "Doubt",
            _row(
                figures.risk_coverage(
                    {
                        name: metrics.risk_coverage(part.right, part.rejection_score)
                        for name, part in groups.items()
                    }
                ),
                figures.trade(
                    {
                        "an alphabet never trained against": metrics.rejection_trade(
                            pen.rejection_score, held_out
                        ),
                        "alphabets trained against": metrics.rejection_trade(
                            pen.rejection_score, seen
                        ),
                    },
                    chosen,
                ),
            ),
        ),
        (
            "Other pens, other sizes: the held-out writers' digits",
            _row(
                figures.curve(
                    robust.by_pen, "Drawn with another pen",
                    "pen's width, pixels of 28", STROKE_WIDTH,
                ),
                figures.curve(
                    robust.by_drawn_size, "Drawn on whole pixels only",
                    "height of the drawing, pixels",
                ),
                figures.curve(
                    robust.by_line_in_pictures, "Pictures, by the line's width",
                    "line's width / height of the digit", STROKE_WIDTH / 20,
                ),
                figures.curve(
                    robust.by_size_in_pictures, "Pictures, by size", "height of the digit, pixels",
                ),
            ),
        ),
    ]  # fmt: skip
    body = "\n".join(f"<section><h2>{title}</h2>{content}</section>" for title, content in sections)
    model, speed = fields["model"], fields["speed"]
    return _PAGE.format(
        title=html.escape(model["name"]),
        sha256=model["sha256"],
        speed=f"{speed['images']:,} images, {speed['images_a_second']:.0f} a second; "
        f"the network by itself took {speed['network_share']:.0%} of the time, "
        "the rest went into drawing them.",
        body=body,
    )


def _row(*parts: str) -> str:
    return f'<div class="row">{"".join(f"<figure>{part}</figure>" for part in parts)}</div>'


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evaluation of {title}</title>
<style>
body {{ margin: 0 auto; max-width: 60rem; padding: 2rem 1.5rem 4rem; color: #1c2733;
  background: #f5f7f9; font: 1rem/1.5 system-ui, sans-serif; }}
h1 {{ font-size: 1.6rem; margin: 0 0 .25rem; }}
h2 {{ font-size: 1.05rem; margin: 0 0 .75rem; }}
section {{ background: #fff; border-radius: .6rem; padding: 1.25rem 1.5rem; margin-top: 1.25rem; }}
pre {{ font-size: .82rem; overflow-x: auto; margin: 0; }}
.row {{ display: flex; flex-wrap: wrap; gap: 1rem; }}
figure {{ margin: 0; flex: 1 1 22rem; }}
svg {{ width: 100%; height: auto; }}
.quiet {{ color: #57636f; margin: 0; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Evaluation of {title}</h1>
<p class="quiet">SHA-256 {sha256}<br>{speed}</p>
{body}
</body>
</html>
"""

"""The files of a report: `report.json` with all figures, and `report.html` to look at."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from digitrec.files import written_whole
from training.evaluation import metrics
from training.evaluation.reader import Reader
from training.evaluation.report.page import page, versions
from training.evaluation.results import Evaluation
from training.evaluation.robustness import Robustness


def write_report(
    folder: Path, reader: Reader, evaluation: Evaluation, robustness: Robustness
) -> tuple[Path, Path]:
    """Writes `report.json` and `report.html`, each whole or not at all, and gives their paths.

    Raises:
        OSError: if the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fields = _fields(reader, evaluation, robustness)
    shown = page(reader, evaluation, robustness)
    paths = folder / "report.json", folder / "report.html"
    for path, text in zip(paths, (json.dumps(fields, indent=1) + "\n", shown), strict=True):
        with written_whole(path, replace=True) as stream:
            stream.write(text)
    return paths


def _fields(reader: Reader, evaluation: Evaluation, robustness: Robustness) -> dict[str, Any]:
    model = reader.model
    sets = {"mnist_test": evaluation.mnist_test, "pen_held_out": evaluation.pen_held_out}
    return {
        "model": {"name": model.card.name, "sha256": model.sha256},
        "thresholds": model.card.fields["thresholds"],
        "date": date.today().isoformat(),
        "versions": versions(),
        "data": [asdict(one) for one in evaluation.data],
        "machine": {"system": platform.system(), "processors": os.cpu_count()},
        "speed": asdict(reader.speed()),
        "measured": evaluation.figures().to_dict(),
        "confusion": {
            name: metrics.confusion(digits.predictions.probabilities, digits.labels).tolist()
            for name, digits in sets.items()
        },
        "reliability": {
            name: [
                asdict(one)
                for one in metrics.reliability(digits.predictions.probabilities, digits.labels)
            ]
            for name, digits in sets.items()
        },
        "robustness": asdict(robustness),
    }

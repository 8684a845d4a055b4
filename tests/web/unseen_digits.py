"""Digits of people held out of training, drawn in Chromium by pointer events.

`python -m tests.web.unseen_digits --count 200` draws them on the page of `digitrec serve`, and with
`--site FOLDER` on an exported site. It prints how many are read as `digitrec predict` reads them,
and the time from the last pen-up until the answer is painted.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.web.chromium import run
from tests.web.serving import serving
from training.data.datasets import data_folder, load_split


def unseen_digits(count: int) -> list[dict]:
    """Ink lines of as many digits, evenly picked from all held-out writers, in a unit square."""
    pen = load_split(data_folder(None)).held_out_pen
    picked = [at * len(pen) // count for at in range(count)]
    return [
        {"id": str(at), "strokes": _in_square(pen.strokes[at]), "label": str(pen.labels[at])}
        for at in picked
    ]


def _in_square(strokes: Sequence[Sequence[Sequence[float]]]) -> list:
    points = [point for stroke in strokes for point in stroke]
    lows = [min(point[axis] for point in points) for axis in (0, 1)]
    highs = [max(point[axis] for point in points) for axis in (0, 1)]
    extent = max(high - low for low, high in zip(lows, highs, strict=True)) or 1
    middles = [(low + high) / 2 for low, high in zip(lows, highs, strict=True)]

    def placed(point: Sequence[float]) -> list[float]:
        pairs = zip(point[:2], middles, strict=True)
        return [round(0.5 + 0.6 * (value - middle) / extent, 5) for value, middle in pairs]

    return [[placed(point) for point in stroke] for stroke in strokes]


def read_by_page(place: str, drawings: Sequence[dict]) -> list[dict]:
    """What the page reads: text, confidence and milliseconds of each drawing."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "drawings.jsonl")
        file.write_text("".join(json.dumps(one) + "\n" for one in drawings))
        seconds = 600 + 10 * len(drawings)
        found = run(place, "unseen.mjs", seconds, {"DIGITREC_DRAWINGS": str(file)})
    (line,) = found.values()
    if line["error"]:
        raise RuntimeError(line["error"])
    return line["result"]


def read_by_predict(drawings: Sequence[dict]) -> list[str]:
    """What `digitrec predict` reads of the same drawings."""
    done = subprocess.run(
        [sys.executable, "-m", "digitrec", "predict", "--json", "-"],
        input="".join(json.dumps(one) + "\n" for one in drawings),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


def main() -> int:
    """Prints the figures; the exit status says whether every reading is the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--site", help="folder of an exported site, instead of a server")
    options = parser.parse_args()
    drawings = unseen_digits(options.count)
    if options.site:
        found = read_by_page(os.fspath(Path(options.site).resolve()), drawings)
    else:
        with serving() as address:
            found = read_by_page(address, drawings)
    wanted = read_by_predict(drawings)
    differing = [
        f"{one['id']}: {one['text']}, not {text}"
        for one, text in zip(found, wanted, strict=True)
        if one["text"] != text
    ]
    right = sum(one["text"] == each["label"] for one, each in zip(found, drawings, strict=True))
    times = sorted(one["milliseconds"] for one in found)
    ninth = times[len(times) * 9 // 10]
    print(
        f"{len(found)} digits, {right} right; {len(found) - len(differing)} as predict reads them"
    )
    print(*differing, sep="\n", end="\n" if differing else "")
    print(f"until painted: median {statistics.median(times):.1f} ms, nine of ten in {ninth:.1f} ms")
    return bool(differing)


if __name__ == "__main__":
    raise SystemExit(main())

"""The real program as another process, what the tests feed it, and the schema of its answers."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.samples import digit

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "digitrec"]

INK_LINE = digit(7).to_json().encode() + b"\n"
KEYS = ["id", "source", "text", "confidence", "rejected", "digits", "marks"]
MARK_KEYS = ["mark", "confidence", "box"]
DIGIT_KEYS = ["digit", "confidence", "rejected", "probabilities", "box"]


def environment(home: Path) -> dict[str, str]:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**environ, "DIGITREC_HOME": str(home), "PYTHONPATH": path, "PYTHONUTF8": "1"}


def digitrec(
    home: Path, *arguments: str | Path, stdin: bytes = b"", **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs `digitrec` in the folder `home`, where it also keeps its files."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=home,
        env=environment(home) | changes,
        timeout=120,
    )


def objects(output: bytes) -> list[dict[str, Any]]:
    """The JSON lines, which hold no NaN or Infinity."""

    def refuse(word: str) -> None:
        raise AssertionError(word)

    return [json.loads(line, parse_constant=refuse) for line in output.splitlines()]


def picture_of(number: int) -> Image.Image:
    """A digit in black on white, 160 by 160."""
    image = Image.new("L", (160, 160), 255)
    draw = ImageDraw.Draw(image)
    for stroke in digit(number, 35, 24).strokes:
        draw.line(list(stroke), fill=0, width=9, joint="curve")
    return image


def png_of(number: int) -> bytes:
    """The same as a file."""
    stream = io.BytesIO()
    picture_of(number).save(stream, "PNG")
    return stream.getvalue()


def start_predict(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Starts `digitrec predict` with pipes to it."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*COMMAND, "predict", *arguments],
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        env=environment(home),
    )


def check_schema(answer: dict[str, Any]) -> None:
    """Holds an answer to the schema."""
    assert list(answer) == KEYS
    assert isinstance(answer["text"], str)
    assert 0 <= answer["confidence"] <= 1
    assert isinstance(answer["rejected"], bool)
    for one in answer["digits"]:
        assert list(one) == DIGIT_KEYS
        assert one["digit"] in range(10)
        assert len(one["probabilities"]) == 10
        assert sum(one["probabilities"]) == pytest.approx(1)
        assert one["confidence"] == max(one["probabilities"])
        x0, y0, x1, y1 = one["box"]
        assert x0 <= x1
        assert y0 <= y1
    for one in answer["marks"]:
        assert list(one) == MARK_KEYS
        assert one["mark"] in ".,-/:"
        assert 0 <= one["confidence"] <= 1

"""The real program as another process, and what the tests feed it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from tests.samples import digit

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "digitrec"]


def environment(home: Path) -> dict[str, str]:
    environ = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**environ, "DIGITREC_HOME": str(home), "PYTHONPATH": path, "PYTHONUTF8": "1"}


def digitrec(
    home: Path, *words: str | Path, stdin: bytes = b"", **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs `digitrec` in the folder `home`, which also keeps what it keeps."""
    return subprocess.run(
        [*COMMAND, *map(str, words)],
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

"""Runs scenarios of the page in Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

BROWSER = Path(__file__).with_name("browser")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
IS_HERE = bool(CHROMIUM and shutil.which("node") and (BROWSER / "node_modules").exists())
REASON = "needs Chromium, Node and `npm ci` in tests/web/browser"


def run(place: str, scenarios: str, seconds: int = 600, variables: Mapping[str, str] | None = None):
    """What each scenario gave, by its name.

    Args:
        place: the page's address, or the folder of a site.
        scenarios: the file of them.
        seconds: the longest that it may take.
        variables: of the environment, besides.
    """
    done = subprocess.run(
        ["node", BROWSER / "run.mjs", CHROMIUM, place, BROWSER / scenarios],
        capture_output=True,
        text=True,
        timeout=seconds,
        env=os.environ | {"NODE_OPTIONS": ""} | dict(variables or {}),
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr
    assert done.returncode == 0, done.stderr
    return {line["name"]: line for line in lines}

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.web.chromium import IS_HERE, REASON, run

ROOT = Path(__file__).resolve().parents[2]
PYTHON = os.environ.get("DIGITREC_GRADIO")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_HERE, reason=REASON),
    pytest.mark.skipif(
        not PYTHON,
        reason="DIGITREC_GRADIO names no Python with gradio and what digitrec needs",
    ),
]


@pytest.fixture
def demo():
    """The address of the demo, in an environment of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    here = {"PYTHONPATH": str(ROOT / "app"), "GRADIO_SERVER_PORT": port}
    process = subprocess.Popen(
        [PYTHON, "-u", ROOT / "app" / "gradio_demo.py"],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | here | {"GRADIO_ANALYTICS_ENABLED": "False"},
    )
    found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
    assert found, "the demo printed no address"
    yield f"{found[0]}/"
    process.terminate()
    process.wait(20)


def test_the_gradio_demo_reads_strokes_and_shows_ten_bars(demo):
    (line,) = run(demo, "gradio.mjs").values()
    assert line["error"] is None, line["error"]

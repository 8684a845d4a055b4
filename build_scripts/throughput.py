"""Counts the drawings that `predict` reads per second: see `measure.throughput`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.measure.throughput import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

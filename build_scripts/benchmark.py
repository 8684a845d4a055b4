"""Compares the frozen program with a minimal Tk program: see `measure.benchmark`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.measure.benchmark import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

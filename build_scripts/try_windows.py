"""Builds, installs and uses the program as on Windows, under Wine: see `wine.try_windows`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.wine.try_windows import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

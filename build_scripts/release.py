"""Checks the packages of a release and writes its notes: see `upkeep.release`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.upkeep.release import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

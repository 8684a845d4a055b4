"""Brings the catalogues of translations up to date: see `upkeep.translations`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.upkeep.translations import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

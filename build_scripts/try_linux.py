"""Installs, uses and removes the packages in a bare Debian: see `linux.try_packages`."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])

from build_scripts.linux.try_packages import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())

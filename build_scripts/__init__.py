"""Makes the program that people download out of the source tree."""

import sys
from pathlib import Path

# The digitrec of this source tree, whichever is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "app"))

"""Builds the program that people download from the source tree."""

import sys
from pathlib import Path

# Use the digitrec of this source tree, even if another one is installed.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "app"))

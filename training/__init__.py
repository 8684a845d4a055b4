"""Training: fetches the data, trains the networks, evaluates and seals them."""

import sys
from pathlib import Path

# Use digitrec from this source tree even if another is installed: its model is the one replaced.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "app"))

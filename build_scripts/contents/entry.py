"""The script that PyInstaller freezes. It starts the program like `python -m digitrec`."""

import sys

from digitrec.__main__ import main

sys.exit(main())

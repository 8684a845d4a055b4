"""The script that PyInstaller freezes: the program, as `python -m digitrec` starts it."""

import sys

from digitrec.__main__ import main

sys.exit(main())

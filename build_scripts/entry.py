"""The script that PyInstaller freezes: the program, as `python -m app` starts it."""

import sys

from app.__main__ import main

sys.exit(main())

"""Runs first in the frozen program on Linux: loads the desktop libraries that Tk needs.

The machine's own come first, because they fit its fonts and keyboards. Those in the bundle are for
a machine that lacks them; their numbers give the order in which they depend on each other. Once a
library is loaded, everything that asks for its name gets it.
"""


def _restore_environment() -> None:
    """Undoes the loader's path, so that programs we start find their own libraries."""
    import os

    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if original is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = original


def _load_desktop() -> None:
    import os
    import sys
    from ctypes import CDLL

    folder = f"{vars(sys)['_MEIPASS']}/desktop"
    if not os.path.isdir(folder):  # noqa: PTH112 (Debian's package has Debian's libraries)
        return
    for file in sorted(os.listdir(folder)):  # noqa: PTH208
        for path in (file.partition("-")[2], f"{folder}/{file}"):
            try:
                CDLL(path)
                break
            except OSError:
                continue


_restore_environment()
_load_desktop()
del _restore_environment, _load_desktop

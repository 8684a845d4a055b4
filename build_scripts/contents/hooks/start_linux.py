"""Runs in the frozen program on Linux before all else: finds the desktop's libraries for Tk.

The machine's own come first: they know its fonts and keyboards. Those in the bundle, numbered in
the order that they need each other, are for a machine that lacks them. Once loaded, a library
serves all that ask for its name.
"""


def _restore_environment() -> None:
    """Undoes the loader's path, so that programs that we start find their own libraries."""
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

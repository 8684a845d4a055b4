"""Runs first in the frozen program: keeps the variables that PyInstaller will set for its Tk.

`digitrec.environment` gives them back to the programs that this one starts.
"""


def _keep_environment() -> None:
    import os

    for name in ("TCL_LIBRARY", "TK_LIBRARY"):
        os.environ.pop(f"{name}_ORIG", None)
        if name in os.environ:
            os.environ[f"{name}_ORIG"] = os.environ[name]


_keep_environment()
del _keep_environment

"""Runs first in the frozen program: NumPy starts without the modules that write its docstrings.

They take a sixth of its import's time, and nobody reads docstrings in a program. In their place
stand empty modules, as NumPy's own documentation has one for `_add_newdocs_scalars`.
"""

import sys
from types import ModuleType

for _name in ("_add_newdocs", "_add_newdocs_scalars"):
    sys.modules[f"numpy._core.{_name}"] = ModuleType(_name)
del _name

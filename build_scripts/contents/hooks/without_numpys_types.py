"""Runs early in the frozen program: NumPy starts without its types for annotations.

They take a sixth of its import's time, and only type checkers look at them. In their place stand
names that can be subscripted and mean nothing.
"""

import sys
from types import ModuleType


class _Anything:
    def __class_getitem__(cls, _: object) -> type:
        return cls


_module = ModuleType("numpy._typing")
for _name in ("ArrayLike", "DTypeLike", "NBitBase", "NDArray"):
    setattr(_module, _name, _Anything)
sys.modules["numpy._typing"] = _module
del _Anything, _module, _name

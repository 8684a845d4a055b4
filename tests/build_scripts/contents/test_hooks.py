"""The hooks that run first in the frozen program."""

import subprocess
import sys
from pathlib import Path

from build_scripts.contents import excludes

ROOT = Path(__file__).resolve().parents[3]
HOOKS = ROOT / "build_scripts" / "contents" / "hooks"

READ = """
import runpy, sys
for hook in {hooks}:
    runpy.run_path(hook)
stand_ins = {{name: sys.modules[name] for name in {names}}}
from digitrec import Ink, Recognizer, model_path
one = Ink.from_dict({{"strokes": [[[34, 34], [54, 12], [54, 60], [54, 108]]]}})
print(Recognizer.open(model_path()).read(one).text)
print(all(sys.modules[name] is module for name, module in stand_ins.items()))
print(any(name.startswith("numpy._typing.") for name in sys.modules))
"""


def test_numpy_and_the_recogniser_work_without_docstrings_and_types():
    hooks = [str(HOOKS / f"without_numpys_{what}.py") for what in ("docs", "types")]
    names = ["numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars", "numpy._typing"]
    assert set(names) <= set(excludes.MODULES)
    done = subprocess.run(  # without docstrings, as the program is frozen
        [sys.executable, "-OO", "-c", READ.format(hooks=hooks, names=names)],
        cwd=ROOT / "app", capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "True", "False"], done.stderr

"""Writes the requirement files of a release, with the version and hashes of each package.

`python -m build_scripts.upkeep.pin` makes them from pyproject.toml; it needs uv. Install them with
`python -m pip install --require-hashes -r build_scripts/requirements/build.txt`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build_scripts" / "requirements"
EXTRAS = ("build", "train", "test")


def compile_pins(extra: str) -> str:
    """The requirement file of an extra for all supported systems and versions of Python.

    Raises:
        subprocess.CalledProcessError, OSError: if uv fails or is missing.
    """
    command = ["uv", "pip", "compile", "--universal", "--python-version", "3.11", "--quiet"]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
    command += ["--constraint", str(FOLDER / "constraints.in")]
    command += ["--extra", extra, "pyproject.toml"]
    made = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return made.stdout


def pinned(text: str) -> dict[str, str]:
    """Package → version, as pinned in a requirement file; of a range the newest."""
    return dict(re.findall(r"^([\w.-]+)(?:==|>=[\w.]+,<=)([\w.]+)", text, re.MULTILINE))


def declared(extra: str) -> dict[str, str]:
    """Package → the newest version in pyproject.toml for the program and one extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = list(project["dependencies"])
    wanted = [extra]
    for name in wanted:  # an extra may include others: digitrec[build,train]
        for line in optional[name]:
            own = re.fullmatch(r"digitrec\[(.+)\]", line)
            if own:
                wanted += own[1].split(",")
            else:
                lines.append(line)
    return pinned("\n".join(lines))


def main() -> int:
    """Writes the requirement files and returns the exit status."""
    FOLDER.mkdir(exist_ok=True)
    for extra in EXTRAS:
        try:
            text = compile_pins(extra)
        except OSError:
            print("pin.py: uv is missing; install it: python -m pip install uv", file=sys.stderr)
            return 1
        except subprocess.CalledProcessError as error:
            print(
                f"pin.py: uv failed ({error.returncode}); see its messages above", file=sys.stderr
            )
            return 1
        (FOLDER / f"{extra}.txt").write_text(text, encoding="utf-8", newline="\n")
        print(f"{extra}.txt: {len(pinned(text))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())

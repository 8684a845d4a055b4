"""The check step: finds out whether this machine can build the program, before it tries."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from build_scripts import platforms
from build_scripts.console import BuildError

OLDEST, NEWEST = (3, 11), (3, 13)


def check(root: Path) -> None:
    """Checks Python, its packages and the tools that freezing needs.

    Args:
        root: the source tree.

    Raises:
        BuildError: if something is missing. The message names all of it, and how to get it.
    """
    problems = [
        *python_problems(sys.version_info[:2]),
        *tk_problems(),
        *package_problems(pins(root)),
    ]
    if not any("pyinstaller" in problem for problem in problems):  # checking the tools needs it
        problems += platforms.missing_tools()
    if problems:
        raise BuildError("\n".join(["this machine can't build Digitrec yet:", *problems]))


def python_problems(running: tuple[int, ...]) -> list[str]:
    """Problems with this version of Python; empty if there are none."""
    if OLDEST <= running <= NEWEST:
        return []
    supported = " to ".join(".".join(map(str, end)) for end in (OLDEST, NEWEST))
    return [f"Python {'.'.join(map(str, running))} is not supported; use {supported}"]


def tk_problems() -> list[str]:
    """Problems with tkinter; empty if there are none. The frozen program itself tests Tk."""
    if importlib.util.find_spec("tkinter") and importlib.util.find_spec("_tkinter"):
        return []
    return [f"this Python ({sys.executable}) has no tkinter; {platforms.tk_advice()}"]


def pins(root: Path) -> dict[str, str]:
    """Package → the version that a build needs: the newest that pyproject.toml allows."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    pin = r"([\w.-]+)(?:==|>=[\w.]+,<=)([\w.]+)(?:; sys_platform == '(\w+)')?"
    matches = (re.fullmatch(pin, line) for line in lines)
    return {match[1]: match[2] for match in matches if match and match[3] in (None, sys.platform)}


def package_problems(wanted: dict[str, str]) -> list[str]:
    """Packages that are missing or have another version; empty if there are none."""
    problems = []
    for name, pinned in wanted.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if found != pinned:
            state = f"is {found}, not {pinned}" if found else "is missing"
            problems.append(f"{name} {state}; run: {sys.executable} -m pip install .[build]")
    return problems

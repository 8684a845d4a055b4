"""Check: whether this machine can build the program, before any of it is built."""

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
        BuildError: naming all that is missing, and how to get each.
    """
    troubles = [
        *python_problems(sys.version_info[:2]),
        *tk_problems(),
        *package_problems(pins(root)),
    ]
    if not any("pyinstaller" in trouble for trouble in troubles):  # the tools' check asks it
        troubles += platforms.missing_tools()
    if troubles:
        raise BuildError("\n".join(["this machine can't build Digitrec yet:", *troubles]))


def python_problems(running: tuple[int, ...]) -> list[str]:
    """What is wrong with this version of Python; empty if nothing is."""
    if OLDEST <= running <= NEWEST:
        return []
    spans = " to ".join(".".join(map(str, end)) for end in (OLDEST, NEWEST))
    return [f"Python {'.'.join(map(str, running))} is not supported; use {spans}"]


def tk_problems() -> list[str]:
    """What is wrong with tkinter; empty if nothing is. Tk itself is tried by the frozen program."""
    if importlib.util.find_spec("tkinter") and importlib.util.find_spec("_tkinter"):
        return []
    return [f"this Python ({sys.executable}) has no tkinter; {platforms.tk_advice()}"]


def pins(root: Path) -> dict[str, str]:
    """Package → version that a build needs, as pyproject.toml pins them."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["build"]]
    pin = r"([\w.-]+)==([\w.]+)(?:; sys_platform == '(\w+)')?"
    matches = (re.fullmatch(pin, line) for line in lines)
    return {match[1]: match[2] for match in matches if match and match[3] in (None, sys.platform)}


def package_problems(wanted: dict[str, str]) -> list[str]:
    """Which packages are missing or of another version; empty if none is."""
    troubles = []
    for name, pinned in wanted.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = ""
        if found != pinned:
            state = f"is {found}, not {pinned}" if found else "is missing"
            troubles.append(f"{name} {state}; run: {sys.executable} -m pip install .[build]")
    return troubles

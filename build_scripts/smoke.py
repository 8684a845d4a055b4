"""The smoke test: runs the frozen program's `--version` and `--self-test`.

On Windows and macOS it first looks at what the bundle's libraries import: the machine that builds
them has libraries that others lack, so that the program would start here and nowhere else.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from build_scripts import platforms
from build_scripts.console import BuildError, Console
from build_scripts.macos import links
from build_scripts.windows import runtime
from digitrec.version import __version__

PATIENCE = 120
"""Seconds after which the program counts as hung; a self-test takes two."""


def smoke(program: Path, console: Console) -> None:
    """Runs the frozen program's `--version` and `--self-test`.

    Raises:
        BuildError: if either fails, with the program's own reason, or if a library is missing.
    """
    if not program.is_file():
        raise BuildError(f"{program} does not exist; freeze it first: build.py freeze")
    if missing := _missing_libraries(program):
        raise BuildError(f"libraries are missing from the bundle: {'; '.join(missing)}")
    program = platforms.console_program(program)
    with platforms.display() as environment:
        printed = _run([program, "--version"], environment, console)
        if __version__ not in printed.stdout:
            raise BuildError(
                f"{program} --version prints {printed.stdout.strip()!r}, not {__version__}"
            )
        tested = _run([program, "--self-test", "--json"], environment, console)
    console.say(f"  self-test passed: {_passed(tested.stdout)}")


def _missing_libraries(program: Path) -> list[str]:
    """Imports that neither the bundle nor the system has; on Linux, `ldd` in the tests tells."""
    if platforms.WINDOWS:
        return runtime.unaccounted(program.parent)
    return links.unaccounted(program.parent) if platforms.MACOS else []


def _run(
    command: list[str | Path], environment: Mapping[str, str], console: Console
) -> subprocess.CompletedProcess[str]:
    console.note("$ " + " ".join(map(str, command)))
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{command[1]}: no answer within {PATIENCE} s") from error
    except OSError as error:
        raise BuildError(f"{command[0]} can't be started: {error.strerror}") from error
    console.note(done.stdout + done.stderr)
    if done.returncode != 0:
        raise BuildError(
            f"the frozen program's {command[1]} failed ({done.returncode}): {reason(done)}"
        )
    return done


def reason(done: subprocess.CompletedProcess[str]) -> str:
    """Why a program failed: its self-test's first failure, from which others follow.

    Without a self-test's report it is the last line, where a traceback has its error.
    """
    lines = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()
    failures = [line for line in lines if line.startswith("self-test failed: ")]
    if not failures:
        return lines[-1]
    more = len(failures) - 1
    return failures[0] + (f" (and {more} more, which may follow from it)" if more else "")


def _passed(report: str) -> str:
    """The names of the checks in a self-test's report, on one line.

    Raises:
        BuildError: if it is not a report.
    """
    try:
        checks: list[dict[str, Any]] = json.loads(report)["checks"]
        return ", ".join(check["name"] for check in checks)
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"the self-test's report can't be read: {error}") from error

"""Builds the program and its packages: `python build_scripts/build.py`.

The steps are check (the machine and the model), freeze (PyInstaller), smoke (the frozen program's
self-test), package (the files to download) and manifest (their checksums, and a bill of
materials). By default all of them run; name some to run only those.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __package__ in (None, ""):  # run as a script: the path has its own folder, not the tree
    sys.path[0] = str(ROOT)

from build_scripts.check import check  # noqa: E402
from build_scripts.console import BuildError, Console  # noqa: E402
from build_scripts.contents.commit import (  # noqa: E402
    Commit,
    commit_of,
    is_of_commit,
    require_committed,
    require_same_commit,
)

STEPS = ("check", "freeze", "smoke", "package", "manifest")


def main(argv: list[str] | None = None) -> int:
    """Runs the steps given and returns the exit status."""
    options = _parser().parse_args(argv)
    steps = [step for step in STEPS if step in (options.steps or STEPS)]
    with Console(options.work / "build.log") as console:
        begun = time.monotonic()
        try:
            build(steps, options, console)
        except BuildError as error:
            console.say(f"build.py: {error}\n(log: {console.log})")
            return 1
        except KeyboardInterrupt:
            console.say("build.py: interrupted")
            return 130
        except Exception as error:
            console.note(traceback.format_exc())
            reason = f"{type(error).__name__}: {error}"
            console.say(f"build.py: {reason}\n(the traceback is in {console.log})")
            return 1
        console.say(f"{', '.join(steps)}: finished in {time.monotonic() - begun:.0f} s")
    return 0


def build(steps: list[str], options: argparse.Namespace, console: Console) -> None:
    """Runs the given steps in their order.

    Raises:
        BuildError: if a step fails; the steps after it are not tried.
    """
    commit = commit_of(ROOT)
    packaging = not options.onefile and not {"package", "manifest"}.isdisjoint(steps)
    if packaging and not options.dirty:
        require_committed(commit)  # now, rather than after minutes of freezing
    if "check" in steps or "freeze" in steps:
        with console.step("check", "this machine, its Python packages and the model"):
            check(ROOT)
            from build_scripts.sealing import (
                sealed_model,  # it needs packages that were just checked
            )

            model = sealed_model(options.model, options.work, ROOT, console)
            if commit.name and not is_of_commit(model, ROOT):
                console.say(
                    f"  it is not the model of commit {commit.name}, which therefore does not name "
                    "this program by itself: digitrec info shows the model's SHA-256 beside it"
                )

    from build_scripts import freeze, platforms, smoke

    program = platforms.program(options.dist, options.onefile)
    if "freeze" in steps:
        with console.step("freeze", "build the program with PyInstaller"):
            freeze.freeze(ROOT, model, options.dist, options.work, options.onefile, console)
    if "smoke" in steps:
        with console.step("smoke", f"run the self-test of {program}"):
            try:
                smoke.smoke(program, console)
            except BuildError as error:
                moved = freeze.move_failed(options.dist, options.work, options.onefile)
                raise BuildError(f"{error}\n{moved}") from error
    if packaging:
        _package(steps, options, program, commit, console)
    if steps != ["check"]:
        _summarize(options, program, console)


def _package(
    steps: list[str], options: argparse.Namespace, program: Path, commit: Commit, console: Console
) -> None:
    """Runs the steps that make the files to download."""
    from build_scripts.manifest import manifest
    from build_scripts.package import package, source_date
    from build_scripts.platforms import contents_folder
    from digitrec.version import __version__

    if not program.is_file():
        raise BuildError(f"{program} does not exist; freeze it first: build.py freeze")
    contents = contents_folder(program)
    require_same_commit(commit, contents)
    if "package" in steps:
        with console.step("package", "pack the program for download"):
            for made in package(options.dist, __version__, ROOT, options.work, console):
                console.say(f"  {made.name}")
    if "manifest" in steps:
        with console.step("manifest", "write checksums and the bill of materials"):
            for made in manifest(options.dist, contents, commit, source_date(ROOT)):
                console.say(f"  {made.name}")


def _summarize(options: argparse.Namespace, program: Path, console: Console) -> None:
    """Prints what the build has made."""
    from build_scripts import platforms
    from build_scripts.contents import summary
    from build_scripts.linux import elf
    from build_scripts.manifest import packages

    for line in summary.summary(program, [] if options.onefile else packages(options.dist)):
        console.say(line)
    if platforms.LINUX and not options.onefile and program.is_file():
        console.say(f"  {elf.glibc_line(program.parent)}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Builds the program: checks the machine, freezes, tests and packs it.",
    )
    parser.add_argument(
        "steps",
        nargs="*",
        choices=[*STEPS, []],
        metavar="STEP",
        help=f"{', '.join(STEPS)}; default: all",
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=ROOT / "app" / "digitrec" / "resources" / "my_model.keras",
        help="the model to bundle, sealed or plain (sealing needs TensorFlow)",
    )
    parser.add_argument(
        "--onefile",
        action="store_true",
        help="build a single file that unpacks itself; it starts more slowly",
    )
    parser.add_argument(
        "--dirty",
        action="store_true",
        help="package uncommitted changes too; the program's info then says so",
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="folder for the results")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "build", help="folder for logs and intermediate files"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

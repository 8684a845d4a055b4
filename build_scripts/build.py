"""Builds the program that is handed out: `python build_scripts/build.py`.

Steps: check (the machine and the model), freeze (PyInstaller), smoke (the frozen program's
self-test), package (the files to hand out), manifest (their sums, and a bill of materials). All by
default; any of them alone.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if __package__ in (None, ""):  # run as a script: its own folder is on the path, the tree is not
    sys.path[0] = str(ROOT)

from build_scripts.check import check  # noqa: E402
from build_scripts.console import BuildError, Console  # noqa: E402
from build_scripts.contents.commit import Commit, commit_of, require_committed, require_same_commit  # noqa: E402

STEPS = ("check", "freeze", "smoke", "package", "manifest")


def main(argv: list[str] | None = None) -> int:
    """Runs the steps asked for; gives the exit status."""
    options = _parser().parse_args(argv)
    steps = [step for step in STEPS if step in (options.steps or STEPS)]
    with Console(options.work / "build.log") as console:
        begun = time.monotonic()
        try:
            build(steps, options, console)
        except BuildError as error:
            console.say(f"build.py: {error}\n(the log: {console.log})")
            return 1
        except KeyboardInterrupt:
            console.say("build.py: stopped")
            return 130
        except Exception as error:
            console.note(traceback.format_exc())
            reason = f"{type(error).__name__}: {error}"
            console.say(f"build.py: {reason}\n(where it happened: {console.log})")
            return 1
        console.say(f"{', '.join(steps)}: done in {time.monotonic() - begun:.0f} s")
    return 0


def build(steps: list[str], options: argparse.Namespace, console: Console) -> None:
    """Does the given steps in their order.

    Raises:
        BuildError: where one can't be done; none after it is tried.
    """
    commit = commit_of(ROOT)
    handed_out = not options.onefile and not {"package", "manifest"}.isdisjoint(steps)
    if handed_out and not options.dirty:
        require_committed(commit)  # now, and not after minutes of freezing
    if "check" in steps or "freeze" in steps:
        with console.step("check", "this machine, its packages and the model"):
            check(ROOT)
            from build_scripts.sealing import sealed_model  # needs the packages just checked

            model = sealed_model(options.model, options.work, ROOT, console)

    from build_scripts import freeze, platforms, smoke

    program = platforms.program(options.dist, options.onefile)
    if "freeze" in steps:
        with console.step("freeze", "PyInstaller makes the program"):
            freeze.freeze(ROOT, model, options.dist, options.work, options.onefile, console)
    if "smoke" in steps:
        with console.step("smoke", f"{program} tests itself"):
            try:
                smoke.smoke(program, console)
            except BuildError as error:
                aside = freeze.move_failed(options.dist, options.work, options.onefile)
                raise BuildError(f"{error}\n{aside}") from error
    if handed_out:
        _hand_out(steps, options, program, commit, console)
    if steps != ["check"]:
        _sum_up(options, program, console)


def _hand_out(
    steps: list[str], options: argparse.Namespace, program: Path, commit: Commit, console: Console
) -> None:
    """The steps that make what others download."""
    from build_scripts.manifest import manifest
    from build_scripts.package import package, source_date
    from build_scripts.platforms import contents_folder
    from digitrec.version import __version__

    if not program.is_file():
        raise BuildError(f"{program} is not there; freeze it first: build.py freeze")
    contents = contents_folder(program)
    require_same_commit(commit, contents)
    if "package" in steps:
        with console.step("package", "what is handed out"):
            for made in package(options.dist, __version__, ROOT, options.work, console):
                console.say(f"  {made.name}")
    if "manifest" in steps:
        with console.step("manifest", "the packages' sums, and what is in them"):
            for made in manifest(options.dist, contents, commit, source_date(ROOT)):
                console.say(f"  {made.name}")


def _sum_up(options: argparse.Namespace, program: Path, console: Console) -> None:
    """Says what there is now."""
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
        description="Builds the program: checks, freezes, tries, packs and lists it.",
    )
    parser.add_argument(
        "steps", nargs="*", choices=[*STEPS, []], metavar="STEP", help=f"{', '.join(STEPS)}; or all"
    )
    parser.add_argument(
        "--model",
        type=Path,
        default=ROOT / "app" / "digitrec" / "resources" / "my_model.keras",
        help="another model, sealed or plain (sealing needs TensorFlow)",
    )
    parser.add_argument(
        "--onefile", action="store_true", help="one file that unpacks itself; starts slower"
    )
    parser.add_argument(
        "--dirty", action="store_true", help="package even what is not committed; info then says so"
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where results go")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="where the rest goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())

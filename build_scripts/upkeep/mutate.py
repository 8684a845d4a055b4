"""Mutation testing: changes the program a little, and looks whether a test notices.

`python -m build_scripts.upkeep.mutate --seed 20261126 --count 40` makes so many mutants of modules
that the seed chooses, each in a copy of the source tree, and runs the tests of the module's room.
It names those that no test has noticed. Some of them change nothing that anyone can see; the others
show where a test is missing.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

ROOMS = ("storage", "session", "text", "cli", "recognition")
"""Rooms whose tests need no window, and so take seconds."""

COPIED = ("app", "build_scripts", "tests", "training", "pyproject.toml")

PATIENCE = 600
"""Seconds that the tests may take; a mutant that runs for longer is noticed too."""

_COMPARISONS = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
_OPERATORS = {
    ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*", ast.Mod: "+",
    ast.BitAnd: "|", ast.BitOr: "&", ast.LShift: ">>", ast.RShift: "<<",
}  # fmt: skip


class Mutant(NamedTuple):
    """A change of a module: the text from `begin` to `end` becomes `new`."""

    path: Path
    line: int
    begin: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {_short(self.old)} → {_short(self.new)}"


def main(argv: list[str] | None = None) -> int:
    """Tries the mutants; gives 1 if fewer are noticed than wanted."""
    parser = argparse.ArgumentParser(
        prog="mutate", description="Changes the program and looks whether a test notices."
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--module", type=Path, help="of the program; default: several by chance")
    parser.add_argument("--least", type=float, default=0.0, help="share that must be noticed")
    options = parser.parse_args(argv)
    rng = random.Random(options.seed)  # noqa: S311 (not a secret)
    modules = [options.module] if options.module else _modules()
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        _copy_to(copy)
        for _ in range(options.count):
            mutant = _choose(modules, rng)
            noticed = _is_noticed(mutant, copy)
            missed += not noticed
            print(f"{'noticed' if noticed else 'MISSED '}  {mutant}", flush=True)
    share = 1 - missed / max(1, options.count)
    print(f"{options.count - missed} of {options.count} noticed ({share:.1%}), seed {options.seed}")
    return 1 if share < options.least else 0


def mutants_of(path: Path, source: str) -> list[Mutant]:
    """All mutants of a module.

    Args:
        path: of the module, for their names.
        source: its text.
    """
    begins = [0]
    for line in source.encode().splitlines(keepends=True):
        begins.append(begins[-1] + len(line))
    encoded = source.encode()
    found = []
    tree = ast.parse(source)
    skipped = {id(inner) for node in ast.walk(tree) for inner in _not_code(node)}
    for node in ast.walk(tree):
        if id(node) in skipped or not isinstance(node, ast.expr | ast.stmt):
            continue
        begin, end = (
            begins[line - 1] + column
            for line, column in (
                (node.lineno, node.col_offset),
                (node.end_lineno or node.lineno, node.end_col_offset or node.col_offset),
            )
        )
        old = encoded[begin:end].decode()
        found += [
            Mutant(path, node.lineno, begin, end, old, new) for new in _changed(node) if new != old
        ]
    return found


def _changed(node: ast.expr | ast.stmt) -> Iterator[str]:
    """What a node may become."""
    return _changed_value(node) if isinstance(node, ast.expr) else _changed_statement(node)


def _changed_value(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Compare(left, [operator], [right]) if type(operator) in _COMPARISONS:
            yield f"({_text(left)} {_COMPARISONS[type(operator)]} {_text(right)})"
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            yield f"({_text(left)} {_OPERATORS[type(operator)]} {_text(right)})"
        case ast.BoolOp(operator, values):
            word = " or " if isinstance(operator, ast.And) else " and "
            yield f"({word.join(f'({_text(value)})' for value in values)})"
        case ast.UnaryOp(ast.Not(), operand):
            yield f"({_text(operand)})"
        case ast.Constant(bool() as value):
            yield str(not value)
        case ast.Constant(int() | float() as value):
            yield str(value + 1)
        case ast.IfExp(test, body, other):
            yield f"({_text(other)} if {_text(test)} else {_text(body)})"
        case ast.Call(ast.Name("min" | "max" as name), _):
            yield _text(node).replace(name, "max" if name == "min" else "min", 1)


def _changed_statement(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.Return(value) if value is not None and not _is_none(value):
            yield "return None"
        case ast.Expr(ast.Call()) | ast.AugAssign() | ast.Raise():
            yield "pass"
        case ast.Continue():
            yield "break"


def _not_code(node: ast.AST) -> Iterator[ast.AST]:
    """Parts of a node that are not run: annotations, and what only type checkers see."""
    inner: list[ast.AST | None] = []
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            inner = [node.returns]
        case ast.arg() | ast.AnnAssign():
            inner = [node.annotation]
        case ast.If(ast.Name("TYPE_CHECKING")):
            inner = list(node.body)
        case ast.Call(ast.Name("cast" | "TypeVar"), [kind, *_]):
            inner = [kind]
    for part in inner:
        if part is not None:
            yield from ast.walk(part)


def _choose(modules: list[Path], rng: random.Random) -> Mutant:
    while True:
        path = rng.choice(modules)
        found = mutants_of(path, (ROOT / path).read_text("utf-8"))
        if found:
            return rng.choice(found)


def _is_noticed(mutant: Mutant, copy: Path) -> bool:
    """Whether a test fails when the copy of the source tree has the change."""
    target = copy / mutant.path
    content = target.read_bytes()
    target.write_bytes(content[: mutant.begin] + mutant.new.encode() + content[mutant.end :])
    try:
        return _fails(room_tests(mutant.path), copy)
    finally:
        target.write_bytes(content)


def _fails(tests: list[str], copy: Path) -> bool:
    words = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-m", "not (gui or torture_long)"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *words, *tests],
            cwd=copy,
            env=environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def room_tests(path: Path) -> list[str]:
    """The tests to run for a module of `app/digitrec`: its own first, then those of its folder."""
    folder = Path("tests", *path.parent.parts[2:])
    own = folder / f"test_{path.stem}.py"
    names = [own, folder] if (ROOT / own).exists() else [folder]
    return [name.as_posix() for name in names if (ROOT / name).exists()] or ["tests"]


def _modules() -> list[Path]:
    app = ROOT / "app/digitrec"
    found = [path for room in ROOMS for path in sorted((app / room).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in found if path.name != "__init__.py"]


def _copy_to(copy: Path) -> None:
    for name in COPIED:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, copy / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, copy / name)


def _text(node: ast.AST) -> str:
    return ast.unparse(node)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) < 60 else f"{line[:57]}…"


if __name__ == "__main__":
    sys.exit(main())

"""Every text that is translated is also shown somewhere."""

import ast
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import digitrec
from digitrec.text import words

APP = Path(digitrec.__file__).parent
WORDS = Path(words.__file__)

LOOKED_UP_BY_TEXT = {"REASONS"}
"""Constants that no code names: `catalogue.said` finds their texts in the catalogue."""


def constants(tree: ast.Module) -> dict[str, ast.expr]:
    """The constants of a module, by name."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def names_in(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def used_elsewhere() -> Iterator[str]:
    """Names of `words` that other modules use."""
    for path in APP.rglob("*.py"):
        if path == WORDS:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.value.id == "words":
                    yield node.attr
            elif isinstance(node, ast.ImportFrom) and node.module == "digitrec.text.words":
                yield from (alias.name for alias in node.names)


def unused(source: str, used: set[str]) -> set[str]:
    """Constants of this source that are used neither elsewhere nor by what is used elsewhere."""
    tree = ast.parse(source)
    known = constants(tree)
    needs = {name: names_in(value) for name, value in known.items()}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            needs[node.name] = names_in(node)
    reached, open_names = set(), set(used)
    while open_names:
        name = open_names.pop()
        if name in needs and name not in reached:
            reached.add(name)
            open_names |= needs[name]
    return set(known) - reached


def test_every_constant_of_words_is_used():
    source = WORDS.read_text(encoding="utf-8")
    assert unused(source, {*used_elsewhere(), *LOOKED_UP_BY_TEXT, "TYPE_CHECKING"}) == set()


def test_a_constant_that_only_an_unused_one_needs_is_unused_too():
    source = "A = _('a')\nB = _('b')\nC = {1: B}\nD = _('d')\ndef f(): return A"
    assert unused(source, {"f"}) == {"B", "C", "D"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems word their errors differently")
def test_every_reason_is_one_that_the_system_gives():
    assert set(words.REASONS) <= {os.strerror(number) for number in errno.errorcode}

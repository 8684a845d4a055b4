"""The mutants that the mutation test makes, and whether it sees them noticed."""

import ast
from pathlib import Path

from build_scripts.upkeep.mutate import ROOT, main, mutants_of, room_tests

SOURCE = '''
def f(a: int, b: "list[3]") -> "bool | 7":
    """Words."""
    if a < 1 and not b:
        b.append(2)
        return min(a, 3) + 4
    return "é" in b
'''


def changes(source):
    return {(mutant.old, mutant.new) for mutant in mutants_of(Path("m.py"), source)}


def test_each_kind_of_change_is_made():
    found = changes(SOURCE)
    assert {
        ("a < 1", "(a <= 1)"),
        ("not b", "(b)"),
        ("b.append(2)", "pass"),
        ("2", "3"),
        ("min(a, 3)", "max(a, 3)"),
        ("min(a, 3) + 4", "(min(a, 3) - 4)"),
        ("return \"é\" in b", "return None"),
        ("\"é\" in b", "('é' not in b)"),
    } <= found  # fmt: skip


def test_annotations_are_left_alone():
    assert not {old for old, _ in changes("x: tuple[1] = f\ndef g(a: h[2]) -> h[3]: pass")}


def test_every_mutant_of_a_module_of_ours_is_python():
    path = ROOT / "app/digitrec/session/sheets.py"
    source = path.read_text("utf-8").encode()
    found = mutants_of(path, source.decode())
    assert len(found) > 20
    for mutant in found:
        ast.parse(source[: mutant.begin] + mutant.new.encode() + source[mutant.end :])


def test_a_module_is_tested_by_its_mirror_first():
    assert room_tests(Path("app/digitrec/session/sheets.py")) == [
        "tests/session/test_sheets.py", "tests/session"
    ]  # fmt: skip


def test_a_mutant_that_tests_notice_is_counted(capsys):
    module = "app/digitrec/session/sheets.py"
    assert main(["--seed", "1", "--count", "1", "--module", module, "--least", "1"]) == 0
    assert "1 of 1 noticed" in capsys.readouterr().out

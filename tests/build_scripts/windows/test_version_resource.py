import pytest

from build_scripts.windows.version_resource import four_numbers, version_resource
from digitrec.version import __version__


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", (0, 1, 0, 0)), ("1.2.3rc1", (1, 2, 3, 0))]
)
def test_windows_uses_four_numbers(version, numbers):
    assert four_numbers(version) == numbers


def test_it_is_an_expression_of_pyinstallers_classes():
    kinds = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct")
    kinds += ("VarFileInfo", "VarStruct")
    names = {kind: lambda *parts, _kind=kind, **named: (_kind, parts, named) for kind in kinds}
    made = eval(version_resource(__version__, "Reads"), names)  # noqa: S307 (as PyInstaller does)
    fixed, strings = made[2]["ffi"], made[2]["kids"][0]
    assert fixed[2]["filevers"] == four_numbers(__version__)
    assert ("StringStruct", ("FileDescription", "Reads"), {}) in strings[1][0][0][1][1]

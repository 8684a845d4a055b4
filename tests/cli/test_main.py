import subprocess
import sys
from pathlib import Path

import pytest

from digitrec.cli.main import main
from digitrec.cli.predict import request
from digitrec.version import __version__
from tests.cli.program import digitrec, environment


def test_the_version_is_printed(tmp_path: Path) -> None:
    done = digitrec(tmp_path, "--version")

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [f"digitrec {__version__}"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--json"],
        ["--self"],
        ["draw"],
        ["history"],
        ["history", "eat"],
        ["--self-test", "info"],
        ["--json", "info"],
        ["predict", "--js", "x"],
        ["hand"],
        ["hand", "eat"],
        ["hand", "teach"],
        ["hand", "forget", "seven", "--yes"],
        ["hand", "show", "--hand"],
    ],
)
def test_a_wrong_usage_ends_with_status_2(
    arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments, self_test=lambda as_json: 0)

    assert end.value.code == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "usage: digitrec" in err


@pytest.mark.parametrize("as_json", [False, True])
def test_the_self_test_is_the_one_given(as_json: bool) -> None:
    asked = []

    def self_test(as_json: bool) -> int:
        asked.append(as_json)
        return 1

    assert main(["--self-test"] + ["--json"] * as_json, self_test) == 1
    assert asked == [as_json]


def test_help_names_every_command(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])

    assert not end.value.code
    out = capfd.readouterr().out
    for word in ("predict", "hand", "history", "info", "--self-test", "--version"):
        assert word in out


def test_a_model_that_cannot_be_used_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(request, "model_path", lambda: tmp_path / "none.keras")

    assert main(["predict", "a.png", "b.png"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"digitrec: {tmp_path / 'none.keras'}: ")
    assert len(err.splitlines()) == 1


def test_a_windowed_program_has_no_streams_and_does_no_harm(tmp_path: Path) -> None:
    program = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
        "from digitrec.cli.main import main\n"
        "codes = [main(arguments) for arguments in "
        "(['history', 'list'], ['history', 'delete', '--all'], ['history', 'delete', '1'],"
        " ['predict', '-', 'none'], ['hand', 'show'], ['hand', 'teach', '-'],"
        " ['hand', 'forget'])]\n"
        f"open({str(tmp_path / 'codes')!r}, 'w').write(str(codes))\n"
    )
    environ = environment(tmp_path / "home")
    subprocess.run([sys.executable, "-c", program], check=True, env=environ)

    assert (tmp_path / "codes").read_text() == "[0, 1, 1, 1, 0, 1, 1]"


@pytest.mark.parametrize("arguments", [["--version"], ["history", "list"]])
def test_commands_that_read_no_drawing_load_no_numpy(arguments: list[str], tmp_path: Path) -> None:
    program = (
        "import sys\nfrom digitrec.cli.main import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "sys.exit(sorted({'numpy', 'PIL', 'ai_edge_litert', 'tkinter'} & set(sys.modules)) or 0)"
    )
    environ = environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, env=environ, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_package_loads_nothing_until_a_command_is_run() -> None:
    program = "import sys, digitrec.cli; sys.exit('argparse' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

import subprocess
import sys
from pathlib import Path

import pytest

from digitrec import __main__ as entry
from digitrec.cli.commands import COMMANDS
from digitrec.cli.parser import make_parser
from digitrec.version import __version__
from tests.cli.program import COMMAND, environment


def test_the_entry_point_takes_its_arguments_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["digitrec", "--version"])

    with pytest.raises(SystemExit) as end:
        entry.main()
    assert not end.value.code
    assert capfd.readouterr().out == f"digitrec {__version__}\n"


def test_its_exit_status_is_that_of_the_command(tmp_path: Path) -> None:
    for arguments, status in (
        (["history", "list"], 0),
        (["history", "delete", "1"], 1),
        (["x"], 2),
    ):
        done = subprocess.run(
            [*COMMAND, *arguments], check=False, capture_output=True, env=environment(tmp_path)
        )
        assert done.returncode == status


def test_the_commands_that_the_entry_point_knows_are_those_of_the_parser() -> None:
    (commands,) = (part for part in make_parser()._actions if part.dest == "command")

    assert tuple(commands.choices or ()) == COMMANDS


@pytest.mark.parametrize("name", ["nofile.png", "no/such/file", "a\nb.png"])
def test_a_picture_that_does_not_exist_is_named_and_no_window_opens(
    name: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*COMMAND, name], check=False, capture_output=True, text=True, env=environment(tmp_path)
    )

    shown = name.replace("\n", "\\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"digitrec: {shown}: no such file\n"


def test_a_mistyped_command_is_a_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    done = subprocess.run(
        [*COMMAND, "predcit", str(tmp_path / "a.png")],
        check=False, capture_output=True, text=True, env=environment(tmp_path),
    )  # fmt: skip

    assert done.returncode == 2
    assert "predcit" in done.stderr
    assert "predict" in done.stderr


def test_without_arguments_the_window_opens_and_nothing_of_the_command_line_is_loaded(
    tmp_path: Path, display: str
) -> None:
    program = (
        "import sys, tkinter, digitrec.__main__ as entry\n"
        "def closed(root, n=0):\n"
        "    print(root.title()); root.destroy()\n"
        "tkinter.Tk.mainloop = closed\n"
        "sys.argv = ['digitrec']\n"
        "status = entry.main()\n"
        "print(status, [name for name in ('argparse', 'digitrec.cli') if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        timeout=60,
    )

    title, rest = done.stdout.splitlines()
    assert title.startswith("Digitrec"), done.stderr
    assert rest == "0 []"

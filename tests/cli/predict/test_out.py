"""`predict --out`: the real program, killed and started again."""

import csv
import gzip
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.program import COMMAND, digitrec, environment, png_of
from tests.samples import digit, number

pytestmark = pytest.mark.slow


@pytest.fixture
def ink(tmp_path: Path) -> Path:
    """600 drawings that differ, and one that is broken."""
    lines = [number(f"{at}", 100 + at).to_json() for at in range(600)]
    file = tmp_path / "ink.jsonl"
    file.write_text("\n".join([*lines[:300], "broken", *lines[300:]]))
    return file


def answers(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*.jsonl")))


def test_killed_and_resumed_it_gives_the_answers_of_an_uninterrupted_run(
    tmp_path: Path, ink: Path
) -> None:
    words = ["predict", "--out", "answers", "--part-size", "64", ink]
    out = tmp_path / "answers"
    for parts in (1, 3, 6):
        program = subprocess.Popen(
            [*COMMAND, *map(str, words)], cwd=tmp_path, env=environment(tmp_path)
        )
        until = time.monotonic() + 60
        while len(list(out.glob("part-*"))) < parts and time.monotonic() < until:
            assert program.poll() is None
        program.kill()
        program.wait(30)
        assert not json.loads((out / "manifest.json").read_text())["complete"]

    done = digitrec(tmp_path, *words)

    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode() == "601 drawings in 10 parts in answers, 1 of them not readable\n"
    assert answers(out) == digitrec(tmp_path, "predict", "--json", ink).stdout
    assert {file.name.partition("-")[0] for file in out.iterdir()} == {"part", "manifest.json"}


def test_what_was_read_from_a_pipe_goes_on_too(tmp_path: Path, ink: Path) -> None:
    content = gzip.compress(ink.read_bytes())
    words = ["predict", "--out", "answers", "--part-size", "256", "-"]
    digitrec(tmp_path, *words, stdin=content)
    (tmp_path / "answers" / "part-00001.jsonl").unlink()
    digitrec(tmp_path, *words, stdin=content)
    named = digitrec(tmp_path, "predict", "--json", ink).stdout
    assert answers(tmp_path / "answers").count(b"\n") == named.count(b"\n") == 601


def test_other_answers_are_refused_until_told(tmp_path: Path) -> None:
    (tmp_path / "ink.jsonl").write_text(number("47").to_json())
    words = ["predict", "--out", "answers", "ink.jsonl"]
    assert digitrec(tmp_path, *words).returncode == 0
    refused = digitrec(tmp_path, *words, "--digits", "1")
    assert refused.returncode == 1
    assert b"other options: digits null, not 1; --force begins anew" in refused.stderr
    assert digitrec(tmp_path, *words, "--digits", "1", "--force").returncode == 0
    assert len(json.loads(answers(tmp_path / "answers"))["digits"]) == 1


def test_a_folder_with_broken_pictures_gives_a_row_for_each(tmp_path: Path) -> None:
    folder = tmp_path / "pictures" / "deep"
    folder.mkdir(parents=True)
    for at in range(20):
        content = png_of(at % 10)
        (folder / f"{at:02d}.png").write_bytes(content[:90] if at % 5 == 2 else content)
    done = digitrec(tmp_path, "predict", "--csv", "-r", "--out", "answers", "pictures")
    assert done.returncode == 1
    rows = list(csv.DictReader((tmp_path / "answers" / "part-00000.csv").read_text().splitlines()))
    assert len(rows) == 20
    read = [row["text"] for row in rows if not row["error"]]
    assert read == [str(at % 10) for at in range(20) if at % 5 != 2]


def test_parquet_is_written_where_pyarrow_is_installed(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "ink.jsonl").write_text("\n".join(digit(at).to_json() for at in range(10)))
    assert digitrec(tmp_path, "predict", "--parquet", "--out", "a", "ink.jsonl").returncode == 0
    rows = parquet.read_table(tmp_path / "a" / "part-00000.parquet").to_pylist()
    assert [row["text"] for row in rows] == [*"0123456789"]


@pytest.mark.parametrize("option", ["--force", "--parquet", "--cluster=tls://x", "--part-size=9"])
def test_options_of_parts_need_a_folder(tmp_path: Path, option: str) -> None:
    done = digitrec(tmp_path, "predict", option, "ink.jsonl")
    assert done.returncode == 1
    assert done.stderr.decode() == f"digitrec: {option.partition('=')[0]} needs --out\n"


def test_a_network_is_not_crossed_in_the_clear(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    words = ["predict", "--out", "answers", "ink.jsonl", "--cluster"]
    for url, message in (
        ("tcp://192.0.2.1:8786", "not encrypted"),
        ("http://localhost:8786", "an address of a scheduler is tls://HOST:PORT"),
    ):
        done = digitrec(tmp_path, *words, url)
        assert done.returncode == 1
        assert message in done.stderr.decode()


def test_nothing_of_the_cluster_is_needed_to_read_here(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from digitrec.cli.main import main\n"
        "main(['predict', '--out', 'answers', 'ink.jsonl'])\n"
        "print(sorted(sys.modules.keys() & {'distributed', 'dask', 'pyarrow', 'fsspec'}))"
    )
    (tmp_path / "ink.jsonl").write_text(digit(4).to_json())
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(tmp_path), capture_output=True
    )
    assert done.stdout.decode().splitlines() == ["1 drawing in 1 part in answers", "[]"]

"""Numbered parts of answers, their manifest, and how an interrupted run goes on."""

import gzip
import json
from pathlib import Path

import pytest

from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.jobs import InkJob
from digitrec.bulk.output.answers import AnswersError, answers_to, form_of
from digitrec.bulk.output.folders import open_folder
from digitrec.bulk.output.manifest import Manifest, ManifestError
from digitrec.bulk.output.parts import write_parts
from digitrec.bulk.result import OutputLine
from digitrec.bulk.shards import cut


class KilledError(Exception):
    """The program has ended here."""


class Reader:
    """Answers with the drawings themselves, until it is killed."""

    def __init__(self, shards=None):
        self.shards = shards
        self.read = []

    def __call__(self, shards):
        for shard in shards:
            if len(self.read) == self.shards:
                raise KilledError
            self.read.append(shard.number)
            lines = [found.drawing.decode() for job in shard.jobs for found in job.drawings]
            yield shard, [OutputLine(line, line == "broken", False) for line in lines]


def jobs(count, changed=None):
    for number in range(count):
        text = b"other" if number == changed else b"drawing %d" % number
        yield InkJob("ink.jsonl", [Found(f"line {number + 1}", text)], None, "json")


def write(folder, reader, count=10, changed=None, force=False, model="model", **options):
    manifest = Manifest("0.1.0", model, options)
    shards = cut(jobs(count, changed), weight=3)
    write_parts(open_folder(str(folder)), shards, reader, manifest, ".jsonl", force=force)
    return json.loads((folder / "manifest.json").read_text())


def contents(folder):
    return {file.name: file.read_text() for file in sorted(folder.glob("part-*"))}


def test_the_parts_hold_all_answers_in_order(tmp_path: Path) -> None:
    manifest = write(tmp_path, Reader())

    assert list(contents(tmp_path)) == [f"part-0000{number}.jsonl" for number in range(4)]
    lines = "".join(contents(tmp_path).values()).splitlines()
    assert lines == [f"drawing {number}" for number in range(10)]
    assert (manifest["complete"], manifest["drawings"], manifest["errors"]) == (True, 10, 0)
    assert [part["drawings"] for part in manifest["parts"]] == [3, 3, 3, 1]


def test_what_was_interrupted_goes_on_where_parts_are_missing(tmp_path: Path) -> None:
    with pytest.raises(KilledError):
        write(tmp_path, Reader(2))
    assert not json.loads((tmp_path / "manifest.json").read_text())["complete"]
    reader = Reader()
    assert write(tmp_path, reader)["complete"]
    assert reader.read == [2, 3]
    whole = tmp_path / "whole"
    write(whole, Reader())
    assert contents(tmp_path) == contents(whole)


def test_a_part_that_is_gone_or_cut_short_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, Reader())
    before = contents(tmp_path)
    (tmp_path / "part-00001.jsonl").unlink()
    (tmp_path / "part-00003.jsonl").write_text("draw")
    reader = Reader()
    write(tmp_path, reader)
    assert reader.read == [1, 3]
    assert contents(tmp_path) == before


def test_what_a_killed_program_was_writing_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".digitrec-0123456789ab.part").touch()
    write(tmp_path, Reader())
    assert not list(tmp_path.glob(".digitrec-*"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"changed": 4}, "input has changed since part-00001.jsonl"),
        ({"count": 4}, "input has changed since part-00001.jsonl"),
        ({"count": 6}, "input has become shorter since part-00002.jsonl"),
        ({"model": "other"}, "begun with another model: model, not other"),
        ({"digits": 2}, "begun with other options: digits null, not 2"),
    ],
    ids=str,
)
def test_answers_of_something_else_are_refused_until_told(tmp_path: Path, change, message) -> None:
    write(tmp_path, Reader())
    before = contents(tmp_path)
    with pytest.raises(ManifestError, match=message):
        write(tmp_path, Reader(), **change)
    assert contents(tmp_path) == before
    write(tmp_path, Reader(), force=True, **change)
    wanted = tmp_path / "wanted"
    write(wanted, Reader(), **change)
    assert contents(tmp_path) == contents(wanted)


def test_parts_of_unknown_origin_are_refused(tmp_path: Path) -> None:
    (tmp_path / "part-00007.jsonl").touch()
    with pytest.raises(ManifestError, match="parts without a manifest"):
        write(tmp_path, Reader())
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(ManifestError, match="damaged"):
        write(tmp_path, Reader())


def test_more_input_after_the_end_is_read_as_well(tmp_path: Path) -> None:
    write(tmp_path, Reader(), count=9)
    reader = Reader()
    assert write(tmp_path, reader, count=11)["drawings"] == 11
    assert reader.read == [3]


def test_errors_are_counted(tmp_path: Path) -> None:
    found = [Found("line 1", b"broken"), Found("line 2", b"drawing")]
    shards = cut([InkJob("ink.jsonl", found, None, "json")])
    manifest = Manifest("0.1.0", "model", {})
    write_parts(open_folder(str(tmp_path)), shards, Reader(), manifest, ".jsonl")
    assert (manifest.drawings, manifest.errors) == (2, 1)


def test_the_same_answers_give_the_same_bytes_packed_and_unpacked(tmp_path: Path) -> None:
    lines = [OutputLine("a", False, False), OutputLine("\udcff", False, False)]
    for name in ("one.csv.gz", "two.csv.gz"):
        with (tmp_path / name).open("wb") as stream, answers_to(stream, name) as write_lines:
            write_lines(lines)
    one, two = (tmp_path / name for name in ("one.csv.gz", "two.csv.gz"))
    assert one.read_bytes() == two.read_bytes()
    heading = "source,id,text,confidence,rejected,error"
    assert gzip.decompress(one.read_bytes()).decode().splitlines() == [heading, "a", "\\udcff"]


def test_another_ending_is_refused() -> None:
    with pytest.raises(AnswersError, match=r"has to end with one of \.jsonl"):
        form_of("answers.txt")


def test_a_folder_in_a_store_is_written_like_one_on_a_disk(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    folder = open_folder("memory://parts/of/this")
    shards = list(cut(jobs(10), weight=3))
    with pytest.raises(KilledError):
        write_parts(folder, shards, Reader(2), Manifest("0.1.0", "model", {}), ".jsonl")
    manifest = Manifest("0.1.0", "model", {})
    write_parts(folder, shards, Reader(), manifest, ".jsonl")
    assert folder.names("part-*") == [f"part-0000{number}.jsonl" for number in range(4)]
    assert folder.read("part-00003.jsonl") == b"drawing 9\n"
    write_parts(folder, shards[:1], Reader(), Manifest("x", "y", {}), ".jsonl", force=True)
    assert folder.names("part-*") == ["part-00000.jsonl"]

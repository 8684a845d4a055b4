"""How far the input has been taken."""

import gzip
from pathlib import Path

from digitrec.bulk.input.position import Position
from digitrec.bulk.sources import jobs
from tests.samples import digit


def fractions(words: list[str]) -> list[float | None]:
    position = Position(words)
    found = jobs(words, None, "json", position=position)
    return [position.fraction, *(position.fraction for _ in found), position.fraction]


def test_it_grows_with_what_is_taken_of_files_packed_or_not(tmp_path: Path) -> None:
    lines = "\n".join(digit(at % 10, at).to_json() for at in range(600)).encode()
    (tmp_path / "a.jsonl").write_bytes(lines)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    for names in (["a.jsonl"], ["b.jsonl.gz"], ["a.jsonl", "b.jsonl.gz"]):
        found = fractions([str(tmp_path / name) for name in names])
        assert found == sorted(found)
        assert (found[0], found[-1]) == (0.0, 1.0)
        assert len(set(found)) > 3 or names == ["b.jsonl.gz"]


def test_without_a_size_it_is_not_known(tmp_path: Path) -> None:
    assert Position(["-"]).fraction is None
    assert Position([str(tmp_path / "missing.jsonl")]).fraction is None

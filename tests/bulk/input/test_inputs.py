"""The files that words of the command line name."""

import codecs
import os
import sys
from pathlib import Path

import pytest

from digitrec.bulk.input.inputs import Trouble, find_inputs


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of pictures and ink, in which this process is."""
    for name in ("b.png", "a.JPG", "notes.txt", ".hidden.png", "ink.jsonl", "[1].png"):
        (tmp_path / name).touch()
    for name in ("more/d.PDF", "more/deep/e.inkml", "other/f.tiff", ".trash/g.png", "text/h.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*words: str, recursive: bool = False) -> list[str]:
    """The files, with `/` on every system; what is wrong with a word after a `!`."""
    return [
        f"!{one.source}: {one.error}" if isinstance(one, Trouble) else one.replace(os.sep, "/")
        for one in find_inputs(words, recursive)
    ]


def test_a_folder_is_its_pictures_and_its_ink_by_name(tree: Path) -> None:
    assert found(".") == ["./[1].png", "./a.JPG", "./b.png", "./ink.jsonl"]
    assert found("more/") == ["more/d.PDF"]
    assert found(str(tree / "other")) == [f"{tree}/other/f.tiff".replace(os.sep, "/")]


def test_folders_in_a_folder_are_read_if_they_are_to_be(tree: Path) -> None:
    deep = ["more/d.PDF", "more/deep/e.inkml"]
    assert found("more", recursive=True) == deep
    assert found(".", recursive=True)[4:] == [f"./{name}" for name in (*deep, "other/f.tiff")]


def test_a_folder_with_nothing_to_read_says_so(tree: Path) -> None:
    assert found("text") == ["!text: a folder without pictures or ink"]
    (tree / "outer").mkdir()
    (tree / "more").rename(tree / "outer" / "more")
    (message,) = found("outer")
    assert message == "!outer: a folder without pictures or ink; -r looks into its folders too"


def test_a_pattern_that_the_shell_has_not_expanded_is_expanded(tree: Path) -> None:
    assert found("*.png") == ["[1].png", "b.png"]
    assert found("[ab].*") == ["a.JPG", "b.png"]
    assert found("**/*.tiff") == ["other/f.tiff"]
    assert found("*.gif") == ["!*.gif: no file matches this pattern"]
    assert found("mor*") == ["more/d.PDF"]


def test_what_exists_under_a_name_is_that_file(tree: Path) -> None:
    assert found("[1].png") == ["[1].png"]
    (tree / "@b.png").touch()
    assert found("@b.png") == ["@b.png"]
    assert found("missing.png", "-", "@") == ["missing.png", "-", "@"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_list_names_files_folders_and_patterns(tree: Path, encoding: str, end: str) -> None:
    names = ["größe ü.png", "other", "", "*.JPG", "-"]
    (tree / "list.txt").write_bytes(end.join(names).encode(encoding))
    assert found("@list.txt", "b.png") == [
        "größe ü.png", "other/f.tiff", "a.JPG", "-", "b.png",
    ]  # fmt: skip


def test_names_in_a_list_may_end_with_zeros_and_hold_line_breaks(tree: Path) -> None:
    (tree / "list").write_bytes(b"a\nb.png\0c.png\0")
    assert found("@list") == ["a\nb.png", "c.png"]


def test_a_list_in_a_list_is_a_file_of_that_name(tree: Path) -> None:
    (tree / "list").write_text("@list\n")
    assert found("@list") == ["@list"]


def test_a_list_that_names_nothing_or_cannot_be_read_says_so(tree: Path) -> None:
    (tree / "list").write_bytes(codecs.BOM_UTF8 + b"\n\n")
    assert found("@list") == ["!@list: names no file"]
    (message,) = found("@missing.txt")
    assert message.startswith("!@missing.txt: [Errno 2]")


@pytest.mark.skipif(sys.platform != "linux", reason="links to folders need rights elsewhere")
def test_a_link_that_leads_back_is_not_followed_for_ever(tree: Path) -> None:
    (tree / "more" / "back").symlink_to(tree)
    assert found("more", recursive=True) == ["more/d.PDF", "more/deep/e.inkml"]

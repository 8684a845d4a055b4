import os
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage.errors import StorageError
from digitrec.storage.history import History
from tests.storage.drawings import drawing


@pytest.mark.parametrize("content", [b"not a database, but long enough" * 99, b"short"])
def test_a_file_that_is_not_a_database_is_named_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with History(path) as history:
        for use in (lambda: history.keep(drawing()), lambda: list(history), history.delete_all):
            with pytest.raises(StorageError, match=r"history\.sqlite3 is damaged.*Move the file"):
                use()
    assert path.read_bytes() == content


def test_a_database_with_torn_pages_is_named(path: Path) -> None:
    with History(path) as history:
        for number in range(200):
            history.keep(drawing(second=number))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xaa" * (len(content) - 4096))

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3"):
        list(history)


def test_a_file_in_the_folders_place_is_an_error_that_names_the_history(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")

    with (
        History(tmp_path / "home" / "history.sqlite3") as history,
        pytest.raises(StorageError, match=r"history\.sqlite3 can't be opened"),
    ):
        history.keep(drawing())


def test_a_folder_in_the_files_place_is_an_error_that_names_the_history(path: Path) -> None:
    path.mkdir()

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3 can't be"):
        history.keep(drawing())


def test_the_history_can_be_used_again_when_the_trouble_is_over(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    with History(tmp_path / "home" / "history.sqlite3") as history:
        with pytest.raises(StorageError):
            history.keep(drawing())
        (tmp_path / "home").unlink()
        history.keep(drawing())

        assert len(history) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows has no limit on the size of files")
def test_a_full_disk_is_an_error_and_loses_nothing_kept_before(history: History) -> None:
    import resource

    history.keep(drawing())
    large = replace(drawing(), model="m" * 1_000_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))  # as good as a full disk
    try:
        with pytest.raises(StorageError, match="disk"):
            history.keep(large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    history.keep(large)
    assert [one.model for one in history] == ["abc123", large.model]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps open files from being deleted")
def test_a_file_that_was_deleted_while_open_begins_again(history: History, path: Path) -> None:
    history.keep(drawing("1"))
    for file in path.parent.iterdir():
        file.unlink()
    history.keep(drawing("2"))
    history.close()

    with History(path) as again:
        assert [one.reading.text for one in again] == ["2"]


def test_a_column_whose_name_is_no_text_is_damage_of_the_file(path: Path) -> None:
    with History(path) as history:
        history.keep(drawing())
    content = path.read_bytes()
    path.write_bytes(content.replace(b"reading TEXT", b"re\xcfding TEXT"))

    with History(path) as history, pytest.raises(StorageError, match=r"history\.sqlite3"):
        list(history)

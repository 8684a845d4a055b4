import os
import tarfile
import zipfile

import pytest

from build_scripts.package import pack_tar, pack_zip, source_date


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "digitrec"
    (made / "_internal").mkdir(parents=True)
    (made / "digitrec").write_bytes(b"\x7fELF program")
    (made / "digitrec").chmod(0o700)
    (made / "_internal" / "ü.txt").write_text("text")
    return made


def packed(pack, folder, target, date=1_800_000_000):
    with target.open("wb") as stream:
        pack(folder, stream, date)
    return target.read_bytes()


@pytest.mark.parametrize(("pack", "name"), [(pack_tar, "a.tar.xz"), (pack_zip, "a.zip")])
def test_the_same_files_give_the_same_bytes_whenever_they_are_packed(folder, tmp_path, pack, name):
    once = packed(pack, folder, tmp_path / name)
    for path in folder.rglob("*"):
        path.touch()
    assert packed(pack, folder, tmp_path / name) == once


@pytest.mark.skipif(os.name == "nt", reason="Windows' files have no mode to keep")
def test_a_tar_names_no_user_and_keeps_what_is_executable(folder, tmp_path):
    packed(pack_tar, folder, tmp_path / "a.tar.xz")
    with tarfile.open(tmp_path / "a.tar.xz") as archive:
        entries = {entry.name: entry for entry in archive}
    assert list(entries) == ["digitrec", "digitrec/_internal", "digitrec/_internal/ü.txt",
                             "digitrec/digitrec"]  # fmt: skip
    assert {(entry.uid, entry.gid, entry.mtime) for entry in entries.values()} == {
        (0, 0, 1_800_000_000)
    }
    assert entries["digitrec/digitrec"].mode == 0o755
    assert entries["digitrec/_internal/ü.txt"].mode == 0o644


def test_a_zip_contains_the_folder(folder, tmp_path):
    packed(pack_zip, folder, tmp_path / "a.zip", date=0)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["digitrec/_internal/ü.txt", "digitrec/digitrec"]
        assert archive.testzip() is None


def test_the_date_is_the_one_given_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567")
    assert source_date(tmp_path) == 1234567
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "nonsense")
    assert source_date(tmp_path) > 1_700_000_000

"""Archives whose members are packed in ways that a model's are not."""

import struct
import tracemalloc
import zipfile

import pytest

from digitrec.recognition.model import CARD, GRAPH, Model, ModelError
from digitrec.recognition.sealed import archive
from digitrec.resources import model_path
from tests.recognition.sealed.archives import rewritten

CENTRAL = b"PK\x01\x02"


def repacked(target, member, content, **options):
    """The bundled model with one member packed in another way."""
    with zipfile.ZipFile(model_path()) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data, how = (content, options) if name == member else (old.read(name), {})
            new.writestr(name, data or old.read(name), **how)
    return target


def with_directory(path, member, offset, layout, value):
    """Changes a field of a member's entry in the zip's directory."""
    content = bytearray(path.read_bytes())
    at = content.index(CENTRAL)
    while content[at + 46 :][: len(member)] != member.encode():
        at = content.index(CENTRAL, at + 1)
    struct.pack_into(layout, content, at + offset, value)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_is_neither_stored_nor_deflated_is_refused(tmp_path, method):
    path = repacked(tmp_path / "m.keras", GRAPH, None, compress_type=method)
    with pytest.raises(ModelError, match=f"m.keras: {GRAPH} is neither stored nor deflated"):
        Model.open(path)


def test_an_encrypted_member_is_refused(tmp_path):
    path = rewritten(tmp_path / "m.keras", lambda name, old: old)
    with_directory(path, CARD, 8, "<H", 1)
    with pytest.raises(ModelError, match=f"m.keras: {CARD} is encrypted"):
        Model.open(path)


def test_a_member_that_is_there_twice_is_refused(tmp_path):
    path = rewritten(tmp_path / "m.keras", lambda name, old: old)
    with zipfile.ZipFile(path, "a") as changed, pytest.warns(UserWarning, match="Duplicate"):
        changed.writestr(CARD, "{}")
    with pytest.raises(ModelError, match=f"m.keras: it has {CARD} twice"):
        Model.open(path)


@pytest.mark.parametrize("member", [GRAPH, CARD, "config.json"])
def test_a_member_that_is_larger_than_it_says_is_not_unpacked(tmp_path, member):
    path = tmp_path / "m.keras"
    repacked(path, member, bytes(40 << 20), compress_type=zipfile.ZIP_DEFLATED)
    with_directory(path, member, 24, "<I", 1000)
    tracemalloc.start()
    try:
        with pytest.raises(ModelError, match="m.keras"):
            Model.open(path)
        assert tracemalloc.get_traced_memory()[1] < 10 << 20
    finally:
        tracemalloc.stop()


def test_an_archive_that_says_it_is_too_large_is_refused(tmp_path, monkeypatch):
    path = rewritten(tmp_path / "m.keras", lambda name, old: old)
    with_directory(path, "metadata.json", 24, "<I", 256 << 20)
    with pytest.raises(ModelError, match=r"m\.keras: larger than 256 MiB"):
        Model.open(path)
    monkeypatch.setattr(archive, "MAX_BYTES", 1 << 20)
    with pytest.raises(ModelError, match="larger than 1 MiB"):
        Model.open(model_path())


def test_a_card_of_megabytes_is_refused(tmp_path):
    path = repacked(tmp_path / "m.keras", CARD, b" " * (1 << 20) + b"{}")
    with pytest.raises(ModelError, match=r"m\.keras: its card is larger than 1 MiB"):
        Model.open(path)


def test_what_is_not_an_ordinary_file_is_refused(tmp_path):
    with pytest.raises(ModelError, match="can't be read: not an ordinary file"):
        Model.open(tmp_path)

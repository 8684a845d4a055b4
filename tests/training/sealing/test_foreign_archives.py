"""Files that are no models of this Keras: the error says what they are."""

import json
import zipfile

import pytest

keras = pytest.importorskip("keras", reason="TensorFlow is not installed (pip install .[train])")

from training.network.architectures import dense  # noqa: E402
from training.sealing.seal import SealError, seal, write_archive  # noqa: E402


def test_an_archive_of_a_newer_keras_is_named_with_both_versions(tmp_path):
    dense().save(tmp_path / "m.keras")
    with zipfile.ZipFile(tmp_path / "m.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    config["config"]["layers"][1]["config"]["of_the_future"] = True
    members["config.json"] = json.dumps(config).encode()
    members["metadata.json"] = json.dumps({"keras_version": "99.1.0"}).encode()
    write_archive(tmp_path / "new.keras", members)
    with pytest.raises(SealError, match=rf"Keras 99\.1\.0, and Keras {keras.__version__}"):
        seal(tmp_path / "new.keras", tmp_path / "out.keras")


def test_a_file_of_the_old_format_is_told_how_to_become_a_new_one(tmp_path):
    (tmp_path / "old.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    with pytest.raises(SealError, match=r"HDF5.*old\.keras.*training seal"):
        seal(tmp_path / "old.h5", tmp_path / "out.keras")

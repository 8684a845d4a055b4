import pytest

from digitrec import resources, version
from digitrec.version import __version__


@pytest.fixture
def stamped(tmp_path, monkeypatch):
    monkeypatch.setattr(resources, "resource", lambda name: tmp_path / name)
    return tmp_path / version.STAMP


def test_the_source_has_no_stamp():
    assert version.commit() is None
    assert version.version() == __version__


@pytest.mark.parametrize(
    ("text", "commit"),
    [
        ('{"commit": "ac57cca1b2c3", "changed": false}', "ac57cca1b2c3"),
        ('{"commit": "ac57cca1b2c3", "changed": true}', "ac57cca1b2c3, with changes"),
        ('{"commit": null, "changed": false}', None),
        ('{"commit": "ac57cc', None),
        ("[]", None),
    ],
)
def test_a_stamp_is_told_with_the_version_and_a_broken_one_is_none(stamped, text, commit):
    stamped.write_text(text)
    assert version.commit() == commit
    assert version.version() == (f"{__version__} ({commit})" if commit else __version__)

import re

import pytest

from build_scripts.upkeep.pin import EXTRAS, FOLDER, declared, pinned


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_pins_are_those_of_the_project(extra):
    text = (FOLDER / f"{extra}.txt").read_text("utf-8")
    found = pinned(text)
    assert declared(extra).items() <= found.items(), "python -m build_scripts.upkeep.pin"


@pytest.mark.parametrize("extra", EXTRAS)
def test_every_package_has_hashes_and_no_url(extra):
    text = (FOLDER / f"{extra}.txt").read_text("utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in text


def test_a_build_needs_no_tensorflow():
    assert not pinned((FOLDER / "build.txt").read_text("utf-8")).keys() & {"tensorflow", "keras"}

import sys

import pytest

from digitrec.ui.guide import reduced_motion as module
from digitrec.ui.guide.reduced_motion import prefers_less_motion


@pytest.mark.parametrize(
    ("platform", "printed", "less"),
    [
        ("linux", "false", True),
        ("linux", "true", False),
        ("linux", "", False),
        ("darwin", "1", True),
        ("darwin", "0", False),
    ],
)
def test_the_systems_choice_is_followed(monkeypatch, platform, printed, less):
    asked = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(module, "answer", lambda _, *words: asked.append(words) or printed)
    assert prefers_less_motion() is less
    assert asked[0][0] == {"linux": "gsettings", "darwin": "defaults"}[platform]

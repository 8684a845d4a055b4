import pytest

from digitrec.ui.keyboard.keys import key_table


@pytest.mark.parametrize(("system", "modifier"), [("x11", "Control"), ("aqua", "Command")])
def test_the_keys_are_those_of_the_interface(system, modifier):
    keys = {key.action: key.sequences for key in key_table(system)}
    assert "<Escape>" in keys["clear"]
    assert f"<{modifier}-z>" in keys["undo"]
    assert {f"<{modifier}-Shift-Z>", f"<{modifier}-y>"} <= set(keys["redo"])
    assert f"<{modifier}-o>" in keys["open"]
    assert f"<{modifier}-s>" in keys["save"]
    assert f"<{modifier}-v>" in keys["paste"]
    assert f"<{modifier}-c>" in keys["copy"]
    assert {f"<Key-{digit}>" for digit in range(10)} <= set(keys["correct"])
    assert "<F1>" in keys["help"]
    assert keys["previous"] == ("<Left>",)
    assert keys["next"] == ("<Right>",)
    assert {"<j>", "<J>"} == set(keys["join"])
    assert {"<s>", "<S>"} == set(keys["split"])


def test_no_key_does_two_things():
    sequences = [one for key in key_table("x11") for one in key.sequences]
    assert len(sequences) == len(set(sequences))

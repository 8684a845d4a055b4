import pytest

from digitrec import resources
from digitrec.recognition.message import Message, MessageError
from digitrec.text import catalogue
from digitrec.text.catalogue import counted, said, set_language, translate
from tests.ui.tongue import speaking


@pytest.fixture
def german():
    with speaking("de"):
        yield


def test_english_is_what_the_source_says():
    assert (catalogue.language, translate("Undo")) == ("en", "Undo")
    assert counted("After {count} day", "After {count} days").format(1) == "After 1 day"
    assert counted("After {count} day", "After {count} days").format(2) == "After 2 days"
    assert said(Message("{names} and {last}", names="a", last="b")) == "a and b"


def test_german_is_looked_up(german):
    assert (catalogue.language, translate("Undo")) == ("de", "Rückgängig")
    assert translate("never translated") == "never translated"
    assert [counted("After {count} day", "After {count} days").format(n) for n in (0, 1, 2)] == [
        "Nach 0 Tagen", "Nach 1 Tag", "Nach 2 Tagen",
    ]  # fmt: skip


def test_a_message_is_said_with_its_values_and_so_are_the_messages_among_them(german):
    names = Message("{names} and {last}", names="theme", last="live")
    text = Message(
        "In the settings in {path}, the value of {names} is not one that can be used. "
        "The usual one is used instead. When the settings are saved, a copy of the file is kept "
        "next to it.",
        path="s.toml",
        names=names,
    )
    assert said(text).startswith("In den Einstellungen in s.toml ist der Wert von theme und live")


def test_an_error_is_said_and_the_systems_reason_with_it(german):
    error = MessageError("Can't write {target}: {reason}", target="Open", reason="File exists")
    assert said(error) == "Kann Open nicht schreiben: die Datei gibt es schon"
    assert said(OSError("disk on fire")) == "disk on fire"


def test_a_text_kept_in_the_history_is_said_and_no_text_is_no_text(german):
    assert said("nothing was drawn") == "es wurde nichts gezeichnet"
    assert said("") == ""
    assert said(MessageError("")) == ""


@pytest.mark.parametrize(
    "content", [None, b"", b"\xde\x12\x04\x95" + b"\xff" * 40, b"not a catalogue"]
)
def test_where_there_is_no_catalogue_english_is_spoken(tmp_path, monkeypatch, content):
    monkeypatch.setattr(resources, "FOLDER", str(tmp_path))
    if content is not None:
        path = tmp_path / "locale" / "de" / "LC_MESSAGES" / "digitrec.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert not set_language("de")
    assert (catalogue.language, translate("Undo")) == ("en", "Undo")

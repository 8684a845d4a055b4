import json

from digitrec.recognition.message import Message, MessageError, message_of
from digitrec.recognition.picture.decoding import PictureError


def test_a_message_is_its_english_sentence_and_knows_what_it_was_made_of():
    made = Message("{name} is {what}", name="a.png", what="blank")
    assert made == "a.png is blank"
    assert json.dumps({"error": made}) == '{"error": "a.png is blank"}'
    assert (made.template, made.values) == ("{name} is {what}", {"name": "a.png", "what": "blank"})


def test_a_text_without_values_may_hold_braces():
    assert Message("not {this}") == "not {this}"


def test_an_error_keeps_the_message_that_it_was_raised_with():
    error = PictureError("a broken picture: {reason}", reason="short")
    assert str(error) == "a broken picture: short"
    assert isinstance(error, ValueError)
    assert message_of(error).template == "a broken picture: {reason}"
    again = MessageError(message_of(error))
    assert message_of(again).values == {"reason": "short"}


def test_another_error_says_what_it_says():
    assert message_of(OSError(13, "Permission denied")) == "[Errno 13] Permission denied"
    assert message_of(KeyError()) == ""

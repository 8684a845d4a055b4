"""An error while reading costs only the drawing that it belongs to."""

import json

import pytest

from digitrec.bulk import sources
from digitrec.bulk.description import describe
from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.jobs import MAX_DIGITS, InkJob, PictureJob
from digitrec.bulk.sources import jobs
from digitrec.recognition.reading import CELL, Digit, Mark, Reading
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.cli.program import png_of
from tests.samples import digit, number


class Faulty(Recognizer):
    """A recogniser that raises an error for every 7 and every image."""

    error: Exception = ZeroDivisionError("division by zero")

    def read_all(self, inks, digits=None, marks=True):
        if any(ink.label == "7" for ink in inks):
            raise self.error
        yield from super().read_all(inks, digits, marks)

    def read_picture(self, picture, digits=None, marks=True):
        raise self.error


@pytest.fixture
def faulty():
    return Faulty.open(model_path())


def answers(job, recognizer):
    return [json.loads(line.text) for line in job.run(recognizer)]


@pytest.mark.parametrize("marks", [True, False])
def test_every_job_asks_for_marks_unless_told_not_to(tmp_path, faulty, marks):
    asked = []

    def read_all(inks, digits, marks):
        asked.append(marks)
        yield from (Reading() for _ in inks)

    def read_picture(picture, digits, marks):
        asked.append(marks)
        return Reading()

    faulty.read_all, faulty.read_picture = read_all, read_picture
    (tmp_path / "7.png").write_bytes(png_of(7))
    (tmp_path / "ink.jsonl").write_text(digit(7).to_json())
    files = [str(tmp_path / name) for name in ("7.png", "ink.jsonl")]
    for job in jobs(files, None, "json", marks):
        job.run(faulty)
    assert asked == [marks] * 2


def test_the_best_guess_of_a_rejected_number_keeps_its_marks():
    digits = tuple(Digit(at, 0.5, at == 2, (0.1,) * 10, (0, 0, 1, 1)) for at in (1, 2))
    marks = (Mark(".", 1.0, (0, 0, 1, 1), 1), Mark(CELL, 1.0, (0, 0, 1, 1), 2))
    assert describe(Reading(digits, marks=marks)) == "1.? |  (uncertain; best guess 1.2 | , 25.0%)"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ZeroDivisionError("division by zero"), "unexpected ZeroDivisionError: division by zero"),
        (MemoryError(), "needs more memory than there is"),
        (RecursionError("too deep"), "unexpected RecursionError: too deep"),
    ],
    ids=repr,
)
def test_an_error_with_one_drawing_leaves_the_others_of_the_job_read(faulty, error, message):
    faulty.error = error
    lines = [Found(f"line {at + 1}", digit(at).to_json().encode()) for at in range(10)]

    found = answers(InkJob("ink.jsonl", lines, 1, "json"), faulty)

    assert [one["id"] for one in found] == [f"sample-{at}" for at in range(10)]
    errors = {one["id"]: one["error"] for one in found if "error" in one}
    assert list(errors) == ["sample-7"]
    assert errors["sample-7"].startswith("line 8: ")
    assert message in errors["sample-7"]


def test_an_error_with_an_image_is_its_answer(faulty):
    (found,) = answers(PictureJob("7.png", None, "json", content=png_of(7)), faulty)

    assert found["error"] == "can't be read: unexpected ZeroDivisionError: division by zero"


def test_an_error_with_one_source_leaves_the_others_to_be_read(tmp_path, monkeypatch, faulty):
    (tmp_path / "b.jsonl").write_text(digit(3).to_json(), encoding="utf-8")

    def sniff(stream):
        raise RuntimeError("broken")

    monkeypatch.setattr(sources, "sniff", sniff)
    todo = [job for job in jobs([str(tmp_path / "b.jsonl"), "c.png"], None, "json") if job]

    assert isinstance(todo[1], PictureJob)
    (found,) = answers(todo[0], faulty)
    assert found["error"] == "can't be read: unexpected RuntimeError: broken"


def test_a_name_that_no_file_can_have_is_an_error(faulty):
    for name in ("a\0.png", "a\0.jsonl"):
        (job,) = jobs([name], None, "json")
        (found,) = answers(job, faulty)
        assert "null" in found["error"]


def test_as_many_digits_as_can_be_read_may_be_asked_for():
    recognizer = Recognizer.open(model_path())
    row = number("0123456789" * (MAX_DIGITS // 10)).to_json().encode()

    (found,) = answers(InkJob("row.jsonl", [Found("line 1", row)], MAX_DIGITS, "json"), recognizer)

    assert len(found["digits"]) == MAX_DIGITS

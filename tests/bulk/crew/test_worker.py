import pytest

from digitrec.bulk.crew.worker import Worker, WorkerError
from digitrec.bulk.input.ink_stream import Found
from digitrec.bulk.jobs import FinishedJob, InkJob, PictureJob
from digitrec.bulk.result import Result
from digitrec.recognition.ink import InkError
from digitrec.recognition.recognizer import Recognizer
from digitrec.resources import model_path
from tests.samples import digit, number


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


def test_a_worker_answers_as_this_process_does(worker, tmp_path):
    lines = [Found(f"line {at + 1}", digit(at).to_json().encode()) for at in range(10)]
    lines += [Found("line 11", b"not ink"), Found("line 12", number("47").to_json().encode())]
    lines += [Found("drawing 2", digit(3)), Found("drawing 3", InkError("broken"))]
    (tmp_path / "not an image.png").write_text("?")
    jobs = [
        InkJob("ink.jsonl", lines, None, "json"),
        InkJob("ink.jsonl", lines, 1, "text"),
        PictureJob(str(tmp_path / "not an image.png"), None, "csv"),
        PictureJob("-", None, "json", b"not an image"),
        FinishedJob(Result("x", "is empty").to_line("json")),
    ]
    recognizer = Recognizer.open(model_path())
    for job in jobs:
        assert worker.run(job) == job.run(recognizer)
    assert len(worker.run(jobs[0])) == 14


def test_a_worker_that_has_ended_is_an_error(worker):
    job = InkJob("ink.jsonl", [Found("line 1", digit(1).to_json().encode())], None, "text")
    assert len(worker.run(job)) == 1
    worker.process.kill()
    for _ in range(2):
        with pytest.raises(WorkerError):
            worker.run(job)


def test_a_worker_ends_by_itself_when_there_is_nobody_to_work_for(worker):
    worker.process.stdin.close()
    assert worker.process.wait(60) == 0


def test_a_worker_does_not_find_another_program_where_it_is_begun(tmp_path, monkeypatch):
    (tmp_path / "digitrec").mkdir()
    (tmp_path / "digitrec" / "__init__.py").write_text("")
    (tmp_path / "digitrec" / "__main__.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    worker = Worker()
    worker.process.stdin.close()
    assert worker.process.wait(60) == 0
    worker.close()


def test_closing_ends_a_worker_at_once(worker):
    worker.close()
    assert worker.process.returncode is not None
    worker.close()

"""`predict` with a taught hand."""

import threading
from pathlib import Path

import pytest

from digitrec.bulk import sources
from digitrec.bulk.crew import crew, worker_pool
from digitrec.bulk.crew.worker import Worker
from digitrec.bulk.jobs import InkJob, Job
from digitrec.bulk.result import OutputLine
from digitrec.cli.main import main
from digitrec.recognition.recognizer import Recognizer
from digitrec.storage.hands import DEFAULT_HAND, Hands
from tests.cli.ink_files import labelled, write, write_ten
from tests.samples import digit, number
from tests.storage.hands.examples import execute

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def ten(home: Path) -> str:
    return write_ten(home / "ten.jsonl")


def _answers(capfd: Capture, *words: str) -> str:
    assert main(["predict", "--json", *words]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return out


def test_without_the_option_it_reads_as_if_nothing_had_been_taught(
    home: Path, ten: str, capfd: Capture
) -> None:
    before = _answers(capfd, ten)
    assert main(["hand", "teach", ten]) == 0
    capfd.readouterr()

    assert _answers(capfd, ten) == before
    assert _answers(capfd, ten, "--hand") != before
    assert main(["hand", "forget", "--yes"]) == 0
    capfd.readouterr()
    assert _answers(capfd, ten) == before


def test_the_word_after_a_bare_option_is_a_file(taught: Path, ten: str, capfd: Capture) -> None:
    with_hand = _answers(capfd, ten, "--hand")

    assert _answers(capfd, "--hand", ten) == with_hand
    assert _answers(capfd, "--hand", "--digits", "auto", ten) == with_hand
    assert _answers(capfd, f"--hand={DEFAULT_HAND}", ten) == with_hand
    assert _answers(capfd, "--hand", "--", ten) == with_hand


def test_after_two_dashes_every_word_is_a_file(taught: Path, ten: str, capfd: Capture) -> None:
    assert main(["predict", "--", ten, "--hand"]) == 1
    assert capfd.readouterr().err == "digitrec: --hand: no such file\n"


def test_a_named_hand_reads_by_its_own_examples(taught: Path, ten: str, capfd: Capture) -> None:
    file = write(taught / "other.jsonl", [labelled(3)])
    assert main(["hand", "teach", "--name", "Anna Z", file]) == 0
    capfd.readouterr()

    assert len({_answers(capfd, ten, *hand) for hand in ([], ["--hand"], ["--hand=Anna Z"])}) == 3


def test_a_hand_without_examples_is_an_error_that_names_the_others(
    taught: Path, ten: str, capfd: Capture
) -> None:
    assert main(["predict", "--hand=Bo", ten]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("digitrec: the hand Bo has no examples to read with; ")
    assert err.endswith("; hands that have been taught: default\n")
    with pytest.raises(SystemExit) as end:
        main(["predict", "--hand=", ten])
    assert end.value.code == 2


def test_without_a_taught_hand_the_bare_option_changes_nothing_and_says_so(
    home: Path, ten: str, capfd: Capture
) -> None:
    before = _answers(capfd, ten)

    assert main(["predict", "--json", "--hand", ten]) == 0
    assert capfd.readouterr() == (
        before,
        "digitrec: the hand default has no examples to read with; no hand has been taught yet\n",
    )
    assert main(["predict", "--hand=Bo", ten]) == 1
    assert "no hand has been taught yet" in capfd.readouterr().err


def test_the_answers_are_the_same_with_kept_embeddings_and_without(
    taught: Path, ten: str, capfd: Capture
) -> None:
    kept = _answers(capfd, "--hand", ten)
    execute(taught / "history.sqlite3", "DELETE FROM embeddings")
    assert _answers(capfd, "--hand", ten) == kept
    with Hands(taught / "history.sqlite3") as hands:
        execute(taught / "history.sqlite3", "UPDATE embeddings SET embedding = x'00'")
        assert _answers(capfd, "--hand", ten) == kept
        assert execute(
            taught / "history.sqlite3", "SELECT min(length(embedding)) > 1 FROM embeddings"
        )
        # Those of another model are computed again.
        hands.keep_embeddings("another", hands.embeddings(DEFAULT_HAND, "none"))
        execute(taught / "history.sqlite3", "UPDATE embeddings SET model = 'another'")
        assert _answers(capfd, "--hand", ten) == kept


def test_embeddings_that_cannot_be_kept_stop_no_reading(
    taught: Path, ten: str, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    kept = _answers(capfd, "--hand", ten)
    path = taught / "history.sqlite3"
    execute(path, "DELETE FROM embeddings")
    execute(
        path,
        "CREATE TRIGGER full BEFORE INSERT ON embeddings BEGIN SELECT RAISE(ABORT, 'full'); END",
    )

    assert _answers(capfd, "--hand", ten) == kept


def test_a_damaged_example_is_named_and_stops_no_reading(
    taught: Path, ten: str, capfd: Capture
) -> None:
    execute(taught / "history.sqlite3", "UPDATE examples SET digit = 'x' WHERE key = 3")

    assert main(["predict", "--hand", "--json", ten]) == 0
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 10
    assert "Example 3 of the hand default" in err
    assert len(err.splitlines()) == 1


def test_a_broken_history_is_named(home: Path, ten: str, capfd: Capture) -> None:
    (home / "history.sqlite3").write_bytes(b"not a database " * 99)

    assert _answers(capfd, ten)
    assert main(["predict", "--hand", ten]) == 1
    out, err = capfd.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert "history.sqlite3 is damaged" in err


def test_a_worker_and_this_process_give_the_same_with_a_hand(
    taught: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    inks = [digit(at % 10, scale=1 + at / 7) for at in range(30)] + [number("471"), number("29")]
    many = write(taught / "many.jsonl", (ink.to_json() for ink in inks))
    monkeypatch.setattr(crew, "available_cores", lambda: 1)
    alone = _answers(capfd, "--hand", many)
    assert _answers(capfd, many) != alone

    monkeypatch.setattr(crew, "available_cores", lambda: 2)
    monkeypatch.setattr(sources, "DRAWINGS_PER_JOB", 4)
    monkeypatch.setattr(worker_pool, "BACKLOG", 1)
    answered = threading.Event()
    run_there, run_here = Worker.run, InkJob.run

    def elsewhere(worker: Worker, job: Job) -> list[OutputLine]:
        lines = run_there(worker, job)
        answered.set()
        return lines

    def here(job: InkJob, recognizer: Recognizer) -> list[OutputLine]:
        assert answered.wait(60)
        return run_here(job, recognizer)

    monkeypatch.setattr(Worker, "run", elsewhere)
    monkeypatch.setattr(InkJob, "run", here)
    assert _answers(capfd, "--hand", many) == alone
    assert answered.is_set()

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from digitrec.storage.history import History
from digitrec.storage.journal import Journal
from tests.storage.drawings import drawing
from tests.storage.journals import PATIENCE, HeldWrites, Troubles, kept, texts, wait_for


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "history.sqlite3"


def test_what_is_kept_is_in_the_history_after_closing(
    journal: Journal, path: Path, troubles: Troubles
) -> None:
    for number in range(20):
        journal.keep(number, drawing(str(number), number))

    assert journal.close(PATIENCE)
    assert texts(path) == [str(number) for number in range(20)]
    assert troubles.messages == []


def test_a_drawing_has_one_row_however_often_it_is_kept(journal: Journal, path: Path) -> None:
    for text in ("1", "12", "123"):
        journal.keep(5, drawing(text))
    journal.keep(6, drawing("4", 1))

    assert journal.close(PATIENCE)
    assert texts(path) == ["123", "4"]


def test_of_versions_that_wait_only_the_newest_is_written(
    journal: Journal, path: Path, held: HeldWrites
) -> None:
    journal.keep(1, drawing("1"))
    for text in ("2", "3", "4", "5"):
        journal.keep(2, drawing(text, 1))
    held.release(10)

    assert journal.close(PATIENCE)
    assert texts(path) == ["1", "5"]
    assert held.written == ["1", "5"]


def test_a_drawing_from_the_history_stays_in_its_row(journal: Journal, path: Path) -> None:
    with History(path) as history:
        old = history.keep(drawing("1"))
    journal.keep(1, replace(old, reading=drawing("2").reading))

    assert journal.close(PATIENCE)
    assert [(one.key, one.reading.text) for one in kept(path)] == [(old.key, "2")]


def test_an_update_changes_the_row_and_brings_back_none_that_was_deleted(
    journal: Journal, path: Path
) -> None:
    for number in (1, 2):
        journal.keep(number, drawing("7", number))
    wait_for(lambda: path.exists() and len(kept(path)) == 2)
    with History(path) as history:
        history.delete([2])
    for number in (1, 2, 3):
        journal.update(number, drawing("9", number))

    assert journal.close(PATIENCE)
    assert [(one.key, one.reading.text) for one in kept(path)] == [(1, "9")]


def test_an_update_of_a_drawing_that_still_waits_is_kept_with_it(
    journal: Journal, path: Path, held: HeldWrites
) -> None:
    journal.keep(1, drawing("1"))
    journal.keep(2, drawing("2", 1))
    journal.update(2, drawing("3", 1))
    held.release(10)

    assert journal.close(PATIENCE)
    assert texts(path) == ["1", "3"]


@pytest.mark.parametrize("hold", [True, False], ids=["waiting", "written"])
def test_a_correction_outlives_later_strokes(
    journal: Journal, path: Path, hold: bool, request: pytest.FixtureRequest
) -> None:
    held = request.getfixturevalue("held") if hold else None
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.keep(1, drawing("2"))
    if held is not None:
        held.release(10)

    assert journal.close(PATIENCE)
    assert [(one.reading.text, one.corrected) for one in kept(path)] == [("2", "7")]


def test_a_correction_can_be_taken_back(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.correct(1, None)

    assert journal.close(PATIENCE)
    assert [one.corrected for one in kept(path)] == [None]


def test_a_correction_of_a_drawing_never_kept_does_nothing(journal: Journal, path: Path) -> None:
    journal.correct(1, "7")
    journal.forget(2)

    assert journal.close(PATIENCE)
    assert kept(path) == []


def test_a_forgotten_drawing_is_gone_and_may_come_back_as_new(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    journal.correct(1, "7")
    journal.keep(2, drawing("2", 1))
    journal.forget(1)
    journal.keep(3, drawing("3", 2))
    journal.forget(3)
    journal.keep(3, drawing("4", 2))

    assert journal.close(PATIENCE)
    assert [(one.reading.text, one.corrected) for one in kept(path)] == [("2", None), ("4", None)]


def test_forgetting_takes_out_what_was_written_long_before(journal: Journal, path: Path) -> None:
    with History(path) as history:
        journal.keep(1, drawing("1"))
        journal.correct(1, "7")
        wait_for(lambda: any(one.corrected for one in history))
    journal.forget(1)
    journal.keep(1, drawing("2"))

    assert journal.close(PATIENCE)
    assert [(one.key, one.reading.text, one.corrected) for one in kept(path)] == [(2, "2", None)]


def test_closing_waits_no_longer_than_its_timeout(journal: Journal, held: HeldWrites) -> None:
    journal.keep(1, drawing())

    assert not journal.close(0.01)


def test_closing_without_a_drawing_makes_no_file(journal: Journal, path: Path) -> None:
    assert journal.close(PATIENCE)
    assert not path.exists()


def test_closing_twice_and_keeping_after_it_do_no_harm(journal: Journal, path: Path) -> None:
    journal.keep(1, drawing("1"))
    assert journal.close(PATIENCE)
    journal.keep(2, drawing("2"))

    assert journal.close(PATIENCE)
    assert texts(path) == ["1"]


def test_the_module_and_an_idle_journal_load_no_database() -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom digitrec.storage.journal import Journal\n"
        "Journal(Path('none'), print).close()\nprint('sqlite3' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, check=False, capture_output=True, text=True)

    assert answer.stdout.strip() == "False", answer.stderr


def test_who_waits_for_a_drawing_is_called_with_its_key_when_it_is_written(
    journal: Journal, path: Path, held: HeldWrites
) -> None:
    called: list[int] = []
    journal.keep(3, drawing("1"))
    held.begun.wait(PATIENCE)
    journal.when_kept(3, called.append)
    journal.when_kept(4, called.append)
    assert called == []
    held.release()
    assert journal.close(PATIENCE)
    assert called == [one.key for one in kept(path)]


def test_of_several_who_wait_for_a_drawing_the_last_is_called(
    journal: Journal, held: HeldWrites
) -> None:
    called: list[str] = []
    journal.keep(3, drawing("1"))
    journal.when_kept(3, lambda _: called.append("first"))
    journal.keep(3, drawing("12"))
    journal.when_kept(3, lambda _: called.append("second"))
    held.release(2)
    assert journal.close(PATIENCE)
    assert called[-1] == "second"


def test_who_waits_for_a_drawing_that_is_taken_out_gets_the_key_that_it_had(
    journal: Journal, path: Path
) -> None:
    keys: list[int] = []
    journal.keep(3, drawing("1"))
    journal.when_kept(3, keys.append)
    wait_for(lambda: keys)
    journal.forget(3)
    journal.when_kept(3, keys.append)
    assert journal.close(PATIENCE)
    assert len(keys) == 2
    assert keys[0] == keys[1]
    assert texts(path) == []


def test_begun_before_there_is_anything_to_write_it_makes_no_file(
    journal: Journal, path: Path
) -> None:
    journal.begin()
    assert journal.wait_until_idle(PATIENCE)
    assert not path.exists()
    journal.keep(1, drawing("1"))
    assert journal.close(PATIENCE)
    assert texts(path) == ["1"]
    journal.begin()
    assert journal.closed


def test_it_is_idle_once_everything_is_written(journal: Journal, held: HeldWrites) -> None:
    assert journal.wait_until_idle(0)
    journal.keep(1, drawing("1"))
    held.begun.wait(PATIENCE)
    assert not journal.wait_until_idle(0)
    journal.keep(2, drawing("2"))
    held.release(2)
    assert journal.wait_until_idle(PATIENCE)
    assert held.written == ["1", "2"]

import contextlib
import threading
from dataclasses import dataclass

import pytest

from digitrec.bulk.crew.worker import WorkerError
from digitrec.bulk.crew.worker_pool import BACKLOG, WorkerPool, run_in_order
from digitrec.bulk.result import OutputLine


@dataclass(frozen=True)
class Named:
    name: str
    weight: int = 1

    def run(self, recognizer):
        return lines_of(self.name, recognizer)


def lines_of(name, by="here"):
    return [OutputLine(name, is_error=False, to_stderr=str(by) != "here")]


def here(job):
    return lines_of(job.name)


class Other:
    """A worker's stand-in, which may break."""

    def __init__(self, breaks_at=None):
        self.done = []
        self.breaks_at = breaks_at
        self.is_closed = False
        self.has_started = threading.Event()

    def run(self, job):
        self.has_started.set()
        if job.name == self.breaks_at or len(self.done) == self.breaks_at:
            raise WorkerError
        self.done.append(job.name)
        return lines_of(job.name, "elsewhere")

    def close(self):
        self.is_closed = True


def names(answers):
    return [one.text for some in answers for one in some]


def many(count, weight=BACKLOG // 8):
    return [Named(f"{number}", weight) for number in range(count)]


def test_answers_come_in_order_whoever_gives_them():
    others = []

    def slowly(job):
        # What waits is done by the other as long as there is one, and by this one then.
        if others:
            others[0].has_started.wait(10)
        return here(job)

    def start():
        others.append(Other())
        return others[-1]

    answers = list(run_in_order(many(300), slowly, 1, start))
    assert names(answers) == [f"{number}" for number in range(300)]
    (other,) = others
    assert other.done
    assert {one.text for some in answers for one in some if one.to_stderr} == set(other.done)
    assert other.is_closed


def test_as_many_workers_as_there_is_work_for_are_started():
    others = []

    def start():
        others.append(Other())
        return others[-1]

    assert names(run_in_order(many(7), here, 3, start)) == [f"{number}" for number in range(7)]
    assert not others
    list(run_in_order(many(8), here, 3, start))
    assert len(others) == 1
    list(run_in_order([Named("one", 10 * BACKLOG)] * 4, here, 3, start))
    assert len(others) == 1 + 3


@pytest.mark.parametrize("breaks_at", [0, 1, 5])
def test_what_a_broken_worker_had_started_is_done_here(breaks_at):
    others = []

    def start():
        others.append(Other(breaks_at))
        return others[-1]

    def here_after_the_other(job):
        if others:
            others[0].has_started.wait(10)
        return here(job)

    answers = list(run_in_order(many(200), here_after_the_other, 1, start))
    assert names(answers) == [f"{number}" for number in range(200)]
    assert len(others[0].done) <= breaks_at


def test_where_no_worker_can_be_started_all_is_done_here():
    tried = []

    def start():
        tried.append(1)
        raise BlockingIOError

    answers = run_in_order(many(100), here, 3, start)
    assert names(answers) == [f"{number}" for number in range(100)]
    assert len(tried) == 1


def test_all_is_answered_before_something_is_waited_for():
    def jobs():
        yield Named("a")
        yield Named("b")
        assert not given
        yield None
        assert given == ["a", "b"]
        yield Named("c")

    given: list[str] = []
    for answers in run_in_order(jobs(), here, 1, Other):
        given += names([answers])
    assert given == ["a", "b", "c"]


def test_the_workers_end_when_nobody_asks_for_more():
    others = []

    def start():
        others.append(Other())
        return others[-1]

    answers = run_in_order(many(100), here, 1, start)
    next(answers)
    answers.close()
    assert [other.is_closed for other in others] == [True]


def test_memory_is_bounded_by_what_waits():
    asked = 0

    def jobs():
        nonlocal asked
        for job in many(1000):
            asked += 1
            yield job

    answers = run_in_order(jobs(), here, 0, Other)
    for given in range(1, 900):
        next(answers)
        assert asked - given <= 9  # eighths of what may wait, and the one in hand


def test_an_error_here_is_raised():
    def broken(job):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(run_in_order(many(3), broken, 1, Other))


def test_a_slow_workers_answer_is_waited_for_while_all_others_are_there():
    taken, others_done, done = threading.Event(), threading.Event(), []

    class Slow(Other):
        def run(self, job):
            if taken.is_set():
                raise WorkerError  # this one does a single job, and that late
            taken.set()
            others_done.wait(10)
            return lines_of(job.name, "elsewhere")

    def run_here(job):
        taken.wait(10)
        done.append(job.name)
        if len(done) == 39:
            others_done.set()
        return here(job)

    answers = list(run_in_order(many(40), run_here, 1, Slow))
    assert names(answers) == [f"{number}" for number in range(40)]
    (late,) = (one for some in answers for one in some if one.to_stderr)
    assert late.text not in done


def test_a_process_that_only_looks_after_the_others_runs_what_they_cannot():
    others, mine = [], []

    def start():
        others.append(Other(breaks_at="7" if not others else None))
        return others[-1]

    def here_too(job):
        mine.append(job.name)
        return here(job)

    with contextlib.closing(WorkerPool(1, start, works_here=False)) as pool:
        for _ in range(2):
            answers = list(pool.run_in_order(many(100), here_too))
            assert names(answers) == [f"{number}" for number in range(100)]
    assert mine[0] == "7"
    assert len(mine) <= 9  # what was waiting, until another took the place of the one that broke
    assert len(others) == 2
    assert all(other.is_closed for other in others)


def test_a_run_that_is_given_up_leaves_nothing_to_the_next():
    with contextlib.closing(WorkerPool(1, Other)) as pool:
        given_up = pool.run_in_order(many(50), here)
        next(given_up)
        given_up.close()
        assert names(pool.run_in_order(many(9), here)) == [f"{number}" for number in range(9)]

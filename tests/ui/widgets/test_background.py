import threading
import time
import tkinter
import weakref

import pytest

from digitrec.ui.widgets.background import Background

pytestmark = pytest.mark.usefixtures("display")


class Thing:
    """Something that a job or its callback holds."""


@pytest.fixture
def root():
    root = tkinter.Tk()
    root.withdraw()
    root.errors = []
    root.report_callback_exception = lambda _, error, __: root.errors.append(error)
    yield root
    root.destroy()


@pytest.fixture
def background(root):
    background = Background(root)
    yield background
    background.close()
    assert background.join(10)


def wait(root, until):
    deadline = time.monotonic() + 10
    while not until():
        assert time.monotonic() < deadline
        root.update()
        time.sleep(0.001)


def threads():
    return [thread for thread in threading.enumerate() if thread.name == "background"]


def test_jobs_are_done_in_order_on_one_thread_and_results_come_back_on_tks(root, background):
    jobs, results = [], []
    for n in range(5):
        background.do(
            lambda n=n: jobs.append((n, threading.current_thread().name)) or n,
            lambda n: results.append((n, threading.current_thread())),
        )
    wait(root, lambda: len(results) == 5)
    assert jobs == [(n, "background") for n in range(5)]
    assert results == [(n, threading.main_thread()) for n in range(5)]


def test_an_error_is_raised_on_tks_thread_and_the_next_job_is_done(root, background):
    results = []
    background.do(lambda: 1 // 0, results.append)
    background.do(lambda: 7, results.append)
    wait(root, lambda: results == [7])
    assert [type(error) for error in root.errors] == [ZeroDivisionError]


def test_progress_comes_before_the_result(root, background):
    came = []

    def job(report):
        report(1)
        report(2)
        return "done"

    background.do_with_progress(job, came.append, came.append)
    wait(root, lambda: "done" in came)
    assert came == [1, 2, "done"]


def test_the_thread_ends_after_closing(root):
    before = len(threads())
    ended = []
    background = Background(root)
    background.do(lambda: 1, lambda _: None)
    assert len(threads()) == before + 1
    background.close(lambda: ended.append(True))
    wait(root, lambda: ended)
    assert background.join(10)
    assert len(threads()) == before


def test_after_closing_only_what_must_be_done_is_done(root):
    begun, go_on, done = threading.Event(), threading.Event(), []
    background = Background(root)
    background.do(lambda: (begun.set(), go_on.wait(10)), lambda _: done.append("shown"))
    background.do(lambda: done.append("loaded"), lambda _: done.append("shown"))
    background.do(
        lambda: done.append("changed"), lambda _: done.append("result"), even_if_closed=True
    )
    assert begun.wait(10)
    background.close(lambda: done.append("end"))
    background.do(lambda: done.append("late"), lambda _: None, even_if_closed=True)
    go_on.set()
    wait(root, lambda: "end" in done)
    assert done == ["changed", "result", "end"]


def test_an_error_after_closing_is_still_raised_if_the_job_had_to_be_done(root):
    ended = []
    background = Background(root)
    background.do(lambda: 1 // 0, lambda _: None)
    background.do(lambda: {}["none"], lambda _: None, even_if_closed=True)
    background.close(lambda: ended.append(True))
    wait(root, lambda: ended)
    assert KeyError in map(type, root.errors)


def test_nothing_holds_on_to_a_job_or_its_callback_while_the_thread_waits(root, background):
    used, shown = Thing(), Thing()
    gone = [weakref.ref(used), weakref.ref(shown)]
    results = []
    background.do(lambda used=used: used and 1, lambda _, shown=shown: results.append(1))
    del used, shown
    wait(root, lambda: results)
    wait(root, lambda: not any(reference() for reference in gone))


def test_a_posted_call_is_made_on_tks_thread(root, background):
    called = []
    thread = threading.Thread(
        target=background.post, args=[lambda: called.append(threading.current_thread())]
    )
    thread.start()
    thread.join()
    wait(root, lambda: called)
    assert called == [threading.main_thread()]


def test_a_job_on_a_thread_of_its_own_holds_up_no_other(root, background):
    before, released, results = set(threads()), threading.Event(), []
    background.do_apart(released.wait, lambda _: results.append("apart"))
    background.do(lambda: None, lambda _: results.append("done"))
    wait(root, lambda: results)
    assert results == ["done"]
    released.set()
    wait(root, lambda: len(results) == 2)
    wait(root, lambda: len(set(threads()) - before) == 1)  # other tests' may still be there


def test_a_job_on_a_thread_of_its_own_is_not_waited_for_after_closing(root):
    before, released, results = set(threads()), threading.Event(), []
    background = Background(root)
    background.do_apart(released.wait, results.append)
    background.close()
    assert background.join(10)
    released.set()
    wait(root, lambda: not set(threads()) - before)
    assert not results

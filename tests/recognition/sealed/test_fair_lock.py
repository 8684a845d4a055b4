import threading
import time

import pytest

from digitrec.recognition.sealed.fair_lock import FairLock


def until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.001)


def waiters(lock, count, got):
    """Threads that wait for the lock one after another, and note when they got it."""

    def wait(number):
        with lock:
            got.append(number)

    threads = []
    for number in range(count):
        threads.append(threading.Thread(target=wait, args=(number,), daemon=True))
        threads[-1].start()
        until(lambda wanted=number + 1: lock.waiting == wanted)
    return threads


def test_those_who_wait_get_it_in_their_order_and_before_the_owner_again():
    lock, got = FairLock(), []
    with lock:
        threads = waiters(lock, 3, got)
    with lock:
        got.append("owner")
    for thread in threads:
        thread.join(30)
    assert got == [0, 1, 2, "owner"]


def test_it_is_free_again_after_an_error():
    lock = FairLock()
    with pytest.raises(KeyError), lock:
        raise KeyError
    with lock:
        assert lock.waiting == 0


def test_one_at_a_time_has_it():
    lock, inside, most = FairLock(), [], []

    def work():
        for _ in range(200):
            with lock:
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(most) == 800
    assert max(most) == 1


def test_who_is_interrupted_while_waiting_does_not_keep_it(monkeypatch):
    lock = FairLock()

    class Interrupted:
        """A lock that an interrupt hits while it is waited for."""

        def __init__(self):
            self.taken = False

        def acquire(self):
            if self.taken:
                raise KeyboardInterrupt
            self.taken = True

    with lock:
        monkeypatch.setattr("digitrec.recognition.sealed.fair_lock.threading.Lock", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            lock.__enter__()
        monkeypatch.undo()
        assert lock.waiting == 0
    with lock:
        pass

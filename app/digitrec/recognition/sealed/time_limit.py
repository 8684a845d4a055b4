"""A time limit for calls into libraries that know none."""

from __future__ import annotations

import threading
from collections.abc import Callable


def run_within(seconds: float, call: Callable[[], None]) -> None:
    """Runs a call on a thread and waits for its end.

    If it takes too long, it goes on in the background until the process ends: a thread can't be
    stopped from outside. The library must let Python run meanwhile. Where there are no threads, as
    in a browser, the call runs without a limit.

    Raises:
        TimeoutError: if it takes longer.
        Exception: whatever the call raises.
    """
    raised: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run, name="time limit", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        call()
        return
    thread.join(seconds)
    if raised:
        raise raised[0]
    if thread.is_alive():
        raise TimeoutError

"""The one entry: without arguments the window, else the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the program with the words that it was started with; gives its exit status."""
    # The window loads nothing of the command line: its start is counted in milliseconds.
    if len(sys.argv) < 2:
        from digitrec.ui.startup.start import run

        return run()
    if sys.argv[1:] == ["--work"]:  # a process of `predict`, which it began itself
        from digitrec.cli.worker import work

        return work()
    from digitrec import cli

    return cli.main(sys.argv[1:], self_test=_self_test)


def _self_test(as_json: bool) -> int:
    from digitrec import self_test

    return self_test.run(as_json)


if __name__ == "__main__":
    raise SystemExit(main())

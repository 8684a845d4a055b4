"""What the smoke test says of a program that failed."""

from subprocess import CompletedProcess

from build_scripts.smoke import reason


def failed(stderr, stdout=""):
    return CompletedProcess(["digitrec"], 1, stdout, stderr)


def test_the_first_failure_of_a_self_test_is_the_reason():
    stderr = (
        "self-test failed: model: a 7 was read as 5\n"
        "self-test failed: window: a 7 drawn in the window was read as 5\n"
        "self-test failed: history: the drawing was not kept\n"
    )
    assert reason(failed(stderr)) == (
        "self-test failed: model: a 7 was read as 5 (and 2 more, which may follow from it)"
    )


def test_of_a_traceback_the_last_line_is_the_reason():
    assert reason(failed("Traceback:\n  in main\nImportError: no numpy\n")) == (
        "ImportError: no numpy"
    )


def test_a_program_that_says_nothing_has_no_reason():
    assert reason(failed("")) == "no output"

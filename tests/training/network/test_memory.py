import subprocess
import sys

import pytest

PROGRAM = """
import resource, sys
import numpy as np
from training.network.memory import keep_freed_memory
if sys.argv[1] == "keep":
    assert keep_freed_memory()
for _ in range(5):
    [np.ones(1 << 18) for _ in range(40)]
# Below numpy's 4 MB, from where on it asks for huge pages.
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(5):
    [np.ones(1 << 18) for _ in range(40)]
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's malloc is Linux's")
def test_what_is_freed_is_not_asked_of_the_system_again():
    def page_faults(word):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, word], capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    assert page_faults("keep") < 1_000 < 10_000 < page_faults("leave")

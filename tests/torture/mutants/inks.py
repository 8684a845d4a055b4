"""Mutants of ink lines."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from tests.samples import digit, number
from tests.torture.mutants.mutation import mutated, mutated_json
from tests.torture.mutants.programs import recognizer, verdict
from tests.torture.trial import Trial


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Mutants of drawings, each read by the job that `digitrec predict` runs."""
    inks = [digit(4), digit(8, x=1e6, scale=1e-3), number("1207")]
    recognizer()
    for at in range(count):
        rng = random.Random(f"ink {seed} {at}")
        line: Any = {**rng.choice(inks).to_dict(), "id": "drawing", "label": "4"}
        if rng.random() < 0.7:
            line = mutated_json(rng, line)
        content = json.dumps(line).encode("utf-8", "surrogatepass")
        if rng.random() < 0.4:
            content = mutated(rng, content)
        yield Trial(f"inks --seed {seed} --only {at}", lambda it=content: read(it))


def read(line: bytes) -> str:
    """What the job says about an ink line."""
    from digitrec.bulk.input.ink_stream import Found
    from digitrec.bulk.jobs import InkJob

    return verdict(InkJob("ink", [Found("line 1", line)], None, "json").run(recognizer()))

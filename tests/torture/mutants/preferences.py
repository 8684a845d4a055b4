"""Mutants of the file of settings."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from digitrec.storage.errors import StorageError
from digitrec.storage.settings import Settings, load_settings, save_settings
from tests.torture.mutants.mutation import mutated, odd_value
from tests.torture.trial import ANSWER, ERROR, Trial

FILE = """# mine
theme = "dark"  # at night
language = "de"
live = true
doubt = "usual"
keep_days = 365
pen_width = 12.0
window = "900x700+10+10"
unknown = [1, 2, {a = "b"}]

[table]
key.of."parts" = 1979-05-27T07:32:00Z
"""


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Mutants of settings, each loaded, saved with a change, and loaded again."""
    for number in range(count):
        rng = random.Random(f"settings {seed} {number}")
        text = FILE
        if rng.random() < 0.6:
            text = _with_other_value(rng, text)
        content = text.encode("utf-8", "surrogatepass")
        if rng.random() < 0.6:
            content = mutated(rng, content, [FILE.encode()])
        yield Trial(f"preferences --seed {seed} --only {number}", lambda it=content: use(it))


def _with_other_value(rng: random.Random, text: str) -> str:
    lines = text.splitlines()
    at = rng.randrange(1, 9)
    name = lines[at].split(" = ")[0]
    value = odd_value(rng)
    known = {None: '""', True: "true", False: "false"}
    written = known[value] if value is None or isinstance(value, bool) else repr(value)
    lines[at] = f"{name} = {written}"
    return "\n".join(lines) + "\n"


def use(content: bytes) -> str:
    """What becomes of a file of settings when a program starts and ends with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.toml")
        path.write_bytes(content)
        settings, notice = load_settings(path)
        assert all(type(asdict(settings)[name]) is type(value) for name, value in
                   asdict(Settings()).items())  # fmt: skip
        changed = replace(settings, pen_width=settings.pen_width % 20 + 1)
        try:
            save_settings(path, changed)
        except StorageError:
            return f"{ERROR} {notice}"
        again, second = load_settings(path)
        assert again == changed, (again, changed)
        assert second is None, second
        copies = [one.read_bytes() for one in Path(folder).iterdir() if one != path]
        assert notice is None or content in copies, "no copy of what was wrong"
        return ANSWER if notice is None else f"{ERROR} {notice}"

"""The manifest of a folder of answers: what was read, by what, and which parts are complete."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from digitrec.bulk.output.folders import Folder

NAME = "manifest.json"

_SHARE = 20
"""Writing the manifest takes at most a twentieth of the time, however long it grows. Parts that are
not in it yet when the program is killed are read again."""


class ManifestError(Exception):
    """A folder's answers and those to be written don't go together. The message says why."""


@dataclass(frozen=True)
class Part:
    """A part that is complete.

    Attributes:
        name: of the file.
        drawings: how many it answers for.
        errors: how many of them could not be read.
        bytes: its size.
        sha256: of the file, in hexadecimal.
        input: fingerprint of the shard that was read.
    """

    name: str
    drawings: int
    errors: int
    bytes: int
    sha256: str
    input: str


@dataclass
class Manifest:
    """What stands in the file.

    Attributes:
        digitrec: version of the program.
        model: SHA-256 of the model's file.
        options: all else that the answers depend on.
        complete: whether all parts are there.
        parts: those that are there, by name.
    """

    digitrec: str
    model: str
    options: dict[str, object]
    complete: bool = False
    parts: dict[str, Part] = field(default_factory=dict)
    _next: float = 0.0

    @property
    def drawings(self) -> int:
        """How many have been answered for."""
        return sum(part.drawings for part in self.parts.values())

    @property
    def errors(self) -> int:
        """How many of them could not be read."""
        return sum(part.errors for part in self.parts.values())

    def resume(self, folder: Folder) -> None:
        """Takes the parts from an earlier run that left the same manifest but for its parts.

        Raises:
            ManifestError: if the folder holds answers of another model, version or options.
            OSError: if it can't be read.
        """
        content = folder.read(NAME)
        if content is None:
            if folder.names("part-*"):
                raise ManifestError("there are parts without a manifest")
            return
        try:
            found = json.loads(content)
            parts = [Part(**part) for part in found["parts"]]
            about = {name: found[name] for name in ("digitrec", "model", "options")}
        except (ValueError, TypeError, KeyError):
            raise ManifestError(f"its {NAME} is damaged") from None
        for name, value in about.items():
            mine = getattr(self, name)
            if value != mine:
                raise ManifestError(f"it was begun with {_difference(name, value, mine)}")
        self.parts = {part.name: part for part in parts if folder.size(part.name) == part.bytes}

    def keep(self, folder: Folder, parts: Iterable[Part] = (), complete: bool = False) -> None:
        """Notes parts that are complete. The file may follow a little later; see `_SHARE`."""
        self.parts |= {part.name: part for part in parts}
        begun = time.monotonic()
        if parts and not complete and begun < self._next:
            return
        self.complete = complete
        folder.write(NAME, self.to_json().encode())
        ended = time.monotonic()
        self._next = ended + _SHARE * (ended - begun)

    def to_json(self) -> str:
        """The text of the file, with a part a line."""
        head = {
            "digitrec": self.digitrec,
            "model": self.model,
            "options": self.options,
            "complete": self.complete,
            "drawings": self.drawings,
            "errors": self.errors,
        }
        parts = [json.dumps(asdict(self.parts[name])) for name in sorted(self.parts)]
        lines = ",\n  ".join(parts)
        listed = f'"parts": [\n  {lines}\n ]' if parts else '"parts": []'
        return json.dumps(head, indent=1).removesuffix("\n}") + f",\n {listed}\n}}\n"


def _difference(name: str, found: object, mine: object) -> str:
    """What another run had, in words."""
    if name == "options" and isinstance(found, dict) and isinstance(mine, dict):
        names = sorted({*found, *mine})
        changed = [key for key in names if found.get(key) != mine.get(key)]
        told = [f"{key} {json.dumps(found.get(key))}, not {json.dumps(mine[key])}"
                for key in changed if key in mine]  # fmt: skip
        return "other options: " + "; ".join(told or changed)
    what = {"digitrec": "version", "model": "model"}[name]
    return f"another {what}: {found}, not {mine}"

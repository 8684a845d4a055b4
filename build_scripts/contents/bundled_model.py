"""The bundle's copy of the model, without what the program never reads.

The line network has its Keras weights in the archive, to train on. The program reads its graph
alone, so the download does without them. The copy says which archive it was made from, and
`digitrec info` gives that one's SHA-256.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

from digitrec.files import write_whole, written_whole

COMMENT = "SHA-256 of the archive with all weights: "
"""What the copy's comment begins with; `digitrec.recognition.sealed.archive.WHOLE`."""

LEFT_OUT = re.compile(r"assets/digitrec/(?!trajectory\.)\w+\.weights\.h5")
"""Names of the members that are left out."""


def bundled_copy(model: Path, target: Path) -> Path:
    """Writes the bundle's copy of a sealed model and gives its path; the same bytes every time.

    Args:
        model: the sealed archive.
        target: file to write, whole or not at all. Missing folders are made.

    Raises:
        OSError: if it can't be written.
    """
    content = model.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(model) as whole:
        entries = whole.infolist()
        kept = [entry for entry in entries if not LEFT_OUT.fullmatch(entry.filename)]
        if len(kept) == len(entries):
            write_whole(target, content)
            return target
        with (
            written_whole(target, replace=True, binary=True) as stream,
            zipfile.ZipFile(stream, "w") as copy,
        ):
            copy.comment = (COMMENT + hashlib.sha256(content).hexdigest()).encode("ascii")
            for entry in kept:
                copy.writestr(entry, whole.read(entry), compresslevel=9)
    return target

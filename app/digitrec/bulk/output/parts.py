"""Answers in numbered parts of a folder. What was interrupted goes on where parts are missing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator

from digitrec.bulk.output.answers import answers_to
from digitrec.bulk.output.folders import Folder
from digitrec.bulk.output.manifest import Manifest, ManifestError, Part
from digitrec.bulk.result import OutputLine
from digitrec.bulk.shards import ReadShards, Shard

_LEFT_OVER = ".digitrec-*.part"
"""What a program leaves that is killed while it writes; see `files.written_whole`."""


def write_parts(
    folder: Folder,
    shards: Iterable[Shard],
    read: ReadShards,
    manifest: Manifest,
    ending: str,
    *,
    force: bool = False,
    on_part: Callable[[Part, bool], None] = lambda _, __: None,
) -> None:
    """Reads shards and writes a part for each: `part-00000.jsonl` and so on, and the manifest.

    Parts that are there already are not read again.

    Args:
        folder: to write to.
        shards: all of the input.
        read: reads shards.
        manifest: without parts.
        ending: of the parts, which says their format; see `answers.FORMS`.
        force: whether to begin anew where the folder holds answers that don't go with these.
        on_part: told of each part that is complete, and whether it was written in this run.

    Raises:
        ManifestError: if the folder holds answers of another input, model, version or options.
        OSError: if the folder can't be read or written.
    """
    folder.remove(_LEFT_OVER)
    if force:
        folder.remove("part-*")
    else:
        manifest.resume(folder)
    known = dict(manifest.parts)
    manifest.keep(folder)

    def missing() -> Iterator[Shard]:
        for shard in shards:
            name = part_name(shard.number, ending)
            part = known.pop(name, None)
            if part is None:
                yield shard
            elif part.input == shard.fingerprint:
                on_part(part, False)
            else:
                raise ManifestError(f"the input has changed since {name} was written")

    try:
        for shard, lines in read(missing()):
            part = _write(folder, shard, lines, ending)
            manifest.keep(folder, [part])
            on_part(part, True)
    finally:
        manifest.keep(folder)
    if known:
        raise ManifestError(f"the input has become shorter since {min(known)} was written")
    manifest.keep(folder, complete=True)


def part_name(number: int, ending: str) -> str:
    """The name of a part, such as `part-00000.jsonl`."""
    return f"part-{number:05d}{ending}"


def _write(folder: Folder, shard: Shard, lines: list[OutputLine], ending: str) -> Part:
    name = part_name(shard.number, ending)
    stream = io.BytesIO()
    with answers_to(stream, name) as write:
        write(lines)
    content = stream.getvalue()
    folder.write(name, content)
    errors = sum(line.is_error for line in lines)
    digest = hashlib.sha256(content).hexdigest()
    return Part(name, len(lines), errors, len(content), digest, shard.fingerprint)

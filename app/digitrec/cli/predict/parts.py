"""`predict --out`: reads images and ink into a folder of numbered parts, here or on a cluster."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

from digitrec.bulk.crew.crew import Crew
from digitrec.bulk.crew.taught_hand import TaughtHand
from digitrec.bulk.input.position import Position
from digitrec.bulk.output.answers import AnswersError
from digitrec.bulk.output.folders import open_folder
from digitrec.bulk.output.manifest import Manifest, ManifestError, Part
from digitrec.bulk.output.parts import write_parts
from digitrec.bulk.progress import PartProgress
from digitrec.bulk.result import Format
from digitrec.bulk.shards import DRAWINGS_PER_SHARD, ReadShards, cut
from digitrec.bulk.sources import jobs
from digitrec.cli.output import CommandError, write_line
from digitrec.cli.predict.request import Request, equip
from digitrec.recognition.ink import InkError
from digitrec.recognition.recognizer import Recognizer
from digitrec.version import version

ENDINGS: dict[Format, str] = {"json": ".jsonl", "csv": ".csv", "row": ".parquet"}


def predict_into(
    request: Request,
    out: str,
    *,
    cluster: str | None = None,
    force: bool = False,
    weight: int = DRAWINGS_PER_SHARD,
) -> int:
    """Reads files into a folder; goes on where an earlier run has left off.

    Args:
        request: what to read; its form is "json", "csv" or "row".
        out: path or address of the folder.
        cluster: address of the cluster's scheduler; None reads on this machine.
        force: whether to begin anew where the folder holds answers that don't go with these.
        weight: drawings in a part.

    Returns:
        The exit status: 1 if something could not be read.

    Raises:
        CommandError: if the folder holds answers of another input, model, version or options, or
            can't be written, or if the cluster can't be used.
    """
    recognizer, hand = equip(request)
    manifest = Manifest(version(), recognizer.model.sha256, _options(request, hand, weight))
    position = Position(request.words, request.recursive)
    found = jobs(
        request.words, request.digits, request.form, request.marks, request.recursive,
        prompt=False, position=position,
    )  # fmt: skip
    progress = PartProgress.on_terminal(lambda: position.fraction)

    def on_part(part: Part, is_new: bool) -> None:
        progress.add(part.drawings, is_new)

    try:
        folder = open_folder(out)
        with contextlib.closing(progress), _reader(cluster, recognizer, hand) as read:
            write_parts(
                folder, cut(found, weight), read, manifest, ENDINGS[request.form],
                force=force, on_part=on_part,
            )  # fmt: skip
    except ManifestError as error:
        raise CommandError(f"{out}: {error}; --force begins anew") from error
    except (AnswersError, InkError) as error:
        raise CommandError(f"{out}: {error}") from error
    except OSError as error:
        raise CommandError(f"{out}: can't be written ({error.strerror or error})") from error
    write_line(_summary(manifest, out))
    return 1 if manifest.errors else 0


@contextlib.contextmanager
def _reader(
    cluster: str | None, recognizer: Recognizer, hand: TaughtHand | None
) -> Iterator[ReadShards]:
    if cluster is None:
        with contextlib.closing(Crew(lambda: recognizer, hand)) as crew:
            yield crew.read_shards
        return
    try:
        from digitrec.cluster import ClusterError, connected
    except ImportError as error:
        needed = "--cluster needs Dask: pip install 'digitrec[cluster]'"
        raise CommandError(f"{needed} ({error})") from error
    try:
        with connected(cluster, recognizer.model, hand) as read:
            yield read
    except ClusterError as error:
        raise CommandError(f"{cluster}: {error}") from error


def _options(request: Request, hand: TaughtHand | None, weight: int) -> dict[str, object]:
    """All that the answers depend on, besides the input, the model and the program."""
    return {
        "form": ENDINGS[request.form].removeprefix("."),
        "digits": request.digits,
        "marks": request.marks,
        "hand": None if hand is None else _fingerprint(hand),
        "drawings_per_part": weight,
    }


def _fingerprint(hand: TaughtHand) -> str:
    digest = hashlib.sha256()
    for key in sorted(hand.embeddings):
        digest.update(b"%d:" % key + hand.embeddings[key])
    return digest.hexdigest()


def _summary(manifest: Manifest, out: str) -> str:
    drawings = "1 drawing" if manifest.drawings == 1 else f"{manifest.drawings:,} drawings"
    parts = "1 part" if len(manifest.parts) == 1 else f"{len(manifest.parts):,} parts"
    errors = f", {manifest.errors:,} of them not readable" if manifest.errors else ""
    return f"{drawings} in {parts} in {out}{errors}"

"""Fetches the data sets from their publishers and checks them; downloads are resumed."""

from __future__ import annotations

import gzip
import hashlib
import io
import struct
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.files import written_whole
from training.data.datasets import data_folder
from training.data.sources import MNIST, OMNIGLOT, PEN_DIGITS, SOURCES, Source

TIMEOUT = 30.0
"""Seconds without data after which a download counts as broken off."""

_CHUNK = 1 << 16


class FetchError(Exception):
    """A data set can't be fetched. The message says which, why, and what to do."""


def fetch(folder: Path | None = None) -> Path:
    """Fetches all data sets into a folder and checks them; those that are there already stay.

    Args:
        folder: None for `DIGITREC_DATA` or, without that, the platform's cache folder.

    Returns:
        The folder.

    Raises:
        FetchError: if a data set can't be fetched, or is not the published one.
    """
    place = data_folder(folder)
    place.mkdir(parents=True, exist_ok=True)
    failed: list[tuple[Source, FetchError]] = []
    for source in SOURCES:
        path = place / source.file
        if path.exists() and problem(source, path) is None:
            print(f"{source.file}: already there")
            continue
        print(f"{source.file}: {source.title}, {source.terms}", flush=True)
        try:
            _FETCHERS[source.file](source, path)
        except FetchError as error:  # the others may be had
            failed.append((source, error))
            continue
        if (wrong := problem(source, path)) is not None:
            path.rename(path.with_name(path.name + ".wrong"))
            raise FetchError(f"{source.url} is not the expected file: {wrong}")
    if failed:
        reasons = "\n".join(str(error) for _, error in failed)
        raise FetchError(f"{reasons}\n{_by_hand(place, [source for source, _ in failed])}")
    print(f"all data sets are in {place}")
    return place


def _by_hand(place: Path, missing: list[Source]) -> str:
    """What to do without a connection."""
    files = "\n".join(f"  {source.packed or source.file}  from  {source.url}" for source in missing)
    return (
        "If this machine has no connection, load these files on one that has, and put them into "
        f"{place}:\n{files}\nThen the same command checks them"
    )


def problem(source: Source, path: Path) -> str | None:
    """What is wrong with a fetched file, in words; None if it is the published one."""
    try:
        found = _CHECKERS[source.file](path)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        return f"{path.name} can't be read: {error}"
    for part, expected in source.sha256.items():
        if found[part] != expected:
            return f"{part} has SHA-256 {found[part]}, not {expected}"
    return None


def download(url: str, path: Path) -> None:
    """Downloads a file with a progress bar; goes on from a part that is there already.

    Raises:
        FetchError: if the server can't be reached or breaks off. The part stays, and the next try
            goes on from it.
    """
    from tqdm import tqdm

    part = path.with_name(path.name + ".part")
    have = part.stat().st_size if part.exists() else 0
    rest = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(url, headers=rest)  # noqa: S310 (the addresses are ours)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            if answer.status != 206:  # the server ignores the range and sends the whole file
                have = 0
            length = answer.headers.get("Content-Length")
            total = have + int(length) if length else None
            bar = tqdm(total=total, initial=have, unit="B", unit_scale=True, desc=path.name)
            with part.open("ab" if have else "wb") as file, bar:
                while chunk := answer.read(_CHUNK):
                    file.write(chunk)
                    bar.update(len(chunk))
    except urllib.error.HTTPError as error:
        if error.code == 416:  # no bytes are left to send
            if error.headers.get("Content-Range") == f"bytes */{have}":  # the part is complete
                part.replace(path)
                return None
            part.unlink()  # it is of another file
            return download(url, path)
        raise FetchError(f"{url}: the server answered {error.code} {error.reason}") from error
    except OSError as error:  # URLError, time-outs, resets
        raise FetchError(
            f"{url}: {getattr(error, 'reason', None) or error}. What has arrived stays in {part}; "
            "the same command goes on from there"
        ) from error
    if total is not None and part.stat().st_size != total:
        raise FetchError(
            f"{url}: broke off after {part.stat().st_size:,} of {total:,} bytes. The same command "
            "goes on from there"
        )
    part.replace(path)
    return None


def _fetch_mnist(source: Source, path: Path) -> None:
    from training.terminal.quiet import import_keras_quietly

    import_keras_quietly()
    import keras

    try:  # Keras checks what it fetches, and keeps it in a folder of its own
        (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
    except Exception as error:  # keras.utils.get_file raises bare Exceptions
        raise FetchError(f"{source.url}: {error}") from error
    content = io.BytesIO()
    np.savez_compressed(content, x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)
    _write(path, content.getvalue())


def _fetch_pen_digits(source: Source, path: Path) -> None:
    """In the publisher's zip, the UNIPEN text is packed by Unix compress; we keep it as gzip."""
    import unlzw3

    packed = path.with_name(PEN_DIGITS.packed)
    if not packed.exists():  # else it was interrupted after the download
        download(source.url, packed)
    try:
        with zipfile.ZipFile(packed) as archive:
            text = unlzw3.unlzw(archive.read("pendigits-orig.tra.Z"))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        packed.unlink()
        raise FetchError(f"{source.url} is not the expected file: {error}") from error
    _write(path, gzip.compress(text, mtime=0))
    packed.unlink()


def _fetch_omniglot(source: Source, path: Path) -> None:
    download(source.url, path)


def _write(path: Path, content: bytes) -> None:
    with written_whole(path, replace=True, binary=True) as stream:
        stream.write(content)


def _hash_mnist(path: Path) -> dict[str, str]:
    with np.load(path) as arrays:
        return {name: hashlib.sha256(_idx(arrays[name])).hexdigest() for name in MNIST.sha256}


def _idx(array: NDArray[np.uint8]) -> bytes:
    """The array as an IDX file, in which MNIST is published: 0, 0, 8 for uint8, shape, bytes."""
    head = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


def _hash_pen_digits(path: Path) -> dict[str, str]:
    text = gzip.decompress(path.read_bytes())
    return {name: hashlib.sha256(text).hexdigest() for name in PEN_DIGITS.sha256}


def _hash_file(path: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}


_FETCHERS: dict[str, Callable[[Source, Path], Any]] = {
    MNIST.file: _fetch_mnist,
    PEN_DIGITS.file: _fetch_pen_digits,
    OMNIGLOT.file: _fetch_omniglot,
}
_CHECKERS: dict[str, Callable[[Path], dict[str, str]]] = {
    MNIST.file: _hash_mnist,
    PEN_DIGITS.file: _hash_pen_digits,
    OMNIGLOT.file: _hash_file,
}

"""Model: opens a sealed `my_model.keras`, checks its seal, and runs the graph inside.

A sealed model is an ordinary Keras archive (a zip of `metadata.json`, `config.json` and
`model.weights.h5`) with two members more: the LiteRT graph compiled from those very weights, and a
card that names them by their SHA-256. Keras drops both when it saves the model anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message, MessageError, message_of
from digitrec.recognition.predictions import Predictions, average_views, calibrate

GRAPH = "assets/digitrec/graph.tflite"
CARD = "assets/digitrec/card.json"
SEALED = ("config.json", "model.weights.h5")
"""The members of a Keras archive that the graph is made from."""

CARD_FORMAT = 1
MOST_BYTES = 256 * 1024 * 1024
MOST_AT_ONCE = 32
"""Images that go through the graph in one run; more are run in turn. From 16 on more at once are
not quicker, and 256 take 35 MB, which the runtime keeps."""


class ModelError(MessageError):
    """A model file can't be used. The message says which, why, and what to do next."""


@dataclass(frozen=True)
class Card:
    """What a sealed model says of itself. The fields that are used, and the whole as it stands.

    Attributes:
        name: of the network, as a person would call it.
        temperature: divides the logits, so that confidences mean what they say; 1 changes nothing.
        rejection_threshold: a drawn digit that is read with more is rejected; 1 rejects none.
        rejection_threshold_in_pictures: the same for a digit in a picture.
        fields: the whole card.
    """

    name: str
    temperature: float
    rejection_threshold: float
    rejection_threshold_in_pictures: float
    fields: Mapping[str, Any]

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Card:
        """Checks and takes up a card's fields.

        Raises:
            ValueError, KeyError, TypeError: where one is missing or of the wrong kind.
        """
        if fields["format"] != CARD_FORMAT:
            raise ValueError(
                Message(
                    "its card has format {found}, not {wanted}",
                    found=repr(fields["format"]),
                    wanted=CARD_FORMAT,
                )
            )
        thresholds = fields["thresholds"]
        temperature = float(thresholds["temperature"])
        drawn, pictured = (float(thresholds[name]) for name in ("doubt", "doubt_in_pictures"))
        if not (0.01 <= temperature <= 100 and 0 <= drawn <= 1 and 0 <= pictured <= 1):
            raise ValueError(Message("its card's thresholds are out of range"))
        return cls(str(fields["name"]), temperature, drawn, pictured, fields)

    def to_dict(self) -> dict[str, Any]:
        """The whole card."""
        return dict(self.fields)


class Model:
    """A network that reads 28×28 images of ink. Safe to call from several threads.

    Attributes:
        path: the file that it came from.
        sha256: of that file, in hexadecimal.
        card: what the model says of itself.
    """

    def __init__(self, path: Path, sha256: str, card: Card, graph: bytes) -> None:
        self.path = path
        self.sha256 = sha256
        self.card = card
        self._lock = threading.Lock()
        self._batch = 0
        try:
            with _quiet():
                from ai_edge_litert.interpreter import Interpreter

                self._interpreter = Interpreter(model_content=graph, num_threads=1)
                self._input = self._interpreter.get_input_details()[0]["index"]
                self._outputs = self._find_outputs()
                self._resize(1)
        except (ValueError, RuntimeError, IndexError, KeyError) as error:
            raise ModelError(
                "{path}: its graph can't be run: {reason}", path=path, reason=error
            ) from error

    @classmethod
    def open(cls, path: Path) -> Model:
        """Opens a sealed model and checks that its graph was made from its weights.

        Raises:
            ModelError: where the file is missing, no Keras archive, not sealed, or its seal broken.
        """
        try:
            content = path.read_bytes()
        except OSError as error:
            reason = error.strerror or error
            raise ModelError("{path}: can't be read: {reason}", path=path, reason=reason) from error
        return cls(path, hashlib.sha256(content).hexdigest(), *_unseal(path))

    def run(self, images: NDArray[np.float32]) -> NDArray[np.float32]:
        """The network's softmax for each image.

        Args:
            images: shape (n, 28, 28) or (n, 28, 28, 1), float32 in [0, 1], white ink on black.

        Returns:
            Shape (n, 10), float32; each row sums to 1.
        """
        return self.run_all(images)[0]

    def run_all(self, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The network's softmax (n, 10), as `run`, and its doubts where its graph has them.

        Doubts are of shape (n, 1), that it is no digit, or (n, 2), that it is several, too, or
        (n, 3), that a drawing is unlike any digit.
        """
        stack = np.ascontiguousarray(images, np.float32).reshape(-1, 28, 28, 1)
        if not len(stack):
            return [np.empty((0, columns), np.float32) for columns in self._outputs]
        parts = [stack[at : at + MOST_AT_ONCE] for at in range(0, len(stack), MOST_AT_ONCE)]
        with self._lock:
            rows = [self._run(part) for part in parts]
        return [np.concatenate(output) for output in zip(*rows, strict=True)]

    def read(self, images: NDArray[np.float32], temperature: float | None = None) -> Predictions:
        """What the network says of each image, its confidence calibrated.

        Args:
            images: as `run` takes them.
            temperature: to calibrate with; the card's where none is given.
        """
        softmax, *more = self.run_all(images)
        probabilities = calibrate(softmax, temperature or self.card.temperature)
        scores = list(more[0].astype(np.float64).T) if more else []
        rejection_score = scores[0] if scores else 1.0 - probabilities.max(axis=1, initial=0)
        multi_digit = scores[1] if len(scores) > 1 else np.full(len(softmax), 0.5)
        return Predictions(
            probabilities,
            rejection_score,
            multi_digit,
            scores[2] if len(scores) > 2 else rejection_score,
        )

    def read_views(
        self, views: NDArray[np.float32], temperature: float | None = None
    ) -> Predictions:
        """What the network says of each drawing, rendered several times over (`average_views`).

        Args:
            views: shape (n, views, 28, 28), float32 in [0, 1]: `raster.render_views` of n drawings.
            temperature: to calibrate with; the card's where none is given.
        """
        views_each = views.shape[1]
        said = self.read(views.reshape(-1, 28, 28), temperature)
        return average_views(
            [
                Predictions(*(column[at::views_each] for column in said.columns))
                for at in range(views_each)
            ]
        )

    def _run(self, images: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        if len(images) != self._batch:
            self._resize(len(images))
        self._interpreter.set_tensor(self._input, images)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(output) for output in self._outputs.values()]

    def _resize(self, batch: int) -> None:
        self._interpreter.resize_tensor_input(self._input, [batch, 28, 28, 1])
        self._interpreter.allocate_tensors()
        self._batch = batch

    def _find_outputs(self) -> dict[int, int]:
        """Indices, by columns, of the output with ten and, where there is one, of the doubts."""
        by_columns = {
            int(out["shape"][-1]): int(out["index"])
            for out in self._interpreter.get_output_details()
        }
        scores = next((columns for columns in (3, 2, 1) if columns in by_columns), None)
        return {columns: by_columns[columns] for columns in (10, scores) if columns is not None}


def member_hashes(archive: zipfile.ZipFile) -> dict[str, str]:
    """SHA-256, in hexadecimal, of the members that a graph is made from."""
    return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in SEALED}


def _unseal(path: Path) -> tuple[Card, bytes]:
    again = Message("Seal it with: python -m training seal {path}", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if not names.issuperset(SEALED):
                raise ModelError("{path}: not a Keras model (a .keras archive)", path=path)
            if GRAPH not in names or CARD not in names:
                raise ModelError(
                    "{path}: not sealed, it holds no graph to run. {again}",
                    path=path,
                    again=again,
                )
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                most = MOST_BYTES >> 20
                raise ModelError("{path}: larger than {most} MiB unpacked", path=path, most=most)
            fields = json.loads(archive.read(CARD))
            graph = archive.read(GRAPH)
            hashes = member_hashes(archive)
        card = Card.from_dict(fields)
        sealed = dict(fields["sealed"])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ModelError(
            "{path}: a broken file, not a Keras model ({reason})", path=path, reason=error
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            "{path}: its card can't be used: {reason}. {again}",
            path=path,
            reason=message_of(error),
            again=again,
        ) from error
    hashes[GRAPH] = hashlib.sha256(graph).hexdigest()
    for name, digest in hashes.items():
        if sealed.get(name) != digest:
            raise ModelError(
                "{path}: the seal doesn't fit: {name} has changed since it was sealed. {again}",
                path=path,
                name=name,
                again=again,
            )
    return card, graph


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keeps LiteRT's own lines, which it writes from C++ with no switch, off standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # a windowed program without standard error
        yield
        return
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 2)
        os.close(sink)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

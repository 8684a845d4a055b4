"""Hostile models: archives, cards and graphs, broken by chance but with a seal that fits."""

from __future__ import annotations

import contextlib
import io
import json
import random
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from digitrec.cli import model_trial
from digitrec.recognition.model import CARD, GRAPH, Model, ModelError
from digitrec.recognition.recognizer import Recognizer
from digitrec.recognition.sealed.archive import TRAJECTORY
from digitrec.resources import model_path
from tests.recognition.sealed.archives import replaced, rewritten
from tests.recognition.sealed.graphs import changed_graph
from tests.samples import number
from tests.torture.mutants.mutation import mutated, mutated_json
from tests.torture.trial import ANSWER, ERROR, Trial, attempt


def trials(seed: int, count: int) -> Iterator[Trial]:
    """Mutants of the bundled model, each opened, and asked to read if it can be opened."""
    Recognizer.open(model_path()).read(number("42"))
    for at in range(count):
        rng = random.Random(f"models {seed} {at}")
        kind = rng.choice(("archive", "card", "card", "graph", "structure", "trajectory"))
        yield Trial(
            f"models --seed {seed} --only {at} ({kind})",
            lambda kind=kind, rng=rng: _try(kind, rng),
        )


def _try(kind: str, rng: random.Random) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.keras")
        _make(path, kind, rng)
        if kind in ("graph", "structure", "trajectory"):
            with contextlib.redirect_stdout(io.StringIO()):  # it says what is wrong
                tried = attempt(Trial("", lambda: f"{ANSWER} {model_trial.main([str(path)])}"))
            if tried.said.startswith("crash"):  # of LiteRT: the build tries a model this way
                return f"{ERROR} {tried.said}"
        try:
            recognizer = Recognizer(Model.open(path))
        except ModelError as error:
            return f"{ERROR} {error}"
        for digits in (None, 2):
            reading = recognizer.read(number("42"), digits)
            confidences = [one.confidence for one in reading.digits]
            assert np.isfinite(confidences).all(), confidences
        return ANSWER


def _make(path: Path, kind: str, rng: random.Random) -> None:
    if kind == "archive":
        content = model_path().read_bytes()
        path.write_bytes(_mutated_zip(rng, content))
    elif kind == "card":
        rewritten(path, lambda name, old: _mutated_card(rng, old) if name == CARD else old)
    elif kind == "structure":
        rewritten(path, replaced(GRAPH, changed_graph(lambda model: _restructure(rng, model))))
    else:
        member = TRAJECTORY if kind == "trajectory" else GRAPH
        with zipfile.ZipFile(model_path()) as archive:
            content = archive.read(member)
        data = bytearray(content)
        # Most of a graph is weights. Its structure lies at both ends.
        end = rng.random() < 0.6
        part = bytes(data[-30_000:] if end else data[:5_000])
        changed = mutated(rng, part)
        data[len(data) - 30_000 if end else 0 : len(data) if end else 5_000] = changed
        rewritten(path, replaced(member, bytes(data)))


def _mutated_zip(rng: random.Random, content: bytes) -> bytes:
    """An archive with changes in its directory, at its end, or anywhere."""
    at = rng.choice((len(content) - 1500, 0, rng.randrange(len(content))))
    end = min(len(content), at + 1500)
    return content[:at] + mutated(rng, content[at:end]) + content[end:]


def _mutated_card(rng: random.Random, old: bytes) -> bytes:
    card = json.loads(old)
    for _ in range(rng.choice((1, 3))):
        part = rng.choice(("thresholds", "segmentation", "combination", "sealed", ""))
        if part and isinstance(card, dict) and part in card:
            card[part] = mutated_json(rng, {"": card[part]}).get("", {})
        else:
            card = mutated_json(rng, card)
    text = json.dumps(card).encode("utf-8", "surrogatepass")
    return mutated(rng, text) if rng.random() < 0.2 else text


def _restructure(rng: random.Random, model: Any) -> None:
    """Changes shapes, types, indices and options in a graph, which stays well-formed."""
    (graph,) = model.subgraphs
    for _ in range(rng.choice((1, 1, 2, 4))):
        tensor, operator = rng.choice(graph.tensors), rng.choice(graph.operators)
        match rng.randrange(7):
            case 0 if tensor.shape is not None and len(tensor.shape):
                shape = list(tensor.shape)
                shape[rng.randrange(len(shape))] = rng.choice((0, 1, -1, 7, 100_000, 2**31 - 1))
                tensor.shape = shape
            case 1:
                tensor.type = rng.randrange(20)
            case 2 if len(operator.inputs):
                inputs = list(operator.inputs)
                inputs[rng.randrange(len(inputs))] = rng.choice((-1, 0, 3, 10**6, -5))
                operator.inputs = inputs
            case 3:
                operator.opcodeIndex = rng.randrange(max(1, len(model.operatorCodes)))
            case 4:
                tensor.buffer = rng.randrange(len(model.buffers))
            case 5:
                graph.operators.remove(operator)
            case 6:
                names = list(getattr(operator.builtinOptions, "__dict__", ()))
                if names:
                    value = rng.choice((0, 1, 100))  # of a byte; 100 is of no enumeration
                    setattr(operator.builtinOptions, rng.choice(names), value)

"""The LiteRT graph of a Keras model. TensorFlow compiles it, whatever backend Keras runs on.

    python -m training.sealing.graph MODEL.keras GRAPH.tflite

is started in a separate process, with TensorFlow as the backend, if Keras runs on another one.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class GraphError(Exception):
    """No graph could be made. The message says why."""


def compile_graph(model: Any) -> bytes:
    """The LiteRT graph of a Keras model, for any batch size.

    Weights that half precision represents exactly are stored so; the graph computes in single
    precision.

    Raises:
        GraphError: if Keras runs on another backend and TensorFlow fails in the other process.
    """
    import keras

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph.tflite"
        if keras.config.backend() == "tensorflow":
            model.export(path, format="litert", verbose=False, **_options(model))
            return path.read_bytes()
        saved = Path(folder) / "model.keras"
        model.save(saved)
        done = subprocess.run(
            [sys.executable, "-m", "training.sealing.graph", str(saved), str(path)],
            cwd=ROOT,
            env={**os.environ, "KERAS_BACKEND": "tensorflow"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode or not path.is_file():
            why = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise GraphError(
                f"TensorFlow, which makes the LiteRT graph, failed: {why}. "
                "Install it next to the other backend: pip install .[train]"
            )
        return path.read_bytes()


def _options(model: Any) -> dict[str, Any]:
    from training.network.half_precision import is_half

    if not is_half(model):
        return {}
    import tensorflow

    return {
        "optimizations": [tensorflow.lite.Optimize.DEFAULT],
        "target_spec": {"supported_types": [tensorflow.float16]},
    }


def main() -> int:
    """Writes the graph of a saved model; gives the exit status."""
    import keras

    saved, path = map(Path, sys.argv[1:])
    path.write_bytes(compile_graph(keras.models.load_model(saved, compile=False)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

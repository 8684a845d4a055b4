"""Keeps the log of TensorFlow's C++ library off the terminal, where it stands among our lines."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager


def import_keras_quietly() -> None:
    """Imports Keras and its backend without their log; for TensorFlow also looks for devices.

    The first lines of that log are written before any setting counts: about processor features,
    and, where there is no GPU, about one that can't be used.

    Raises:
        ModuleNotFoundError: if Keras or its backend is not installed.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    with _without_standard_error():
        import keras

        if keras.config.backend() == "tensorflow":
            import tensorflow

            tensorflow.config.list_logical_devices()
            logging.getLogger("tensorflow").setLevel(logging.ERROR)  # the import sets it anew
    logging.getLogger("absl").setLevel(logging.ERROR)


@contextmanager
def _without_standard_error() -> Iterator[None]:
    """Drops what is written to the file descriptor of standard error, by C++ too."""
    try:
        kept = os.dup(2)
    except OSError:  # it is closed
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)

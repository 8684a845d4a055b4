"""The state of a training after an epoch, as a file that says whether it is whole.

A NumPy archive has a checksum of each array, so that damage is found before anything is done with
it. A damaged file of HDF5, Keras's own format, can crash its library and the process with it.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import keras
import numpy as np
from numpy.typing import NDArray

from digitrec.files import written_whole
from training.terminal.damage import cant_write, set_aside


@dataclass(frozen=True)
class TrainingState:
    """All that a training goes on from.

    Attributes:
        epochs: that are done.
        loss: on held-out data after them.
        weights: of the network, as `get_weights` gives them.
        optimizer: the variables of its optimizer.
    """

    epochs: int
    loss: float
    weights: tuple[NDArray[Any], ...]
    optimizer: tuple[NDArray[Any], ...]

    @classmethod
    def of(cls, network: keras.Model, epochs: int, loss: float) -> Self:
        """The state of a compiled network."""
        variables = network.optimizer.variables
        return cls(
            epochs,
            loss,
            tuple(network.get_weights()),
            tuple(keras.ops.convert_to_numpy(each) for each in variables),
        )

    def restore(self, network: keras.Model) -> None:
        """Puts a compiled network and its optimizer into this state.

        Raises:
            ValueError: if it is the state of another network.
        """
        network.optimizer.build(network.trainable_variables)
        network.set_weights(list(self.weights))
        variables = network.optimizer.variables
        for variable, value in zip(variables, self.optimizer, strict=True):
            variable.assign(value)

    def save(self, path: Path) -> None:
        """Writes the state, whole or not at all.

        Raises:
            RunError: if it can't be written, as on a full disk. The file is then as it was.
        """
        arrays: dict[str, Any] = {f"w{number}": value for number, value in enumerate(self.weights)}
        arrays |= {f"o{number}": value for number, value in enumerate(self.optimizer)}
        try:
            with written_whole(path, replace=True, binary=True) as stream:
                np.savez(stream, epochs=self.epochs, loss=self.loss, **arrays)
        except OSError as error:
            raise cant_write(path, error) from error

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """The state in a file; None if there is no file, or a damaged one, which is set aside."""
        if not path.exists():
            return None
        try:
            with np.load(path) as kept:
                numbers = range(len(kept.files))
                return cls(
                    int(kept["epochs"]),
                    float(kept["loss"]),
                    tuple(kept[f"w{number}"] for number in numbers if f"w{number}" in kept),
                    tuple(kept[f"o{number}"] for number in numbers if f"o{number}" in kept),
                )
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            set_aside(path, str(error))
            return None

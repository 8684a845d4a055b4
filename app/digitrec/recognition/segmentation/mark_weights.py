"""Weights by which marks are told from digits, and gaps between numbers from those within.

They know the form and the place of marks, which no network of a model sees. Training learns them
and writes them onto the model's card; a model without them reads no marks in drawings.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from digitrec.recognition.message import Message
from digitrec.recognition.segmentation.mark_features import FEATURES
from digitrec.recognition.segmentation.stroke_measures import Array
from digitrec.recognition.segmentation.weights import Features, Weights, check_features

MARKS = ".,-/:"
"""The marks, in the order of the network's outputs; before them is that of none."""

PATH_FEATURES = Features(
    groups=("mark", "log_odds", "negative_log_odds"), cuts=("digit_and_mark", "two_marks")
)
"""What is weighed of a mark in a lattice, and of the cuts beside it."""

SPACE_FEATURES = ("bias", "gap", "excess", "log_gap", "alone")
"""What is weighed of the gap between two digits."""


class MarkWeights(NamedTuple):
    """A network with one hidden layer, and the weights of what it says.

    Attributes:
        hidden: shape (features of a stroke + 1, hidden units); the last row is the bias.
        output: shape (hidden units + 1, marks + 1); the same. The first output is of no mark.
        path: weights of a mark in a lattice.
        space: shape (features of a gap,).
    """

    hidden: Array
    output: Array
    path: Weights
    space: Array

    def probabilities(self, features: Array) -> Array:
        """How likely groups of strokes are to be each mark.

        Args:
            features: shape (groups, features), as `describe` gives them.

        Returns:
            Shape (groups, marks + 1); the first column is of no mark, and each row sums to 1.
        """
        inner = np.maximum(features @ self.hidden[:-1] + self.hidden[-1], 0.0)
        logits = inner @ self.output[:-1] + self.output[-1]
        powers: Array = np.exp(logits - logits.max(axis=1, keepdims=True))
        rows: Array = powers / powers.sum(axis=1, keepdims=True)
        return rows

    def to_dict(self) -> dict[str, Any]:
        """The object that a model's card holds."""
        return {
            "hidden": dict(zip((*FEATURES, "bias"), self.hidden.tolist(), strict=True)),
            "output": dict(zip(("none", *MARKS), self.output.T.tolist(), strict=True)),
            "path": self.path.to_dict(PATH_FEATURES),
            "space": dict(zip(SPACE_FEATURES, self.space.tolist(), strict=True)),
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> MarkWeights:
        """Reads what `to_dict` gives.

        Raises:
            ValueError, KeyError, TypeError: if the weights can't be used.
        """
        hidden = _rows(fields["hidden"], (*FEATURES, "bias"))
        output = _rows(fields["output"], ("none", *MARKS)).T
        space = _rows({name: [each] for name, each in fields["space"].items()}, SPACE_FEATURES)
        if len(output) != hidden.shape[1] + 1:
            raise ValueError(Message("its segmentation weights don't fit each other"))
        return cls(hidden, output, Weights.from_dict(fields["path"], PATH_FEATURES), space[:, 0])


def _rows(named: Mapping[str, Any], names: tuple[str, ...]) -> Array:
    """Rows of numbers in the order of their names."""
    check_features(named, names)
    rows = np.array([[float(each) for each in named[name]] for name in names])
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise ValueError(Message("its segmentation weights are not finite"))
    return rows

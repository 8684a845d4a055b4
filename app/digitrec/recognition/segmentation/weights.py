"""Weights of segmentation: how much each feature of a candidate and of a cut counts.

They depend on the network that reads the candidates, so they belong to a model. Training learns
them and writes them onto the model's card. The defaults here are for models whose card has none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from digitrec.recognition.message import Message

Array = NDArray[np.float64]

_EVIDENCE = (
    "bias", "log_probability", "log_acceptance", "rejection_log_odds", "multi_digit_log_odds",
)  # fmt: skip


class Features(NamedTuple):
    """The names of what is weighed, in the order of the columns.

    Attributes:
        groups: of a candidate, a group of strokes or of ink.
        cuts: of the cut between two candidates.
    """

    groups: tuple[str, ...]
    cuts: tuple[str, ...]


STROKE_FEATURES = Features(
    groups=(
        *_EVIDENCE, "whole_multi_digit_log_odds", "smallness", "excess_width", "gap", "separation",
        "near_separation", "several_strokes", "three_or_more_strokes",
    ),
    cuts=(
        "gap", "overlap", "overlap_squared", "distance", "near_distance", "touching",
        "height_log_ratio", "top_offset", "bottom_offset",
    ),
)  # fmt: skip
PICTURE_FEATURES = Features(
    groups=(
        *_EVIDENCE, "smallness", "excess_width", "narrowness", "gap", "open_seams", "thin_seam",
        "whole_line",
    ),
    cuts=(
        "gap", "wide_gap", "overlap", "overlap_squared", "through_ink", "crossed_ink",
        "excess_crossed_ink",
    ),
)  # fmt: skip


class Weights(NamedTuple):
    """The weights of one kind of lattice.

    Attributes:
        groups: shape (features of a candidate,).
        cuts: shape (features of a cut,).
    """

    groups: Array
    cuts: Array

    def to_dict(self, features: Features) -> dict[str, dict[str, float]]:
        """The weights by the names of their features."""
        return {
            part: dict(zip(names, weights.tolist(), strict=True))
            for part, names, weights in zip(features._fields, features, self, strict=True)
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Mapping[str, Any]], features: Features) -> Weights:
        """Checks weights by name and puts them in the order of the columns.

        Raises:
            ValueError, KeyError, TypeError: if they are for other features, or aren't numbers.
        """
        return cls(
            *(
                _in_order(fields[part], names)
                for part, names in zip(features._fields, features, strict=True)
            )
        )


def check_features(named: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Checks that weights are named as the features that they weigh.

    Raises:
        ValueError: if they are not.
    """
    differing = sorted(set(named) ^ set(names))
    if differing:
        raise ValueError(
            Message(
                "its segmentation weights are for other features ({features})",
                features=", ".join(differing),
            )
        )


def _in_order(named: Mapping[str, Any], names: tuple[str, ...]) -> Array:
    check_features(named, names)
    weights = [float(named[name]) for name in names]
    if not all(map(math.isfinite, weights)):
        raise ValueError(Message("its segmentation weights are not finite"))
    return np.array(weights)


class SegmentationWeights(NamedTuple):
    """The weights for drawings and for pictures.

    Attributes:
        strokes: for the lattice of a drawing's strokes.
        picture: for the lattice of a line in a picture.
    """

    strokes: Weights
    picture: Weights

    def to_dict(self) -> dict[str, Any]:
        """The object that a model's card holds."""
        return {
            "strokes": self.strokes.to_dict(STROKE_FEATURES),
            "picture": self.picture.to_dict(PICTURE_FEATURES),
        }

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> SegmentationWeights:
        """Reads what `to_dict` gives; the defaults for a kind of lattice that isn't there.

        Weights for other features are refused rather than replaced by the defaults: those were
        learned with another network, and the model would segment worse without anyone noticing.

        Raises:
            ValueError, KeyError, TypeError: if the weights can't be used.
        """
        if not isinstance(fields, Mapping):
            raise TypeError(Message("its segmentation weights are not a JSON object"))
        strokes, picture = fields.get("strokes"), fields.get("picture")
        return cls(
            DEFAULT.strokes if strokes is None else Weights.from_dict(strokes, STROKE_FEATURES),
            DEFAULT.picture if picture is None else Weights.from_dict(picture, PICTURE_FEATURES),
        )


DEFAULT = SegmentationWeights(
    strokes=Weights(
        np.array(
            [-0.835, 0.607, 0.506, -0.446, 0.040, -2.088, -0.731, 0.107, -0.053, -0.059, -0.014,
             0.883, -0.297]
        ),
        np.array([0.412, 0.896, -0.799, 0.025, 0.015, -0.854, -0.908, -0.195, -0.382]),
    ),
    picture=Weights(
        np.array(
            [-1.263, 0.737, 0.682, -0.367, 0.262, -1.688, -2.551, -0.294, -0.277, -1.183, -0.231,
             -0.192]
        ),
        np.array([0.826, 0.352, 1.635, -1.277, -1.748, -1.134, -0.443]),
    ),
)  # fmt: skip
"""Learned with the tenth network of `training/TRIED.md`: from numbers of the training writers'
digits and characters that must stay whole (`python -m training.grouping`), and from 700 pages of
the training data (`python -m training.picture_grouping`)."""

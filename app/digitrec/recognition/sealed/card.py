"""The card of a sealed model: provenance, figures, thresholds and weights, as JSON.

Format 2 calls the thresholds `rejection` and `rejection_in_pictures`. It may hold `segmentation`,
the weights of `SegmentationWeights`, `combination`, those of `Combination`, and `lines`, the
`LineCalibration`. Format 1 called
the thresholds `doubt` and `doubt_in_pictures`; the weights of segmentation weren't on the card,
and every model was used and measured with those that are the defaults now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitrec.recognition.combination import Combination
from digitrec.recognition.line_calibration import LineCalibration
from digitrec.recognition.message import Message
from digitrec.recognition.segmentation.weights import DEFAULT, SegmentationWeights

FORMAT = 2
_MAX_DEPTH = 32  # a card has five levels; Python's own limit depends on the stack so far


@dataclass(frozen=True)
class Card:
    """What a sealed model says about itself: the fields that the program uses, and all of them.

    Attributes:
        name: of the network, as a person would call it.
        temperature: divides the logits, which calibrates the confidences; 1 changes nothing.
        rejection_threshold: a drawn digit with a higher score is rejected; 1 rejects none.
        rejection_threshold_in_pictures: the same for a digit in a picture.
        segmentation: the weights of segmentation.
        combination: the weights of the picture classifier and of the trajectory network.
        lines: the calibration of the line network.
        fields: the whole card, in the current format.
    """

    name: str
    temperature: float
    rejection_threshold: float
    rejection_threshold_in_pictures: float
    segmentation: SegmentationWeights
    combination: Combination
    lines: LineCalibration
    fields: Mapping[str, Any]

    @classmethod
    def from_json(cls, text: str | bytes) -> Card:
        """Reads a card.

        Raises:
            ValueError, KeyError, TypeError, OverflowError: if it isn't a card. Many carry a
                `Message`.
        """
        return cls.from_dict(read_fields(text))

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Card:
        """Checks the fields of a card.

        Args:
            fields: in the current format, or in an earlier one.

        Raises:
            ValueError, KeyError, TypeError, OverflowError: if one is missing or unusable.
        """
        fields = upgrade(fields)
        thresholds = fields["thresholds"]
        temperature = float(thresholds["temperature"])
        drawn, pictured = (
            float(thresholds[name]) for name in ("rejection", "rejection_in_pictures")
        )
        if not (0.01 <= temperature <= 100 and 0 <= drawn <= 1 and 0 <= pictured <= 1):
            raise ValueError(Message("its thresholds are out of range"))
        weights = SegmentationWeights.from_dict(fields.get("segmentation", {}))
        combination = Combination.from_dict(fields.get("combination", {}))
        lines = LineCalibration.from_dict(fields.get("lines", {}))
        name = str(fields["name"])
        return cls(name, temperature, drawn, pictured, weights, combination, lines, fields)

    def to_dict(self) -> dict[str, Any]:
        """The whole card."""
        return dict(self.fields)


def thresholds(
    temperature: float = 1.0, rejection: float = 1.0, rejection_in_pictures: float = 1.0
) -> dict[str, float]:
    """The thresholds as a card holds them. By default nothing is rejected."""
    return {
        "temperature": temperature,
        "rejection": rejection,
        "rejection_in_pictures": rejection_in_pictures,
    }


def upgrade(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of a card in the current format.

    Raises:
        ValueError, KeyError, TypeError: if the format is unknown.
    """
    if fields["format"] == FORMAT:
        return fields
    if fields["format"] != 1:
        raise ValueError(
            Message(
                "its format is {found}, not {wanted}",
                found=repr(fields["format"]),
                wanted=FORMAT,
            )
        )
    old = fields["thresholds"]
    renamed = thresholds(old["temperature"], old["doubt"], old["doubt_in_pictures"])
    new = {"format": FORMAT, "thresholds": renamed, "segmentation": DEFAULT.to_dict()}
    return {**fields, **new}


def read_fields(text: str | bytes) -> dict[str, Any]:
    """The fields of a card, whatever its format.

    Raises:
        ValueError: if it isn't a JSON object of reasonable depth.
    """
    try:
        fields = json.loads(text)
    except RecursionError:
        raise ValueError(Message("it is nested too deeply")) from None
    if not isinstance(fields, dict):
        raise ValueError(Message("it is not a JSON object"))
    if _is_deeper(fields, _MAX_DEPTH):
        raise ValueError(Message("it is nested too deeply"))
    return fields


def to_json(fields: Mapping[str, Any]) -> bytes:
    """A card as it is stored."""
    return (json.dumps(fields, indent=1, ensure_ascii=False) + "\n").encode()


def _is_deeper(value: object, depth: int) -> bool:
    level = [value]
    for _ in range(depth):
        level = [inner for outer in level for inner in _inner(outer)]
        if not level:
            return False
    return True


def _inner(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []

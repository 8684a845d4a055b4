"""Calibration of the line network: what held-out lines have chosen for it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitrec.recognition.message import Message

_GATE = 5  # weights of the gate


@dataclass(frozen=True, slots=True)
class LineCalibration:
    """Numbers that go with a line network, from the field `lines` of a card.

    Attributes:
        temperature: divides the logits, which calibrates the probabilities; 1 changes nothing.
        rejection: a digit with a higher rejection score is rejected; 1 rejects none.
        gate: weights of `single_digits.gate_features`: how far the picture classifier is trusted
            where a line may be one digit; empty if it is not asked.
    """

    temperature: float = 1.0
    rejection: float = 1.0
    gate: tuple[float, ...] = ()

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> LineCalibration:
        """The calibration on a card; the defaults for what it doesn't have.

        Raises:
            ValueError, TypeError: if a number is out of range.
        """
        temperature, rejection = (float(fields.get(name, 1.0)) for name in _NUMBERS)
        gate = tuple(float(weight) for weight in fields.get("gate", ()))
        if not (
            0.01 <= temperature <= 100
            and 0 <= rejection <= 1
            and len(gate) in (0, _GATE)
            and all(math.isfinite(weight) for weight in gate)
        ):
            raise ValueError(Message("its thresholds are out of range"))
        return cls(temperature, rejection, gate)

    def to_dict(self) -> dict[str, Any]:
        """The fields of a card."""
        return {
            "temperature": self.temperature,
            "rejection": self.rejection,
            "gate": list(self.gate),
        }


_NUMBERS = ("temperature", "rejection")

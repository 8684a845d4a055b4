"""Copies of the bundled model with some of their members changed."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitrec.recognition.sealed.archive import CARD, TRAJECTORY, TRAJECTORY_WEIGHTS
from digitrec.recognition.sealed.further import LINES, graph_member, weights_member
from digitrec.resources import model_path

Change = Callable[[str, bytes], "bytes | str | None"]


def rewritten(target: Path, change: Change, model: Path | None = None) -> Path:
    """The bundled model, or another, changed by `change(name, content)`; None drops a member."""
    with zipfile.ZipFile(model or model_path()) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def card_with(**fields: Any) -> Change:
    """Changes fields of the card."""
    return lambda name, content: (
        json.dumps({**json.loads(content), **fields}) if name == CARD else content
    )


def replaced(member: str, content: bytes) -> Change:
    """Puts other content into a member, and its hash on the card."""

    def change(name: str, old: bytes) -> bytes | str:
        if name == CARD:
            card = json.loads(old)
            card["sealed"][member] = hashlib.sha256(content).hexdigest()
            return json.dumps(card)
        return content if name == member else old

    return change


def without_trajectory(target: Path) -> Path:
    """The bundled model without its trajectory network."""

    def change(name: str, old: bytes) -> bytes | str | None:
        if name == CARD:
            card = json.loads(old)
            for member in (TRAJECTORY, TRAJECTORY_WEIGHTS):
                del card["sealed"][member]
            del card["trajectory"], card["combination"]
            return json.dumps(card)
        return None if name in (TRAJECTORY, TRAJECTORY_WEIGHTS) else old

    return rewritten(target, change)


def without_lines(target: Path) -> Path:
    """The bundled model without its line network."""
    members = graph_member(LINES), weights_member(LINES)

    def change(name: str, old: bytes) -> bytes | str | None:
        if name == CARD:
            card = json.loads(old)
            for member in members:
                card["sealed"].pop(member, None)
            card.pop("lines", None)
            return json.dumps(card)
        return None if name in members else old

    return rewritten(target, change)

"""The command `info`: versions, the model and its card, and where data is kept."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict
from typing import Any

from digitrec.cli.output import write_error, write_json, write_line
from digitrec.recognition.model import Model, ModelError
from digitrec.recognition.sealed.further import LINES, PAGES
from digitrec.recognition.sealed.runtime import runtime_name
from digitrec.resources import model_path
from digitrec.storage.errors import StorageError
from digitrec.storage.hands import Hands
from digitrec.storage.places import find_places
from digitrec.version import __version__, commit


def info(as_json: bool) -> int:
    """Prints the facts about this program.

    Returns:
        1 if its model can't be used or its history can't be read, else 0.
    """
    model: dict[str, Any] = {"file": str(model_path())}
    error = None
    try:
        opened = Model.open(model_path())
        model |= {
            "name": opened.card.name,
            "sha256": opened.sha256,
            "networks": _networks(opened),
            "runtime": runtime_name(),
            "card": opened.card.to_dict(),
        }
    except ModelError as problem:
        error = str(problem)
        model["error"] = error
    hands, trouble = _hands()
    about = {
        "version": __version__,
        "commit": commit(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "model": model,
        "hands": hands,
        "places": {name: str(place) for name, place in asdict(find_places()).items()},
    }
    if as_json:
        write_json(about)
    else:
        for line in _lines(about):
            write_line(line)
        for message in filter(None, (error, trouble)):
            write_error(message)
    return 1 if error or trouble else 0


def _hands() -> tuple[dict[str, Any], str | None]:
    """How many examples each taught hand has, and what keeps them from being read."""
    file = find_places().history
    if not file.exists():  # which asking for them would make
        return {}, None
    try:
        with Hands(file, copy_if_read_only=True) as hands:
            return {name: len(hands.examples(name)) for name in hands.names()}, None
    except StorageError as error:
        return {"error": str(error)}, str(error)


def _networks(model: Model) -> dict[str, Any]:
    """The networks of a model with their numbers of parameters; None if the card has no number."""
    fields = model.card.fields
    networks = {
        "picture_classifier": {"name": model.card.name, "parameters": fields.get("parameters")}
    }
    if model.trajectory is not None:
        described = fields.get("trajectory")
        parameters = described.get("parameters") if isinstance(described, dict) else None
        networks["trajectory_network"] = {"parameters": parameters}
    for member, name in ((LINES, "line_network"), (PAGES, "page_network")):
        described = fields.get(member)
        if isinstance(described, dict):
            networks[name] = {"parameters": described.get("parameters")}
    return networks


def _lines(value: Any, name: str = "digitrec", indent: str = "") -> list[str]:
    """Nested facts as indented lines; a list stays on one line."""
    if not isinstance(value, dict):
        shown = value if isinstance(value, str) else "–" if value is None else json.dumps(value)
        return [f"{indent}{name}: {shown}"]
    inner = [line for key, part in value.items() for line in _lines(part, key, indent + "  ")]
    return [f"{indent}{name}", *inner]

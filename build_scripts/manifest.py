"""The manifest step: SHA-256 checksums of the packages, and a bill of materials.

The bill of materials is in CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/) and lists what the
bundle really contains: every file belongs to a component, and every component's files exist.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from build_scripts import platforms
from build_scripts.console import BuildError
from build_scripts.contents.commit import Commit
from build_scripts.contents.components import FOLDER, OURS, Component, read
from build_scripts.contents.model import BUNDLED_MODEL, read_sealed_model
from digitrec.files import written_whole
from digitrec.version import STAMP, __version__

SUMS = "SHA256SUMS"
ENDINGS = (".tar.xz", ".deb", ".zip", ".exe", ".dmg", ".cdx.json")
"""Endings of packages, on any system."""


def manifest(dist: Path, contents: Path, commit: Commit, date: int) -> list[Path]:
    """Writes the bill of materials of a bundle, and the checksums of all packages.

    Args:
        dist: the folder that holds the folder of packages.
        contents: the bundle's contents folder.
        commit: the program was built from it.
        date: of the commit, in seconds since 1970.

    Raises:
        BuildError: if the bundle has files that no component lists, or there is no package.
    """
    folder = platforms.packages_folder(dist)
    bill = folder / f"digitrec-{__version__}-{platforms.tag()}.cdx.json"
    text = json.dumps(bill_of_materials(contents, commit, date), indent=1, ensure_ascii=False)
    found = [path for path in packages(dist) if path != bill]
    if not found:
        raise BuildError(f"there is no package in {folder}; make one first: build.py package")
    with written_whole(bill, replace=True) as stream:
        stream.write(text + "\n")
    sums = folder / SUMS
    with written_whole(sums, replace=True) as stream:
        stream.write(sums_text(packages(dist)))
    return [bill, sums]


def packages(dist: Path) -> list[Path]:
    """The packages of this version, sorted by name."""
    return sorted(
        path
        for path in platforms.packages_folder(dist).glob("[Dd]igitrec[-_]*")
        if path.is_file() and path.name.endswith(ENDINGS) and __version__ in path.name
    )


def sums_text(files: Iterable[Path]) -> str:
    """Checksums in the form that `sha256sum --check` reads."""
    return "".join(f"{_sha256(path)}  {path.name}\n" for path in files)


def bill_of_materials(contents: Path, commit: Commit, date: int) -> dict[str, Any]:
    """The bill of materials in CycloneDX's form. The same bundle gives the same bill.

    Raises:
        BuildError: if the files don't match the components.
    """
    found = read(contents)
    _check_files(found, contents)
    parts = [_component(one, contents) for one in found if one.name != OURS] + [_model(contents)]
    when = datetime.fromtimestamp(date, UTC)
    described = json.dumps(parts, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, described)}",
        "version": 1,
        "metadata": {
            "timestamp": f"{when:%Y-%m-%dT%H:%M:%SZ}",
            "component": {
                "type": "application",
                "bom-ref": "digitrec",
                "name": OURS,
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
                "properties": [
                    {"name": "digitrec:commit", "value": commit.name or "unknown"},
                    {"name": "digitrec:changed", "value": json.dumps(bool(commit.changed))},
                    {"name": "digitrec:system", "value": platforms.tag()},
                ],
            },
        },
        "components": parts,
        "dependencies": [{"ref": "digitrec", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _check_files(found: list[Component], contents: Path) -> None:
    listed = {file for one in found for file in one.files}
    present = {
        path.relative_to(contents).as_posix()
        for path in contents.rglob("*")
        if path.is_file() and not path.is_symlink()
    }
    from_build = {file for file in present if file.startswith(f"{FOLDER}/")}
    unlisted = present - listed - from_build - {f"digitrec/resources/{STAMP}"}
    missing = listed - present
    if unlisted or missing:
        raise BuildError(
            f"{contents} has changed since it was frozen; in no component: "
            f"{sorted(unlisted) or 'none'}, missing: {sorted(missing) or 'none'}"
        )


def _component(one: Component, contents: Path) -> dict[str, Any]:
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": one.purl,
        "name": one.name,
        "version": one.version,
        "purl": one.purl,
    }
    if one.licence:
        part["licenses"] = [{"license": {"name": one.licence}}]
    if one.files:
        part["components"] = [
            {
                "type": "file",
                "bom-ref": f"file:{file}",
                "name": file,
                "hashes": [{"alg": "SHA-256", "content": _sha256(contents / file)}],
            }
            for file in one.files
        ]
    return part


def _model(contents: Path) -> dict[str, Any]:
    model = read_sealed_model(contents / BUNDLED_MODEL)
    return {
        "type": "machine-learning-model",
        "bom-ref": "model",
        "name": model.name,
        "hashes": [{"alg": "SHA-256", "content": model.sha256}],
        "licenses": [{"license": {"id": "MIT"}}],
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

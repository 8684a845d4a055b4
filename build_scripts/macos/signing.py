"""Signing for macOS with a Developer ID from the environment, and notarisation by Apple.

Without a Developer ID the program keeps PyInstaller's ad-hoc signature: it runs where it was built,
and elsewhere only after the user has allowed it. The variables have the names of the workflows'
secrets; each of the two sets must be complete or absent.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from build_scripts.console import BuildError, Console

CERTIFICATE = ("MACOS_CERTIFICATE", "MACOS_CERTIFICATE_PASSWORD")
"""The Developer ID with its key, as PKCS #12 in base 64, and its password."""
NOTARY = ("MACOS_NOTARY_APPLE_ID", "MACOS_NOTARY_PASSWORD", "MACOS_NOTARY_TEAM_ID")
"""An Apple ID of the team, an app-specific password, and the team's ID."""

ENTITLEMENTS = Path(__file__).resolve().parents[2] / "installer/macos/entitlements.plist"
MACH_O = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""First bytes of compiled code: for one architecture, for several."""


def secret_values(names: Sequence[str]) -> list[str]:
    """The values of a set of variables; empty if none is set.

    Raises:
        BuildError: if only some are set.
    """
    values = [os.environ.get(name, "") for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if not missing:
        return values
    if len(missing) < len(names):
        raise BuildError(f"{', '.join(missing)}: not set, although others of the same set are")
    return []


@contextmanager
def identity(work: Path, console: Console) -> Iterator[str]:
    """The identity to sign with, in a temporary keychain; empty if there is none.

    Args:
        work: folder for the keychain.
        console: warns if there is no identity.

    Raises:
        BuildError: if the certificate can't be used.
    """
    values = secret_values(CERTIFICATE)
    if not values:
        warn(console, "THIS PROGRAM IS NOT SIGNED", CERTIFICATE)
        yield ""
        return
    try:
        packed = base64.b64decode("".join(values[0].split()), validate=True)
    except ValueError as error:
        raise BuildError(f"{CERTIFICATE[0]} is not in base 64: {error}") from error
    work.mkdir(parents=True, exist_ok=True)
    keychain, file = (work / "digitrec.keychain-db").resolve(), work / "certificate.p12"
    lock = secrets.token_hex(16)
    usual = re.findall(r'"(.+)"', _run("security", "list-keychains", "-d", "user"))
    _delete_keychain(keychain)  # left by an interrupted build
    try:
        file.touch(mode=0o600)
        file.write_bytes(packed)
        _run("security", "create-keychain", "-p", lock, keychain)
        _run("security", "set-keychain-settings", "-lut", "7200", keychain)
        _run("security", "unlock-keychain", "-p", lock, keychain)
        tool = "/usr/bin/codesign"
        _run("security", "import", file, "-k", keychain, "-P", values[1], "-T", tool)
        tools = (
            "apple-tool:,apple:,codesign:"  # otherwise a dialog asks whether they may use the key
        )
        _run("security", "set-key-partition-list", "-S", tools, "-s", "-k", lock, keychain)
        _run("security", "list-keychains", "-d", "user", "-s", keychain, *usual)
        found = _run("security", "find-identity", "-v", "-p", "codesigning", keychain)
        names = re.findall(r'([0-9A-F]{40}) "Developer ID Application: .+"', found)
        if not names:
            raise BuildError(f"{CERTIFICATE[0]} holds no valid Developer ID Application: {found}")
        yield names[0]
    finally:
        file.unlink(missing_ok=True)
        _delete_keychain(keychain)


def _delete_keychain(keychain: Path) -> None:
    """Deletes a keychain if it exists, which also removes it from the list of keychains."""
    with suppress(BuildError):
        _run("security", "delete-keychain", keychain)


def sign_app(app: Path, name: str) -> None:
    """Signs a program and all code in it, from the inside out: outer signatures cover inner ones.

    Raises:
        BuildError: if that fails, or macOS does not accept the result.
    """
    for code in [*find_code(app), app]:
        rights = ["--entitlements", str(ENTITLEMENTS)] if code == app else []
        _run(*_codesign(name), "--options", "runtime", *rights, code)
    _run("codesign", "--verify", "--deep", "--strict", app)


def sign_file(file: Path, name: str) -> None:
    """Signs a disk image.

    Raises:
        BuildError: if that fails.
    """
    _run(*_codesign(name), file)


def _codesign(name: str) -> list[str]:
    return ["codesign", "--force", "--timestamp", "--sign", name]


def find_code(app: Path) -> list[Path]:
    """Libraries and frameworks in a program, innermost first, without its main executable."""
    own = app / "Contents" / "MacOS" / "digitrec"
    found = [
        path
        for path in app.rglob("*")
        if not path.is_symlink() and path != own and (_is_framework(path) or _is_code(path))
    ]
    return sorted(found, key=lambda path: (-len(path.parts), path))


def _is_framework(path: Path) -> bool:
    return path.suffix == ".framework" and path.is_dir()


def _is_code(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) in MACH_O


def notarise(image: Path, console: Console) -> None:
    """Has Apple notarise a signed disk image, and staples the ticket to it for offline use.

    Args:
        image: the image to download.
        console: warns if there are no credentials for it.

    Raises:
        BuildError: if Apple refuses it, with the reasons.
    """
    values = secret_values(NOTARY)
    if not values:
        warn(console, "THIS PROGRAM IS NOT NOTARISED", NOTARY)
        return
    who = ["--apple-id", values[0], "--password", values[1], "--team-id", values[2]]
    asked = ["xcrun", "notarytool", "submit", str(image), *who, "--wait", "--timeout", "30m"]
    output = _run(*asked, "--output-format", "json")
    try:
        answer = json.loads(output)
        status, number = answer["status"], answer["id"]
    except (ValueError, KeyError, TypeError) as error:
        raise BuildError(f"notarytool's answer can't be read: {output}") from error
    if status != "Accepted":
        reasons = _run("xcrun", "notarytool", "log", number, *who)
        raise BuildError(f"Apple's answer to {image.name} is {status}: {reasons}")
    _run("xcrun", "stapler", "staple", image)
    console.say(f"  notarised by Apple (submission {number})")


def warn(console: Console, what: str, names: Sequence[str]) -> None:
    """Prints a warning that stands out in a long log."""
    console.say("*" * 79)
    console.say(f"  {what}: {', '.join(names)} are not set.")
    console.say("  Users must allow it under Privacy & Security before it opens.")
    console.say("*" * 79)


def _run(*command: str | Path) -> str:
    """Runs a system tool. Its arguments are not logged, because they may contain passwords.

    Raises:
        BuildError: if it fails, with its own reason.
    """
    shown = " ".join(map(str, command[:2]))
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, text=True, check=False
        )
    except OSError as error:
        raise BuildError(f"{command[0]} can't be started: {error.strerror}") from error
    if done.returncode != 0:
        reason = (done.stderr.strip() or done.stdout.strip()).replace("\n", "; ")
        raise BuildError(f"{shown} failed ({done.returncode}) at {command[-1]}: {reason}")
    return done.stdout

"""Signing for macOS with stand-ins for its tools, which record their arguments."""

import base64
import json
import sys
import types

import pytest

from build_scripts.console import BuildError, Console
from build_scripts.macos import dmg, signing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")

NAME = "0123456789ABCDEF0123456789ABCDEF01234567"
TOOL = """#!/bin/sh
{ printf '%s' "${0##*/}"; printf '\\t%s' "$@"; echo; } >>"$ASKED"
case "${0##*/} $1 $2" in
  *"$FAILS"*) [ -z "$FAILS" ] || { echo "it has its reasons" >&2; exit 3; } ;;
esac
case "$1 $2" in
  "list-keychains -d") [ "$4" = -s ] || echo '    "/Users/a person/login.keychain-db"' ;;
  "find-identity -v") echo "  1) $NAME \\"Developer ID Application: A (TEAM)\\"" ;;
  "import "*) cp "$2" "$ASKED.p12" ;;
  "notarytool submit") printf '{"id": "1-2", "status": "%s"}' "${STATUS:-Accepted}" ;;
  "notarytool log") echo 'digitrec: not signed' ;;
esac
"""


@pytest.fixture
def console(tmp_path):
    with Console(tmp_path / "log" / "build.log") as made:
        yield made


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """The command lines of the tools, each as a list."""
    for tool in ("codesign", "security", "xcrun"):
        path = tmp_path / "bin" / tool
        path.parent.mkdir(exist_ok=True)
        path.write_text(TOOL)
        path.chmod(0o755)
    note = tmp_path / "asked"
    note.touch()
    for name, value in {"ASKED": str(note), "NAME": NAME, "FAILS": "", "STATUS": ""}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    for name in (*signing.CERTIFICATE, *signing.NOTARY):
        monkeypatch.setenv(name, "")  # as a workflow has it where there is no such secret
    return lambda: [line.split("\t") for line in note.read_text().splitlines()]


@pytest.fixture
def certificate(monkeypatch, asked):
    monkeypatch.setenv("MACOS_CERTIFICATE", base64.b64encode(b"PKCS 12").decode())
    monkeypatch.setenv("MACOS_CERTIFICATE_PASSWORD", "open sesame")


@pytest.fixture
def notary(monkeypatch, asked):
    for name, value in zip(signing.NOTARY, ("me@example.org", "hush", "TEAM"), strict=True):
        monkeypatch.setenv(name, value)


@pytest.fixture
def app(tmp_path):
    """A program with a framework, a library, a link and a file that is not code."""
    made = tmp_path / "Digitrec.app"
    inner = made / "Contents/Frameworks/Python.framework/Versions/3.13/Python"
    for path in (inner, made / "Contents/Frameworks/a/lib.so", made / "Contents/MacOS/digitrec"):
        path.parent.mkdir(parents=True)
        path.write_bytes(signing.MACH_O[0] + b"code")
    (made / "Contents/Resources").mkdir()
    (made / "Contents/Resources/notes.txt").write_text("no code")
    (made / "Contents/Resources/lib.so").symlink_to("../Frameworks/a/lib.so")
    return made


@pytest.fixture
def packer(monkeypatch):
    """A stand-in for dmgbuild, which exists only for macOS."""
    made = types.ModuleType("dmgbuild")

    def build_dmg(filename, volume_name, settings):
        made.asked = (volume_name, settings)
        with open(filename, "w") as stream:  # noqa: PTH123
            stream.write("image")

    made.build_dmg = build_dmg
    monkeypatch.setitem(sys.modules, "dmgbuild", made)
    return made


def make(app, tmp_path, console):
    target = tmp_path / "Digitrec.dmg.part"
    dmg.make_dmg(app, target, "0.1.0", tmp_path / "work", console)
    return target


def test_code_is_signed_from_the_inside_out_and_the_program_last_with_its_entitlements(
    app, tmp_path, console, asked, certificate, notary, packer
):
    make(app, tmp_path, console)
    signed = [words for words in asked() if words[0] == "codesign"]
    names = [words[-1].removeprefix(str(app)) for words in signed]
    frameworks = "/Contents/Frameworks"
    assert names == [
        f"{frameworks}/Python.framework/Versions/3.13/Python",
        f"{frameworks}/a/lib.so",
        f"{frameworks}/Python.framework",
        "",
        "",
        str(tmp_path / "work" / "digitrec.dmg"),
    ]
    *inner, own, checked, image = signed
    for words in (*inner, own):
        hardened = ["--force", "--timestamp", "--sign", NAME, "--options", "runtime"]
        assert words[1:7] == hardened
    assert not any("--entitlements" in words for words in inner)
    assert own[7:9] == ["--entitlements", str(signing.ENTITLEMENTS)]
    assert checked[1:4] == ["--verify", "--deep", "--strict"]
    assert image[1:5] == ["--force", "--timestamp", "--sign", NAME]


def test_the_certificate_is_in_a_keychain_that_is_deleted_afterwards(
    app, tmp_path, console, asked, certificate, packer
):
    make(app, tmp_path, console)
    keychain = str(tmp_path / "work" / "digitrec.keychain-db")
    words = [words[1:] for words in asked() if words[0] == "security"]
    assert (tmp_path / "asked.p12").read_bytes() == b"PKCS 12"
    assert not (tmp_path / "work" / "certificate.p12").exists()
    listed = ["list-keychains", "-d", "user", "-s", keychain, "/Users/a person/login.keychain-db"]
    assert listed in words  # those that were there stay
    assert words[-1] == ["delete-keychain", keychain]
    passed = next(one for one in words if one[0] == "import")
    assert passed[passed.index("-P") + 1] == "open sesame"


def test_the_image_is_notarised_and_the_ticket_stapled(
    app, tmp_path, console, asked, certificate, notary, packer
):
    target = make(app, tmp_path, console)
    image = str(tmp_path / "work" / "digitrec.dmg")
    submitted, stapled = [words[1:] for words in asked() if words[0] == "xcrun"]
    assert submitted[:3] == ["notarytool", "submit", image]
    who = ["--apple-id", "me@example.org", "--password", "hush", "--team-id", "TEAM"]
    assert submitted[3:9] == who
    assert "--wait" in submitted
    assert stapled == ["stapler", "staple", image]
    assert target.read_text() == "image"


def test_no_secret_is_in_the_log(
    app, tmp_path, console, asked, certificate, notary, packer, capsys
):
    make(app, tmp_path, console)
    written = console.log.read_text("utf-8") + capsys.readouterr().out
    assert not any(secret in written for secret in ("open sesame", "hush", "UEtDUy"))


def test_without_a_certificate_it_is_packed_with_a_clear_warning(
    app, tmp_path, console, asked, packer, capsys
):
    assert make(app, tmp_path, console).read_text() == "image"
    assert asked() == []
    said = capsys.readouterr().out
    assert "THIS PROGRAM IS NOT SIGNED: MACOS_CERTIFICATE, MACOS_CERTIFICATE_PASSWORD" in said
    assert "*" * 79 in said


def test_signed_but_not_notarised_gives_a_clear_warning_too(
    app, tmp_path, console, asked, certificate, packer, capsys
):
    make(app, tmp_path, console)
    assert "THIS PROGRAM IS NOT NOTARISED: MACOS_NOTARY_APPLE_ID" in capsys.readouterr().out
    assert "xcrun" not in {words[0] for words in asked()}


@pytest.mark.parametrize("names", [signing.CERTIFICATE, signing.NOTARY], ids=["sign", "notarise"])
def test_an_incomplete_set_of_secrets_is_refused_and_names_the_missing_one(
    app, tmp_path, console, asked, certificate, packer, monkeypatch, names
):
    monkeypatch.setenv(names[0], "UEtDUw==")
    monkeypatch.setenv(names[1], "")
    with pytest.raises(BuildError, match=f"{names[1]}.* not set"):
        make(app, tmp_path, console)
    assert not (tmp_path / "Digitrec.dmg.part").exists()


@pytest.mark.parametrize(
    "fails", ["security import", "codesign --force", "codesign --verify", "xcrun stapler"]
)
def test_a_tool_that_fails_stops_it_with_its_reason_and_leaves_no_keychain(
    app, tmp_path, console, asked, certificate, notary, packer, monkeypatch, fails
):
    monkeypatch.setenv("FAILS", fails)
    with pytest.raises(BuildError, match=rf"{fails}.* failed \(3\).*it has its reasons") as error:
        make(app, tmp_path, console)
    assert "open sesame" not in str(error.value)
    assert asked()[-1][:2] == ["security", "delete-keychain"]
    assert not (tmp_path / "work" / "certificate.p12").exists()
    assert not (tmp_path / "Digitrec.dmg.part").exists()


def test_if_apple_refuses_there_is_no_image_and_the_reasons_are_shown(
    app, tmp_path, console, asked, certificate, notary, packer, monkeypatch
):
    monkeypatch.setenv("STATUS", "Invalid")
    with pytest.raises(BuildError, match="is Invalid: digitrec: not signed"):
        make(app, tmp_path, console)
    assert not (tmp_path / "Digitrec.dmg.part").exists()


def test_an_invalid_certificate_is_refused(app, tmp_path, console, asked, packer, monkeypatch):
    monkeypatch.setenv("MACOS_CERTIFICATE_PASSWORD", "open sesame")
    monkeypatch.setenv("MACOS_CERTIFICATE", "no base 64!")
    with pytest.raises(BuildError, match="MACOS_CERTIFICATE is not in base 64"):
        make(app, tmp_path, console)
    monkeypatch.setenv("MACOS_CERTIFICATE", "UEtD\nUw==")
    monkeypatch.setenv("NAME", "another kind")
    with pytest.raises(BuildError, match="holds no valid Developer ID"):
        make(app, tmp_path, console)


def test_the_image_contains_the_program_and_a_link_to_applications(
    app, tmp_path, console, asked, packer
):
    make(app, tmp_path, console)
    name, settings = packer.asked
    assert name == "Digitrec 0.1.0"
    assert settings["files"] == [str(app)]
    assert settings["symlinks"] == {"Applications": "/Applications"}
    assert set(settings["icon_locations"]) == {"Digitrec.app", "Applications"}
    assert json.dumps(settings)


def test_without_dmgbuild_the_message_says_how_to_get_it(
    app, tmp_path, console, asked, monkeypatch
):
    monkeypatch.setitem(sys.modules, "dmgbuild", None)
    with pytest.raises(BuildError, match=r"pip install \.\[build\]"):
        make(app, tmp_path, console)

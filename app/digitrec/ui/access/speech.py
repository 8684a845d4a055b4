"""Speaking with the system's own voice."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Sequence

_WINDOWS = (
    "Add-Type -AssemblyName System.Speech; "
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"
)

_NO_CONSOLE = 0x08000000  # CREATE_NO_WINDOW


def speech_command(language: str, platform: str = sys.platform) -> Sequence[str] | None:
    """The program that speaks the text on its standard input; None if there is none.

    Args:
        language: of the text, by its code.
        platform: as in `sys.platform`.
    """
    if platform == "win32":
        return _found("powershell", "-NoProfile", "-Command", _WINDOWS)
    if platform == "darwin":
        return _found("say")
    return (
        _found("spd-say", "--wait", "--pipe-mode", "--language", language)
        or _found("espeak-ng", "-v", language, "--stdin")
        or _found("espeak", "-v", language, "--stdin")
    )


class Speech:
    """Speaks one text at a time; a new one cuts the one before off.

    Args:
        command: the program that speaks, or None.
    """

    def __init__(self, command: Sequence[str] | None) -> None:
        self._command = command
        self._speaking: subprocess.Popen[bytes] | None = None

    @property
    def available(self) -> bool:
        """Whether there is a program that speaks."""
        return self._command is not None

    def say(self, text: str) -> None:
        """Speaks a text, and does not wait for it."""
        self.stop()
        if self._command is None:
            return
        try:
            self._speaking = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_CONSOLE if sys.platform == "win32" else 0,
            )
            if self._speaking.stdin is not None:
                self._speaking.stdin.write(text.encode())
                self._speaking.stdin.close()
        except OSError:
            self._speaking = None

    def stop(self) -> None:
        """Falls silent."""
        speaking, self._speaking = self._speaking, None
        if speaking is not None:
            with contextlib.suppress(OSError):
                speaking.terminate()
            speaking.wait()


def _found(program: str, *arguments: str) -> Sequence[str] | None:
    path = shutil.which(program)
    return None if path is None else (path, *arguments)

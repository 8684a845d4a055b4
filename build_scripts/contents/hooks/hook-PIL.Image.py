"""Replaces PyInstaller's hook for Pillow, which would collect the readers of all formats."""

from build_scripts.contents.excludes import CODECS

hiddenimports = [f"PIL.{codec}ImagePlugin" for codec in CODECS]

"""Stands in for PyInstaller's hook for Pillow, which collects every reader of pictures there is."""

from build_scripts.contents.excludes import CODECS

hiddenimports = [f"PIL.{codec}ImagePlugin" for codec in CODECS]

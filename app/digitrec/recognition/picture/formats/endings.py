"""The endings of the names of pictures."""

from __future__ import annotations

PICTURE_ENDINGS = (
    ".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff",
    ".heic", ".heif", ".avif", ".pdf",
)  # fmt: skip
"""Of those that can be opened, in small letters."""

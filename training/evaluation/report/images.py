"""Images of digits for the report's page: grids of those that were misread."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def grid(images: NDArray[np.float32], titles: Sequence[str]) -> str:
    """Images (n, 28, 28) of digits, each above its title."""
    cells = "".join(
        f'<figure class="digit"><img alt="" src="{_source(image)}"><figcaption>'
        f"{html.escape(title)}</figcaption></figure>"
        for image, title in zip(images, titles, strict=True)
    )
    return f'<div class="digits">{cells}</div>'


def _source(image: NDArray[np.float32]) -> str:
    """A data URI of black ink on a transparent ground, which the page turns white in the dark."""
    ink = np.uint8(np.clip(image, 0, 1) * 255)
    pixels = np.dstack([np.zeros_like(ink), ink])
    stream = io.BytesIO()
    Image.fromarray(pixels, "LA").resize((56, 56), Image.Resampling.NEAREST).save(
        stream, "PNG", optimize=True
    )
    return f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}"

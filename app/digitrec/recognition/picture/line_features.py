"""Features of a line in a picture: its pixels as the line network takes them.

Training and application share these functions, so that both see a line in the same way.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT = 48
"""Pixels from the top of a line to its bottom, as the network takes it."""

STEP = 4
"""Pixels of a line for each frame of the network's output. A line is as wide as whole frames."""

_SMALLEST_CONTRAST = 0.02  # standard deviation of brightness; a blank line is not stretched further
_LIMIT = 4.0  # standard deviations
_SAMPLE = 20_000  # pixels that decide about a picture's colours

Pixels = NDArray[np.float32]


def ink_channel(colours: NDArray[np.uint8]) -> Pixels:
    """The mixture of red, green and blue in which the ink stands out best from the paper.

    It is the first principal component of the colours, weighted so that it grows with brightness:
    paper has one colour and ink another, and the line between the two is where most of the variance
    lies, also where both are equally bright (Pearson 1901; for documents Kittler et al. do the same
    by hand-picked channels). The colours of a grey picture give its brightness.

    Args:
        colours: (h, w, 3), red, green and blue; or (h, w), grey.

    Returns:
        Shape (h, w), about [0, 1]: on a mixture of other colours than grey, brightness differs.
    """
    values = np.asarray(colours, np.float32) / np.float32(255)
    if values.ndim == 2:
        return values
    flat = values.reshape(-1, 3)
    sample = flat[:: max(1, len(flat) // _SAMPLE)]
    _, vectors = np.linalg.eigh(np.cov(sample, rowvar=False) + 1e-7 * np.eye(3))
    mixture = vectors[:, -1]
    if mixture.sum() < 0:
        mixture = -mixture
    mixture = mixture / np.abs(mixture).sum()
    channel: Pixels = flat @ mixture.astype(np.float32)
    return channel.reshape(values.shape[:2])


def line_features(channel: Pixels) -> Pixels:
    """A line as the network's input.

    Args:
        channel: (h, w), brightness or the mixture of `ink_channel`, of one line from its top to its
            bottom.

    Returns:
        Shape (48, w), float32: resized to the network's height, with mean 0 and standard deviation
        1, and extended by its last column to a whole number of frames.

    Raises:
        ValueError: if the line has no pixels.
    """
    if not channel.size:
        raise ValueError("a line without pixels")
    height, width = channel.shape
    if height != HEIGHT:
        size = (max(1, round(width * HEIGHT / height)), HEIGHT)
        resized = Image.fromarray(np.asarray(channel, np.float32)).resize(
            size, Image.Resampling.BILINEAR
        )
        channel = np.asarray(resized, np.float32)
    spread = max(float(channel.std()), _SMALLEST_CONTRAST)
    line = np.clip((channel - channel.mean()) / np.float32(spread), -_LIMIT, _LIMIT)
    padded: Pixels = np.pad(line, ((0, 0), (0, -line.shape[1] % STEP)), mode="edge")
    return padded.astype(np.float32)

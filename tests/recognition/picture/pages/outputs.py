"""What a network would say that sees certain lines and no others."""

import numpy as np

from digitrec.recognition.picture.pages.page_features import CELL_OUTPUTS, STEP, UNIT


def line(x, y, length, height, degrees=0.0):
    """Corners of a line whose left end, in the middle, is at (x, y)."""
    turn = np.deg2rad(degrees)
    along = np.array([np.cos(turn), np.sin(turn)])
    down = np.array([-along[1], along[0]])
    start = np.array([x, y], float)
    return np.array(
        [
            start + along * (length * far) + down * (height * low)
            for far, low in ((0, -0.5), (1, -0.5), (1, 0.5), (0, 0.5))
        ]
    )


def seeing(lines, size):
    """Outputs (h / 4, w / 4, 7) for a page of a height and width."""
    outputs = np.zeros((size[0] // STEP, size[1] // STEP, CELL_OUTPUTS), np.float32)
    outputs[..., 0] = -6
    y, x = np.mgrid[: outputs.shape[0], : outputs.shape[1]] * STEP + STEP / 2
    for corners in lines:
        along = corners[1] - corners[0]
        length = np.hypot(*along)
        along = along / length
        down = np.array([-along[1], along[0]])
        height = np.hypot(*(corners[3] - corners[0]))
        away = np.stack([x, y], axis=-1) - corners.mean(axis=0)
        below = away @ down
        core = (np.abs(away @ along) <= length / 2) & (np.abs(below) <= max(0.22 * height, 2.2))
        cos, sin = along
        outputs[core, 0] = 6
        outputs[core, 1] = below[core] / height
        outputs[core, 2:] = np.log2(height / UNIT), cos**2 - sin**2, 2 * sin * cos, cos, sin
    return outputs

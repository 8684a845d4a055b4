"""The loss of the line network, and its targets as one array for Keras.

Synthetic lines say where each character is. So the network learns each frame's symbol and the sides
of its box directly, besides the text by connectionist temporal classification: the first alone
reads after a fraction of the steps, and its frames stay in the middle of the characters.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from keras import ops
from numpy.typing import NDArray

from digitrec.recognition.picture.line_decoding import BLANK, CLASSES, SIDES, SYMBOLS
from digitrec.recognition.picture.line_features import HEIGHT, STEP

MOST_LABELS = 32
"""Characters of a line, at most."""

_CTC, _FRAMES, _SIDES = 0.5, 1.0, 2.0  # weights of the parts
_CORE, _MARGIN = 0.15, 0.3  # of a character's width, to either side: its frames; unsure frames
_IGNORED = -1.0


def line_target(text: str, boxes: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """What the network should say of a line: (1 + 32 + 5 · frames,).

    The number of characters; their labels; each frame's label, -1 where it doesn't count; and each
    frame's sides.

    Args:
        text: at most 32 characters.
        boxes: (len(text), 4), in pixels.
        frames: that the network gives for the line.
    """
    labels = np.full(MOST_LABELS, BLANK, np.float32)
    labels[: len(text)] = [SYMBOLS.index(symbol) for symbol in text]
    symbols = np.full(frames, BLANK, np.float32)
    sides = np.zeros((frames, SIDES), np.float32)
    middles = (np.arange(frames) + 0.5) * STEP
    centres = (boxes[:, 0] + boxes[:, 2]) / 2
    widths = boxes[:, 2] - boxes[:, 0]
    for centre, width in zip(centres, widths, strict=True):
        symbols[np.abs(middles - centre) < max(_MARGIN * width, STEP)] = _IGNORED
    for label, box, centre, width in zip(labels, boxes, centres, widths, strict=False):
        core = np.abs(middles - centre) <= _CORE * width
        core[min(int(centre / STEP), frames - 1)] = True
        symbols[core] = label
        sides[core] = np.stack(
            [middles[core] - box[0], np.full(core.sum(), box[1]), box[2] - middles[core],
             np.full(core.sum(), box[3])], axis=1
        ) / HEIGHT  # fmt: skip
    return np.concatenate([[len(text)], labels, symbols, sides.ravel()]).astype(np.float32)


def line_loss(target: Any, outputs: Any) -> Any:
    """Mean over the lines of a batch: text, frames and boxes.

    Args:
        target: (n, 1 + 32 + 5 · frames), of `line_target`.
        outputs: (n, frames, 22), the network's.
    """
    n, frames = ops.shape(outputs)[0], ops.shape(outputs)[1]
    lengths = ops.cast(target[:, 0], "int32")
    labels = ops.cast(target[:, 1 : 1 + MOST_LABELS], "int32")
    symbols = target[:, 1 + MOST_LABELS : 1 + MOST_LABELS + frames]
    sides = ops.reshape(target[:, 1 + MOST_LABELS + frames :], (n, frames, SIDES))
    logits = outputs[..., :CLASSES]
    text = ops.ctc_loss(labels, logits, lengths, ops.full((n,), frames, "int32"), BLANK)
    text = ops.mean(text / (ops.cast(lengths, "float32") + 1))
    counted = ops.cast(symbols >= 0, "float32")
    each = -ops.sum(
        ops.one_hot(ops.cast(ops.maximum(symbols, 0), "int32"), CLASSES) * ops.log_softmax(logits),
        axis=-1,
    )
    shown = counted * ops.cast(symbols < BLANK, "float32")
    weight = counted * 0.3 + shown * 0.7
    frame = ops.sum(each * weight) / (ops.sum(weight) + 1)
    away = ops.sum(ops.abs(outputs[..., CLASSES:] - sides), axis=-1)
    box = ops.sum(away * shown) / (ops.sum(shown) + 1)
    return _CTC * text + _FRAMES * frame + _SIDES * box

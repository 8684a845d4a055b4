"""Reads a line of a picture with the graph of the line network."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.line_calibration import LineCalibration
from digitrec.recognition.picture.line_decoding import OUTPUTS, LineReading, Rows, decode
from digitrec.recognition.picture.line_features import HEIGHT, STEP, Pixels, line_features
from digitrec.recognition.sealed.sized_graph import SizedGraph

_WIDTHS = 16  # a line is widened to a multiple of this, as another width costs an allocation
_TRIAL = 64  # pixels: width of the line that a graph is tried with


class LineReader:
    """A LiteRT graph of the line network. Safe to call from several threads.

    Args:
        graph: content of its file.
        calibration: of the network.

    Attributes:
        calibration: of the network.

    Raises:
        ValueError, RuntimeError, IndexError, KeyError: if the graph can't be run, or is none of a
            line network.
    """

    def __init__(self, graph: bytes, calibration: LineCalibration | None = None) -> None:
        ramp = np.linspace(-1, 1, HEIGHT * _TRIAL, dtype=np.float32)
        trial = ramp.reshape(HEIGHT, _TRIAL, 1)
        self._graph = SizedGraph(graph, trial, (_TRIAL // STEP, OUTPUTS))
        self.calibration = calibration or LineCalibration()

    def read(self, channel: Pixels, digits: int | None = None, marks: bool = True) -> LineReading:
        """Reads one line.

        Args:
            channel: (h, w), of `ink_channel`, from the top of the line to its bottom.
            digits: read this many digits and nothing else.
            marks: whether to read marks and spaces.

        Raises:
            ValueError: if the line has no pixels.
        """
        return self.decode(self.run(line_features(channel)), digits, marks)

    def run(self, line: Pixels) -> Rows:
        """The network's output (frames, 22) for a line (48, w) of `line_features`."""
        line = np.pad(line, ((0, 0), (0, -line.shape[1] % _WIDTHS)), mode="edge")
        return self._graph.run(line[:, :, None])

    def decode(self, outputs: Rows, digits: int | None = None, marks: bool = True) -> LineReading:
        """What the network's output says, calibrated; see `read`."""
        return decode(outputs, digits, marks, self.calibration.temperature)

"""Reads a line of a picture with the graph of the line network."""

from __future__ import annotations

import numpy as np

from digitrec.recognition.picture.line_decoding import LineReading, Rows, decode
from digitrec.recognition.picture.line_features import HEIGHT, Pixels, line_features
from digitrec.recognition.sealed.graph import quiet

_WIDTHS = 16  # a line is widened to a multiple of this, as another width costs an allocation


class LineReader:
    """A LiteRT graph of the line network. Not safe to share between threads.

    Args:
        graph: content of its file.

    Raises:
        ValueError, RuntimeError: if the graph can't be run.
    """

    def __init__(self, graph: bytes) -> None:
        with quiet():
            from ai_edge_litert.interpreter import Interpreter

            self._interpreter = Interpreter(model_content=graph, num_threads=1)
            self._input = self._interpreter.get_input_details()[0]["index"]
            self._output = self._interpreter.get_output_details()[0]["index"]
        self._width = 0

    def read(self, channel: Pixels, digits: int | None = None, marks: bool = True) -> LineReading:
        """Reads one line.

        Args:
            channel: (h, w), of `ink_channel`, from the top of the line to its bottom.
            digits: read this many digits and nothing else.
            marks: whether to read marks and spaces.

        Raises:
            ValueError: if the line has no pixels.
        """
        return decode(self.run(line_features(channel)), digits, marks)

    def run(self, line: Pixels) -> Rows:
        """The network's output (frames, 22) for a line (48, w) of `line_features`."""
        line = np.pad(line, ((0, 0), (0, -line.shape[1] % _WIDTHS)), mode="edge")
        if line.shape[1] != self._width:
            self._interpreter.resize_tensor_input(self._input, [1, HEIGHT, line.shape[1], 1])
            self._interpreter.allocate_tensors()
            self._width = line.shape[1]
        self._interpreter.set_tensor(self._input, line[None, :, :, None])
        self._interpreter.invoke()
        rows: Rows = self._interpreter.get_tensor(self._output)[0]
        return rows

"""A picture on the drawing area: shown in its colours, with what was read, to zoom and to turn."""

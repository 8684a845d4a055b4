"""Segmentation of drawings: strokes into digits."""

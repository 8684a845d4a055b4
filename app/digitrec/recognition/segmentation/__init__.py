"""Strokes into digits."""

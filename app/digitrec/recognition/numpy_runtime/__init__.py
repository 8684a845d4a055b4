"""Runs LiteRT graphs with NumPy alone, where LiteRT has no build: in a browser, on 32 bits."""

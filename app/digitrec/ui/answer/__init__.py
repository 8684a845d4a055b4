"""The answer beside the drawing area, and its explanation."""

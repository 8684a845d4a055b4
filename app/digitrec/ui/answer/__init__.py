"""The answer next to the drawing area, and its explanation."""

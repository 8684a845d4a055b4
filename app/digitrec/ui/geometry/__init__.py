"""The window's size and position, and how they are kept."""

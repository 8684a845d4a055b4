"""The sealed model file: the archive, its card, and the graphs in it."""

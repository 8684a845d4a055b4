"""Data sets: fetched, read, split."""

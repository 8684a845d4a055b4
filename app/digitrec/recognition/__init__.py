"""Ink and pictures in, a Reading out. Knows no window, no user file and no clock."""

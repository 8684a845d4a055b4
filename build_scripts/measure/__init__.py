"""Measures the program: startup, memory, speed, and how it survives robots."""

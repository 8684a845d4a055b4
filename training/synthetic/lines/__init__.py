"""Synthetic lines of numbers on paper, as scanners and cameras show them."""

"""Synthetic pages: whole sheets of paper with lines of numbers, as scanners and cameras show them."""

"""Synthetic pages: sheets with lines of numbers, as scanners and cameras show them."""

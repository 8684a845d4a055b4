"""Finds the lines of numbers on a page."""

"""Measures the program from outside."""

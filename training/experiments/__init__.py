"""Experiments: what each choice is worth, measured."""

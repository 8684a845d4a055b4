"""Fetch the data, train a network, evaluate it, seal it."""

"""Figures of a sealed model."""

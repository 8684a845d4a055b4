"""Recognizer: drawings and pictures in, Readings out."""

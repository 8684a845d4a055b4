"""Drawings, numbers and photographs made from other data."""

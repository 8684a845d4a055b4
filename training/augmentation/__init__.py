"""Variation of digits: other hands, other pens."""

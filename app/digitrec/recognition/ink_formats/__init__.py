"""Ink as other programs write it: JSON of several shapes, InkML, UNIPEN; and SVG to write."""

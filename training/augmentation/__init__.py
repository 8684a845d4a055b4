"""Augmentation: digits by other hands, with other pens and devices."""

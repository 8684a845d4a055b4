"""Hearing the window: names for screen readers, and answers that are spoken."""

"""The commands of `python -m training` and their options."""

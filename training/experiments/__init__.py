"""What choices are worth, measured."""

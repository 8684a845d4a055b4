"""The window's state and logic, without a screen."""

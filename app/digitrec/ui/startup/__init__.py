"""Opening and closing the window."""

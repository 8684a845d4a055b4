"""Pictures: from the file to its ink, and from the ink to lines of digits."""

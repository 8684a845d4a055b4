"""The disk image for macOS, and its signature."""

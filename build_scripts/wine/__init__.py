"""A stand-in for a Windows machine: Wine in a minimal Debian, and Windows' own Python in it."""

"""Pictures into the window; drawings and readings out of it."""

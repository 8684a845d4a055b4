"""The page of settings, and what follows from a change."""

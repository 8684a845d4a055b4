"""The texts that the window shows, their translations, and the choice of a language."""

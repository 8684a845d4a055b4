"""Icons, pins, translations, screenshots and releases."""

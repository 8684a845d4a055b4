"""Scripts for maintainers: icons, pins, translations, screenshots and releases."""

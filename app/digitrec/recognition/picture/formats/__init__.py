"""Picture files of all kinds, page by page, within bounds of memory and time."""

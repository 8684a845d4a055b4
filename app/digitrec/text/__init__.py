"""Words, catalogues and languages."""

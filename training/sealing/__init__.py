"""The sealed archive: graph and card."""

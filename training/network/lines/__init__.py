"""The line network: reads numbers and marks from the grey picture of a line."""

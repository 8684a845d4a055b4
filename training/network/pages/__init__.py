"""The page network: finds the lines of numbers on a page."""

"""The report of an evaluation: a page to look at, and all figures as JSON."""

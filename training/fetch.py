"""Fetching the data sets from their publishers."""

class FetchError(Exception):
    """A data set can't be fetched. The message says which, why, and what to do."""

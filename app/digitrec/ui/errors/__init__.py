"""Unexpected errors: the log, and the dialog that reports them."""

"""The processes that share the work on one machine."""

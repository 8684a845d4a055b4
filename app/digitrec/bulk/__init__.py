"""Reads many drawings: files and tables in, answers out, on all cores. It prints nothing."""

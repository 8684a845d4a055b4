"""The command line: predict, history, info. It starts in `main`; this package loads nothing."""

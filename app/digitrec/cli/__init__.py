"""The commands: predict, hand, history, info. They start in `main`; this package loads nothing."""

"""The one place that knows an engine."""

"""The keys: what they do, and on which keyboards."""

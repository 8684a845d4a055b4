"""Reading in batches: sources become jobs, which this process and its workers run in order."""

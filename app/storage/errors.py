"""The one trouble that storage tells of."""


class StorageError(Exception):
    """Something can't be kept or read back. The message names the file and says what to do."""

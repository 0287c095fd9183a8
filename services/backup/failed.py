"""Failure of a backup or a restore."""


class BackupFailed(Exception):  # noqa: N818  named for what it says to the caller
    """No backup was made, or nothing restored. The text says why and what to do."""

"""Backup and restore of the console's own database: `python -m services.backup make FOLDER`, `… restore FILE`.

The imports' engine keeps its tables in the same database, so both are of one moment. What stays outside: the demo's
`sandbox.db`, `.env` and `secrets.toml`.
"""

from services.backup.backup import BackupFailed, make, restore

__all__ = ["BackupFailed", "make", "restore"]

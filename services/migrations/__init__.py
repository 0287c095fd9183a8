"""Schema migrations (Alembic) of the console's own database: what brings it from one version to the next.

Every process calls `upgrade` when it starts, before anything else looks at the database. One process migrates, in one
transaction, while the others wait; a SQLite file is backed up first. A database that a newer version has migrated is
left alone. `CONTRIBUTING.md` says how a table or a column is added.
"""

from services.migrations.upgrade import DatabaseIsNewer, at_newest, knows, upgrade

__all__ = ["DatabaseIsNewer", "at_newest", "knows", "upgrade"]

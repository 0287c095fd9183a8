"""Secret of a database: random bytes that are made once and never leave it, to key the hashes that are kept in it.

Whoever sees a hash alone cannot try all numbers against it. It does not hold against who has the database whole.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Engine, LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from services.database.database import Base, insert_in, reading, writing

LENGTH = 32


class DatabaseSecretRow(Base):
    __tablename__ = "database_secret"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


def secret_of(engine: Engine, name: str) -> bytes:
    """The secret of this name, the same in every process; made where there is none yet.

    Raises:
        DatabaseAway: it could not be read, or not be made.
    """
    stored = select(DatabaseSecretRow.value).where(DatabaseSecretRow.name == name)
    with reading(engine) as connection:
        value = connection.scalar(stored)
    if value is None:
        with writing(engine) as connection:
            new = {"name": name, "value": secrets.token_bytes(LENGTH)}
            making = insert_in(connection, DatabaseSecretRow).values(new)
            connection.execute(making.on_conflict_do_nothing(index_elements=["name"]))
        with reading(engine) as connection:
            value = connection.execute(stored).scalar_one()
    return value

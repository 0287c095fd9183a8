"""Recipients of notifications: everybody who has used the console, and the channels of the team.

Nobody types an address: a person's is the one she signs in with, and the team's channels stand in the settings. Language and
zone are those she used last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from cachetools import TTLCache
from sqlalchemy import Connection, Engine, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.database.circuit_breaker import DatabaseAway
from services.database.database import reading, writing
from services.notifications.choices import Choices
from services.notifications.quiet import zone_named
from services.notifications.tables import RecipientRow
from services.person import Person, person_of, stored
from services.texts import ENGLISH

LOCAL = "local"
"""Whoever is at the console where nobody signs in."""
TEAM = "team"
SEEN_EVERY = timedelta(hours=1)
_COLUMNS = RecipientRow.__table__.columns


@dataclass(frozen=True)
class Recipient:
    key: str
    person: Person
    language: str
    choices: Choices
    browser_zone: str
    since: datetime
    read_up_to: int

    @property
    def zone(self) -> tzinfo:
        return zone_named(self.choices.zone or self.browser_zone)

    @property
    def is_team(self) -> bool:
        return self.key == TEAM


def recipient_key(person: Person) -> str:
    """The same for whatever she calls herself; one for all where nobody signs in."""
    return person.key if person.signed_in else LOCAL


class Recipients:
    """Those of one console database."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._engine = engine
        self._now = now
        self._seen: TTLCache[str, tuple[Any, ...]] = TTLCache(10_000, SEEN_EVERY.total_seconds())
        self._seen_lock = threading.Lock()  # even to read it changes what has expired

    def seen(self, person: Person, language: str, zone: str) -> None:
        """Somebody who may use the console is in front of a page: from now on she can be told. Written down when something
        of it is new, and once an hour; another time where the database does not answer."""
        key = recipient_key(person)
        known = (stored(person), language, zone) if person.signed_in else (language, zone)
        with self._seen_lock:
            if self._seen.get(key) == known:
                return
        try:
            with writing(self._engine, can_wait=True) as connection:
                self._write(connection, key, person, language, zone)
        except (DatabaseAway, IntegrityError):
            return  # the next run of a page tries again
        with self._seen_lock:
            self._seen[key] = known

    def all(self, connection: Connection) -> list[Recipient]:
        """In the caller's transaction; the team's channels are there whether or not anybody chose something for them."""
        rows = connection.execute(select(*_COLUMNS).order_by(RecipientRow.key)).all()
        found = {row.key: _recipient(row) for row in rows}
        return [*({TEAM: self._unseen(TEAM)} | found).values()]

    def get(self, key: str) -> Recipient:
        """As the database knows it; what holds for everybody where it knows nobody of that key yet."""
        with reading(self._engine) as connection:
            row = connection.execute(select(*_COLUMNS).where(RecipientRow.key == key)).first()
        return _recipient(row) if row else self._unseen(key)

    def choose(self, key: str, choices: Choices, *, language: str | None = None) -> None:
        """Keep what a recipient wants. `language` is chosen for the team only, whose nobody uses a page.

        Raises:
            DatabaseAway: nothing was saved.
        """
        values: dict[str, Any] = {"choices": choices.stored()}
        if language is not None:
            values["language"] = language
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(RecipientRow).where(RecipientRow.key == key).values(values)
            ).rowcount
            if not changed:
                new = self._new(key, Person(""), language or ENGLISH.code, "UTC")
                connection.execute(insert(RecipientRow).values({**new, **values}))

    def _write(self, connection: Connection, key: str, person: Person, language: str, zone: str) -> None:
        values = {**stored(person if person.signed_in else Person("")), "language": language[:16]}
        values |= {"zone": zone[:64], "seen_at": self._now()}
        found = connection.execute(update(RecipientRow).where(RecipientRow.key == key).values(values))
        if not found.rowcount:
            connection.execute(
                insert(RecipientRow).values({**self._new(key, person, language, zone), **values})
            )

    def _new(self, key: str, person: Person, language: str, zone: str) -> dict[str, Any]:
        now = self._now()
        return {
            "key": key,
            **stored(person),
            "language": language,
            "zone": zone,
            "choices": {},
            "since": now,
            "seen_at": now,
            "read_up_to": 0,
        }

    def _unseen(self, key: str) -> Recipient:
        return Recipient(key, Person(""), ENGLISH.code, default_choices(key), "UTC", self._now(), 0)


def default_choices(key: str) -> Choices:
    return Choices.of_the_team() if key == TEAM else Choices()


def _recipient(row: Row[Any]) -> Recipient:
    choices = Choices.read(row.choices or {}, default_choices(row.key))
    return Recipient(row.key, person_of(row), row.language, choices, row.zone, row.since, row.read_up_to)

"""Templates of one account: listed, saved, renamed and deleted, each with an entry in the activity record. Shared in the team."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, delete, insert, select, update

from services.access.access import unguarded
from services.audit.audit import Audit, AuditAction, Result, write_entry
from services.database.database import in_turn, reading, writing
from services.person import Person, person_of, stored
from services.templates.content import NotReadable, TemplateContent
from services.templates.table import TemplateRow

LONGEST_NAME = 100


@dataclass(frozen=True)
class Template:
    """`content` is None where it cannot be read here: it can be deleted, but not chosen."""

    id: str
    name: str
    who: Person
    saved_at: datetime
    content: TemplateContent | None


class NameMissing(ValueError):  # noqa: N818  named for what it says to the caller
    """It has no name, or one that is too long. Nothing was saved."""


class NameTaken(Exception):  # noqa: N818  named for what it says to the caller
    """Another template has this name. Nothing was saved."""

    def __init__(self, other: Template) -> None:
        super().__init__(other.id)
        self.other = other


class TemplateGone(Exception):  # noqa: N818  named for what it says to the caller
    """Somebody has deleted it meanwhile. Nothing was saved."""


class Templates:
    """Two people who act at the same time take turns: what one has saved the other is told of."""

    def __init__(
        self,
        engine: Engine,
        account: Callable[[], str],
        audit: Audit,
        now: Callable[[], datetime],
        *,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._engine = engine
        self._account = account
        self._audit = audit
        self._now = now
        self._require_allowed = require_allowed

    def all(self) -> list[Template]:
        """By name.

        Raises:
            DatabaseAway: it is not known which there are.
        """
        with reading(self._engine) as connection:
            rows = connection.execute(self._rows().order_by(TemplateRow.name_key)).all()
        return [_template(row) for row in rows]

    def save(
        self, name: str, content: TemplateContent, *, who: Person, replaces: str | None = None
    ) -> Template:
        """Keep it. `replaces` is the id of the template of this name that somebody has seen and wants no more.

        Raises:
            NameMissing, NameTaken, NotAllowed, DatabaseAway: nothing was saved.
        """
        self._require_allowed()
        wanted = _readable_name(name)
        with writing(self._engine) as connection:
            self._take_turn(connection)
            other = self._of_name(connection, wanted)
            if other is not None and other.id != replaces:
                raise NameTaken(other)
            saved = Template(other.id if other else secrets.token_hex(16), wanted, who, self._now(), content)
            if other is not None:
                connection.execute(delete(TemplateRow).where(*self._of(other.id)))
            row = {
                "id": saved.id,
                "account": self._account(),
                "content": content.to_json(),
                "saved_at": saved.saved_at,
                **_named(wanted),
                **stored(who),
            }
            connection.execute(insert(TemplateRow).values(row))
            self._record(connection, AuditAction.TEMPLATE_SAVE, wanted, who)
        return saved

    def rename(self, template_id: str, name: str, *, who: Person) -> None:
        """Give it another name. Who saved it stays.

        Raises:
            NameMissing, NameTaken, TemplateGone, NotAllowed, DatabaseAway: nothing was changed.
        """
        self._require_allowed()
        wanted = _readable_name(name)
        with writing(self._engine) as connection:
            self._take_turn(connection)
            other = self._of_name(connection, wanted)
            if other is not None and other.id != template_id:
                raise NameTaken(other)
            self._present(connection, template_id)
            connection.execute(update(TemplateRow).where(*self._of(template_id)).values(_named(wanted)))
            self._record(connection, AuditAction.TEMPLATE_RENAME, wanted, who)

    def delete(self, template_id: str, *, who: Person) -> None:
        """For everybody.

        Raises:
            TemplateGone, NotAllowed, DatabaseAway: nothing was changed.
        """
        self._require_allowed()
        with writing(self._engine) as connection:
            self._take_turn(connection)
            name = self._present(connection, template_id)
            connection.execute(delete(TemplateRow).where(*self._of(template_id)))
            self._record(connection, AuditAction.TEMPLATE_DELETE, name, who)

    def _record(self, connection: Connection, action: AuditAction, name: str, who: Person) -> None:
        write_entry(connection, self._audit.entry(action, Result.DONE, who=who, reason=name))

    def _take_turn(self, connection: Connection) -> None:
        in_turn(connection, TemplateRow.__tablename__, self._account())

    def _present(self, connection: Connection, template_id: str) -> str:
        name = connection.scalar(select(TemplateRow.name).where(*self._of(template_id)))
        if name is None:
            raise TemplateGone
        return name

    def _of_name(self, connection: Connection, name: str) -> Template | None:
        row = connection.execute(self._rows().where(TemplateRow.name_key == _name_key(name))).first()
        return _template(row) if row else None

    def _rows(self) -> Select[Any]:
        return select(*TemplateRow.__table__.columns).where(TemplateRow.account == self._account())

    def _of(self, template_id: str) -> tuple[ColumnElement[bool], ...]:
        return TemplateRow.account == self._account(), TemplateRow.id == template_id


def _readable_name(name: str) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > LONGEST_NAME:
        raise NameMissing
    return wanted


def _name_key(name: str) -> str:
    """Names that a person would take for one are one."""
    return name.casefold()[:200]


def _named(name: str) -> dict[str, str]:
    return {"name": name, "name_key": _name_key(name)}


def _template(row: Row[Any]) -> Template:
    try:
        content = TemplateContent.from_json(row.content)
    except NotReadable:
        content = None
    return Template(row.id, row.name, person_of(row), row.saved_at, content)

"""Store of the guardrails that were set for campaigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from services.database.database import reading, writing
from services.keeper.tables import GuardrailsRow
from services.person import Person, stored


class GuardrailsStore:
    """Those of one account. `clock` is this machine's time."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], account: Callable[[], str]) -> None:
        self._engine = engine
        self._clock = clock
        self._account = account

    def of(self, campaign_id: str) -> Mapping[str, Any] | None:
        """What was set for a campaign; None where nobody has set anything."""
        query = select(GuardrailsRow.terms).where(*self._row(campaign_id))
        with reading(self._engine) as connection:
            return connection.execute(query).scalar_one_or_none()

    def keep(self, campaign_id: str, terms: Mapping[str, Any], who: Person) -> None:
        with writing(self._engine) as connection:
            self._keep(connection, campaign_id, terms, who)

    def _keep(self, connection: Connection, campaign_id: str, terms: Mapping[str, Any], who: Person) -> None:
        connection.execute(delete(GuardrailsRow).where(*self._row(campaign_id)))
        row = {"account": self._account(), "campaign_id": campaign_id, "terms": dict(terms)}
        connection.execute(insert(GuardrailsRow).values(**row, changed_at=self._clock(), **stored(who)))

    def _row(self, campaign_id: str) -> tuple[Any, ...]:
        return GuardrailsRow.account == self._account(), GuardrailsRow.campaign_id == campaign_id

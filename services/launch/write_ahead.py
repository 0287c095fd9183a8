"""Write-ahead intent: the protocol by which something is done on the platform once, whoever clicks and how often.

The intent is committed first and the request sent second, once. After an answer that leaves it open the platform is
looked at until nothing can come of it any more (`looks`); only then a person may go on. What a dead process left
behind is looked at in the same way. Launches and creations differ in what they claim, send and look for; the order of
steps, which is what keeps phones from ringing twice, stands here.
"""

from __future__ import annotations

import dataclasses
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, TypedDict, TypeVar

from sqlalchemy import Engine

from services.access.access import unguarded
from services.api import Api, ApiError
from services.api.unclear import UNCLEAR_FOR, unclear_for
from services.audit.audit import Audit, AuditAction, Result
from services.database.circuit_breaker import DatabaseAway
from services.launch.intents import OPEN, UNCLEAR, Claimed, Intent, IntentKind, IntentState, stored_error
from services.launch.ledger import Ledger
from services.launch.looks import SENDING_LEASE, Looks

PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.1
_AUDITED = {IntentState.LAUNCHED: Result.DONE, IntentState.NOT_LAUNCHED: Result.FAILED}

Told = TypeVar("Told")
Columns = dict[str, Any]
"""Values of an intent's row."""


class IntentOptions(TypedDict, total=False):
    audit: Audit | None
    ledger: Ledger | None
    patience_seconds: float
    pause: Callable[[float], None]
    require_allowed: Callable[[], None]


class WriteAheadIntents(ABC, Generic[Told]):
    """All intents of some kinds, in every process that shares `engine`; `Told` is what a person is told of one.

    `audit` is told of every click that reached the platform. `require_allowed` raises NotAllowed before anything is done
    for somebody who is not allowed to use this console.
    """

    purpose: ClassVar[str]
    """Purpose of its requests, in the account of the budget."""
    actions: ClassVar[Mapping[IntentKind, AuditAction]]
    """The kinds of intents that are its own, and what *Activity* calls them."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        *,
        audit: Audit | None = None,
        ledger: Ledger | None = None,
        patience_seconds: float = PATIENCE_SECONDS,
        pause: Callable[[float], None] = time.sleep,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self._api = api
        self._audit = audit
        self._require_allowed = require_allowed
        self._ledger = ledger or Ledger(engine, api.clock.now)
        self._patience = patience_seconds
        self._pause = pause

    @abstractmethod
    def _stored(self, intent: Intent) -> Told:
        """The result of an intent, as the ledger tells anyone who asks."""

    @abstractmethod
    def _done(self, intent: Intent, error: ApiError | None = None) -> Told:
        """This click brought it about. `error` where that was found after an unclear answer."""

    @abstractmethod
    def _refused(self, intent: Intent, error: ApiError) -> Told:
        """Settle an open intent of which it is certain that nothing was done."""

    @abstractmethod
    def _seen(self, intent: Intent, looks: Looks) -> tuple[IntentState, Columns] | None:
        """Look once: the state that follows, and what to store; None where nothing could be seen."""

    def _answered(self, intent: Intent, error: ApiError | None) -> None:
        """For who learns from what the platform answers; all is settled by then."""

    def look(self, intent_id: int) -> Told:
        """Look again at what became of an intent; changes nothing on the platform."""
        intent = self._ledger.get(intent_id)
        if self._ledger.expired(intent):
            return self._looked(intent, self._take_over(intent))
        return self._looked(intent, self._find(intent) if intent.state in UNCLEAR else intent)

    def watch(self, intent_id: int) -> Told:
        """The result of an intent as it is known; an unclear one is looked at again where nobody did so a moment ago."""
        intent = self._ledger.get(intent_id)
        return self.look(intent_id) if self._wants_a_look(intent) else self._stored(intent)

    def settle_abandoned(self) -> list[Told]:
        """Look at what nobody looks at: unclear intents, and those whose process died. Call it again and again."""
        left = {one.id: one for one in (*self._ledger.abandoned(), *self._ledger.watched())}
        return [
            self.watch(one.id)
            for one in left.values()
            if one.kind in self.actions and self._wants_a_look(one)
        ]

    def _wants_a_look(self, intent: Intent) -> bool:
        return self._ledger.due(intent) or self._ledger.expired(intent)

    def _looked(self, _before: Intent, after: Intent) -> Told:
        return self._stored(after)

    def _send(self, claimed: Claimed, ask: Callable[[Intent], Columns], **seen: Any) -> Told:
        """Mark the intent as sending and ask once. `ask` answers what to store of it, `seen` what was there before.

        Raises:
            DatabaseAway: that it is being sent could not be kept; nothing was sent.
        """
        intent = claimed.intent
        try:
            sending = self._ledger.advance(
                intent.id, [IntentState.CLAIMED], IntentState.SENDING, lease=SENDING_LEASE, **seen
            )
        except DatabaseAway:
            self._ledger.settle(intent, OPEN, IntentState.WITHDRAWN)
            raise
        if not sending:
            return self._lost(self._ledger.get(intent.id))
        intent = dataclasses.replace(intent, **seen)
        try:
            with self._api.budget.purpose(self.purpose):
                answer = ask(intent)
        except ApiError as error:
            told = self._unclear(intent, error) if error.may_have_acted else self._refused(intent, error)
            self._answered(intent, error)
            return told
        done = self._ledger.settle(intent, [*OPEN, *UNCLEAR], IntentState.LAUNCHED, **answer)
        self._record(done, Result.DONE)
        self._answered(intent, None)
        return self._done(done)

    def _unclear(self, intent: Intent, error: ApiError) -> Told:
        lease = unclear_for(error)
        intent = self._ledger.settle(intent, OPEN, IntentState.UNCERTAIN, lease=lease, **stored_error(error))
        self._record(intent, Result.UNCLEAR)
        try:
            found = self._find(self._ledger.get(intent.id))
        except DatabaseAway:  # it is looked at when the database is back
            return self._stored(intent)
        return self._done(found, error) if found.state is IntentState.LAUNCHED else self._stored(found)

    def _find(self, intent: Intent) -> Intent:
        """Look once; what was seen right after the answer says nothing yet, unless it is that it was done."""
        looks = intent.looks.and_one(self._ledger.wall())  # before reading: what comes later was not seen
        with self._api.budget.purpose(self.purpose):
            seen = self._seen(intent, looks)
        if seen is not None:
            state, values = seen
            moved = self._ledger.advance(intent.id, UNCLEAR, state, **values)
            if moved and state is not intent.state and state in _AUDITED:
                self._record(dataclasses.replace(intent, state=state, **values), _AUDITED[state])
        return self._ledger.get(intent.id)

    def _take_over(self, intent: Intent) -> Intent:
        """Settle what a dead process left: before `sending` nothing was sent, after it looks must tell.

        It may have been alive until its lease ended, so the platform may act for as long after that.
        """
        if intent.state is IntentState.CLAIMED:
            self._ledger.advance(intent.id, [IntentState.CLAIMED], IntentState.WITHDRAWN)
            return self._ledger.get(intent.id)
        until = intent.lease_until + UNCLEAR_FOR
        if self._ledger.advance(intent.id, [IntentState.SENDING], IntentState.UNCERTAIN, lease_until=until):
            self._record(intent, Result.UNCLEAR)
            return self._find(self._ledger.get(intent.id))
        return self._ledger.get(intent.id)

    def _lost(self, intent: Intent) -> Told:
        """Wait for the click that was first, for as long as a person would."""
        waited = 0.0
        while intent.state in OPEN and not self._ledger.expired(intent) and waited < self._patience:
            self._pause(POLL_SECONDS)
            waited += POLL_SECONDS
            intent = self._ledger.get(intent.id)
        return self.look(intent.id) if self._ledger.expired(intent) else self._stored(intent)

    def _record(self, intent: Intent, result: Result) -> None:
        """In *Activity*: once sent, and again when an unclear one is settled."""
        if self._audit:
            self._audit.record(
                self.actions[intent.kind],
                result,
                who=intent.who,
                campaign_id=intent.campaign_id,
                campaign_name=intent.campaign_name,
                figures=_figures(intent),
            )


def _figures(intent: Intent) -> dict[str, int]:
    limit = {"at_most": intent.max_calls} if intent.max_calls else {}
    answer = intent.answer or {}
    told = {name: answer[name] for name in ("started", "failed") if answer.get(name) is not None}
    if intent.kind is IntentKind.AUDIENCE:
        told = {"confirmed": intent.seen["confirmed"]}
        told |= {"people": answer["added"]} if "added" in answer else {}
    rested = {"open_again": True} if intent.who.keeper else {}  # nobody else lets it start anything
    return limit | told | rested

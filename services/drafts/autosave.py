"""Autosave of one page's work as a draft: after each change, and at no cost without one."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from services.database.circuit_breaker import DatabaseAway
from services.drafts.content import StoredContent
from services.drafts.drafts import Draft, DraftChanged, DraftGone, DraftKind, Drafts, NoRoomForDrafts


class NotKept(StrEnum):
    """Why the work of a page is not kept. After `CHANGED` and `GONE` it never is again: another page has it, or had it. `IN_USE`:
    another page is making something of it at this moment."""

    AWAY = "away"
    FULL = "full"
    FAILED = "failed"
    CHANGED = "changed"
    GONE = "gone"
    IN_USE = "in_use"


_ANOTHERS = (NotKept.CHANGED, NotKept.GONE, NotKept.IN_USE)
RETRY_AFTER, RETRY_AT_LAST = 5.0, 300.0
"""Seconds after which a file that could not be stored is stored again, the double each time: it may be a large one."""

log = logging.getLogger(__name__)


class Snapshot(NamedTuple):
    """What is kept: a name for the list, the state as JSON, in numbers what is in it, and the token of the form by which it
    becomes a campaign."""

    name: str
    state: Mapping[str, Any]
    figures: Mapping[str, int]
    form: str = ""


@dataclass
class Autosave:
    """The draft that a page keeps. `id` is empty as long as nothing was kept. What is `untouched` needs no keeping as it is shown
    first."""

    kind: DraftKind
    id: str = ""
    untouched: bool = False
    clock: Callable[[], float] = time.monotonic
    _problem: NotKept | None = None
    _page: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    """Tells what this page kept from the same words kept by another one."""
    _version: int = 0
    _stamp: object = None
    _content: StoredContent = field(default_factory=StoredContent)
    _failures: int = 0
    _retry_at: float | None = None

    @classmethod
    def of(cls, draft: Draft) -> Autosave:
        """Go on keeping a draft that was opened: as the page shows it first, it is kept already. One that is claimed is another
        page's."""
        problem = NotKept.IN_USE if draft.claimed else None
        whole = StoredContent.whole()
        return cls(
            draft.kind, draft.id, untouched=True, _problem=problem, _version=draft.version, _content=whole
        )

    @property
    def problem(self) -> NotKept | None:
        """Why the work of this page is not kept, or not any more; None where it is, or is about to be."""
        if self._problem is None and (
            self._content.failed or (self._failures and not self._content.is_whole)
        ):
            return NotKept.FAILED
        return self._problem

    @property
    def stale(self) -> bool:
        """Whether another page has changed or used it, or is about to: what is done here is not kept."""
        return self.problem in _ANOTHERS

    @property
    def kept(self) -> bool:
        """Whether it is there for whoever comes back."""
        return bool(self.id) and self.problem is None and self._content.is_whole

    def keep(
        self, drafts: Drafts, stamp: object, snapshot: Callable[[], Snapshot], content: bytes = b""
    ) -> None:
        """Keep what `snapshot` makes, unless `stamp` is as it was: it stands for all that can change. `content` is written once,
        and again where it could not be stored."""
        if self._problem is NotKept.IN_USE:
            self._look_again(drafts)
        if self.untouched:
            self.untouched, self._stamp = False, stamp
        unchanged = stamp == self._stamp and self._problem is not NotKept.AWAY
        if self.stale or (unchanged and not self._stores_again()):
            return
        self._try(lambda: self._write(drafts, snapshot(), content))
        self._stamp = stamp

    def claim(self, drafts: Drafts, snapshot: Callable[[], Snapshot]) -> bool:
        """Before what can be done only once: from now on another page that opens the draft is told, until this one keeps it again.
        False where another page has changed, claimed or used it: then it must not be done. While the database is away that cannot
        be told, and nothing can be begun either."""
        if self.id and not self.stale and not self._content.failed:
            self._try(lambda: self._save(drafts, snapshot(), claim=True))
            self._stamp, self.untouched = None, False
        return not self.stale

    def _look_again(self, drafts: Drafts) -> None:
        """What has become of it on the page that was making something of it."""
        try:
            draft = drafts.open(self.id)
        except DatabaseAway:
            return
        if draft is None:
            self._problem = NotKept.GONE
        elif draft.version != self._version:
            self._problem = NotKept.CHANGED
        elif not draft.claimed:
            self._problem = None

    def _try(self, write: Callable[[], None]) -> None:
        try:
            write()
            self._problem = None
        except DatabaseAway:
            self._problem = NotKept.AWAY
        except NoRoomForDrafts:
            self._problem = NotKept.FULL
        except DraftChanged:
            self._problem = NotKept.CHANGED
        except DraftGone:  # where its file could not be stored, nobody but the console has deleted it
            self._problem = NotKept.GONE if self._content.is_whole else None
        except SQLAlchemyError as error:  # its text may name people
            log.warning("a draft could not be kept: %s", type(error).__name__)
            self._problem = NotKept.FAILED

    def _stores_again(self) -> bool:
        """Whether its file could not be stored, and it is time to try once more."""
        if not self._content.failed:
            return False
        retry_at = self._retry_at
        if retry_at is None:
            self._failures += 1
            retry_at = self.clock() + min(RETRY_AFTER * 2 ** (self._failures - 1), RETRY_AT_LAST)
            self._retry_at = retry_at
        return self.clock() >= retry_at

    def _write(self, drafts: Drafts, made: Snapshot, content: bytes) -> None:
        if self.id and not self._content.failed:
            self._save(drafts, made)
        elif not self._content.failed or self._stores_again():
            self.id, self._content = drafts.begin(
                self.kind,
                made.name,
                state=made.state,
                figures=made.figures,
                content=content,
                page=self._page,
                form=made.form,
            )
            self._version, self._retry_at = 1, None

    def _save(self, drafts: Drafts, made: Snapshot, *, claim: bool = False) -> None:
        self._version = drafts.save(
            self.id,
            self._version,
            name=made.name,
            state=made.state,
            figures=made.figures,
            page=self._page,
            form=made.form,
            claim=claim,
        )

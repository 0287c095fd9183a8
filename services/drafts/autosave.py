"""Autosave of one page's work as a draft: after each change, and at no cost without one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from services.database.circuit_breaker import DatabaseAway
from services.drafts.content import StoredContent
from services.drafts.drafts import Draft, DraftChanged, DraftGone, DraftKind, Drafts, NoRoomForDrafts


class NotKept(StrEnum):
    """Why the work of a page is not kept. After `CHANGED` and `GONE` it never is again: another page has it, or had it."""

    AWAY = "away"
    FULL = "full"
    CHANGED = "changed"
    GONE = "gone"


_FOR_GOOD = (NotKept.CHANGED, NotKept.GONE)


class Snapshot(NamedTuple):
    """What is kept: a name for the list, the state as JSON, and in numbers what is in it."""

    name: str
    state: Mapping[str, Any]
    figures: Mapping[str, int]


@dataclass
class Autosave:
    """The draft that a page keeps. `id` is empty as long as nothing is kept; `problem` says why, or why not any more. What is
    `untouched` needs no keeping as it is shown first."""

    kind: DraftKind
    id: str = ""
    problem: NotKept | None = None
    untouched: bool = False
    _page: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    """Tells what this page kept from the same words kept by another one."""
    _version: int = 0
    _stamp: object = None
    _content: StoredContent = field(default_factory=StoredContent)

    @classmethod
    def of(cls, draft: Draft) -> Autosave:
        """Go on keeping a draft that was opened: as the page shows it first, it is kept already."""
        content = StoredContent()
        content.finished.set()
        return cls(draft.kind, draft.id, _version=draft.version, _content=content, untouched=True)

    @property
    def stale(self) -> bool:
        """Whether another page has changed or used it: what is done here is not kept any more."""
        return self.problem in _FOR_GOOD

    @property
    def kept(self) -> bool:
        """Whether it is there for whoever comes back."""
        stored = self._content.finished.is_set() and not self._content.failed
        return bool(self.id) and self.problem is None and stored

    def keep(
        self, drafts: Drafts, stamp: object, snapshot: Callable[[], Snapshot], content: bytes = b""
    ) -> None:
        """Keep what `snapshot` makes, unless `stamp` is as it was: it stands for all that can change. `content` is written once."""
        if self.untouched:
            self.untouched, self._stamp = False, stamp
        if self._content.failed:  # begun, but its file could not be stored
            self.id, self._content, self._stamp = "", StoredContent(), None
        if self.stale or (stamp == self._stamp and self.problem is not NotKept.AWAY):
            return
        try:
            self._write(drafts, snapshot(), content)
            self.problem = None
        except DatabaseAway:
            self.problem = NotKept.AWAY
        except NoRoomForDrafts:
            self.problem = NotKept.FULL
        except DraftChanged:
            self.problem = NotKept.CHANGED
        except DraftGone:
            self.problem = NotKept.GONE
        self._stamp = stamp

    def claim(self, drafts: Drafts, stamp: object, snapshot: Callable[[], Snapshot]) -> bool:
        """Before what can be done only once. False where another page has changed or used the draft: then it must not be done."""
        if self.id:
            self._stamp, self.untouched = None, False
            self.keep(drafts, stamp, snapshot)
        return not self.stale

    def _write(self, drafts: Drafts, made: Snapshot, content: bytes) -> None:
        state = {**made.state, "page": self._page}
        if self.id:
            self._version = drafts.save(
                self.id, self._version, name=made.name, state=state, figures=made.figures
            )
            return
        self.id, self._content = drafts.begin(
            self.kind, made.name, state=state, figures=made.figures, content=content
        )
        self._version = 1

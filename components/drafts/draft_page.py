"""Page of one kind of draft: its address names the draft, `?draft=ID`, and the draft in the address is opened there, or it is said
why not.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from components.console import console
from components.drafts.words import NotOpened, draw_not_opened
from components.ui.dialogs import redraw_page
from components.ui.refreshing import refreshing
from services.database.circuit_breaker import DatabaseAway
from services.drafts.autosave import Autosave, Snapshot
from services.drafts.drafts import Draft, DraftKind

DRAFT = "draft"
LOOK_EVERY = 2.0
T = TypeVar("T")


@refreshing(LOOK_EVERY)
def _look_until_stored(draft_id: str) -> None:
    """The page opens it then."""
    with suppress(DatabaseAway):
        if not console().drafts.is_being_stored(draft_id):
            redraw_page()


class CannotOpenError(Exception):
    """The draft is there, and cannot go on the page."""

    def __init__(self, why: NotOpened) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class DraftPage:
    """Page on which drafts of this kind are worked on."""

    kind: DraftKind

    @property
    def asked(self) -> str:
        """Id of the draft in the address; "" where it names none."""
        return st.query_params.get(DRAFT, "")

    def keep(
        self, saved: Autosave, stamp: object, snapshot: Callable[[], Snapshot], content: bytes = b""
    ) -> None:
        """Keep what was changed, and have the address lead back to it. Costs nothing where nothing was changed."""
        saved.keep(console().drafts, stamp, snapshot, content)
        self.lead_to(saved)

    def lead_to(self, saved: Autosave) -> None:
        """Have the address name the draft, where there is one."""
        if saved.id and self.asked != saved.id:
            self.ask_for(saved.id)

    def open(self, draft_id: str, go_on: Callable[[Draft], T]) -> T | None:
        """What `go_on` makes of a draft; None where it is not there or cannot be opened, which `draw_not_opened` says then. The
        address goes on naming what may be opened later. `go_on` may raise `CannotOpenError`."""
        try:
            draft = console().drafts.open(draft_id)
            if draft is None and console().drafts.is_being_stored(draft_id):
                raise CannotOpenError(NotOpened.STORING)
            if draft is None or draft.kind is not self.kind:
                raise CannotOpenError(NotOpened.GONE)
            made = go_on(draft)
        except DatabaseAway:
            self.refuse(NotOpened.AWAY)
        except CannotOpenError as error:
            self.refuse(error.why)
        else:
            self.ask_for(draft.id)
            return made
        return None

    def refuse(self, why: NotOpened) -> None:
        """The draft that was asked for is not on the page."""
        if why in (NotOpened.GONE, NotOpened.OTHER_VERSION):
            self.forget()
        st.session_state[self._not_opened] = why

    def forget(self) -> None:
        """From now on the address names no draft."""
        st.query_params.pop(DRAFT, None)

    def ask_for(self, draft_id: str) -> None:
        """From now on the address names this one."""
        st.query_params[DRAFT] = draft_id

    @property
    def waits(self) -> bool:
        """Whether the draft in the address is opened as soon as the database is back."""
        return st.session_state.get(self._not_opened) is NotOpened.AWAY

    def not_opened(self) -> NotOpened | None:
        """Why a draft was not opened in this run, asked once."""
        return st.session_state.pop(self._not_opened, None)

    def draw_not_opened(self) -> None:
        """Say it."""
        why = self.not_opened()
        draw_not_opened(why)
        if why is NotOpened.STORING:
            _look_until_stored(self.asked)

    @property
    def _not_opened(self) -> str:
        return f"{self.kind}-draft-not-opened"

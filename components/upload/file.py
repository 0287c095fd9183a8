"""Dropped file, kept in the person's session while she is on *Upload people* and no longer."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

import streamlit as st

from components.console import console, default_region
from components.new_campaign.draft import Draft
from components.streamlit_internals.uploaded_files import UploadedFile, let_go
from services.api import Api
from services.contact_file import CheckedFile, ColumnQuestion, Columns, ContactTable, FileRejected
from services.database.circuit_breaker import DatabaseAway
from services.process import memory
from services.process.turns import turns
from services.upload.check import AsRead, CheckRequest, UploadCheck, check_limits
from services.upload.earlier_imports import content_digest
from services.upload.hand_over import HandOver
from services.upload.lookup import Lookup, look_up
from services.upload.script_fields import ScriptFields

IN_SESSION, _TAKEN = "upload", "upload-taken"
# A small file is checked before the person could see a progress bar.
MOMENT = 0.7

Decision = tuple[tuple[int, ...] | str, bool | None]


class Agreed(NamedTuple):
    """So many people were to go in, and only `at_most` of them for now."""

    people: int
    at_most: int | None = None


@dataclass
class Upload:
    """One file, how it is read, and what was decided about its rows.

    `table`, `columns` and `checked` are the last good ones: they stay while a correction is worked on, and where it
    turns out to be none. `rejected` says why there are none, or why the latest correction was not taken;
    `refused` why the list could not be put in store.
    """

    name: str
    content: bytes
    digest: str
    region: str
    campaign_id: str = ""
    as_read: AsRead = field(default_factory=AsRead)
    own_region: bool = False
    check: UploadCheck | None = None
    table: ContactTable | None = None
    columns: Columns | None = None
    lookup: Lookup | None = None
    checked: CheckedFile | None = None
    rejected: FileRejected | None = None
    mended: dict[int, dict[int, str]] = field(default_factory=dict)
    decided: list[Decision] = field(default_factory=list)
    script: ScriptFields | None = None
    hidden_wanted: bool | None = None
    edits: int = 0
    # What of the page is open (reasons of groups; None before anything was drawn), and how often its tables began anew.
    opened: set[str] | None = None
    seen: bool = False  # whether the keyboard was led to its first question
    turn: int = 0
    answered: dict[int, ColumnQuestion] = field(default_factory=dict)
    hand_over: HandOver | None = None
    refused: DatabaseAway | None = None
    begun: Draft | None = None
    """The campaign that this list begins, `begun_for` its people as they were then."""
    begun_for: tuple[int, int] | None = None
    agreed: Agreed | None = None
    """Who goes in by itself once the campaign exists: a click has said so."""
    _wanted: AsRead = field(default_factory=AsRead)

    @property
    def corrected(self) -> bool:
        """Whether it is read otherwise than by rule."""
        return self.own_region or self.as_read != AsRead()

    def read(self, wanted: AsRead) -> None:
        """Read and check the file anew."""
        self._wanted = wanted
        self._start(CheckRequest(self.content, wanted, self.region, lookup=self.lookup))

    def judge(self) -> None:
        """Check what was read anew; mended cells stay mended."""
        self._wanted = self.as_read
        self._start(
            CheckRequest(
                self.content,
                self.as_read,
                self.region,
                self.table,
                self.columns,
                self.lookup,
                self.mended,
            )
        )

    def _start(self, wanted: CheckRequest) -> None:
        self.stop()
        services = console()
        self.check = UploadCheck(
            replace(wanted, limits=check_limits(services.settings), name=self.name),
            recall=services.upload_choices.recall,
            look_up=partial(_look_up, services.api, self.campaign_id),
            listed=services.do_not_call.listed,
        )
        left = weakref.finalize(
            self, self.check.stop
        )  # whoever leaves her page does not wait for it any more
        left.atexit = False
        with turns.given_up():
            self.check.finished.wait(MOMENT)

    def settle(self) -> bool:
        """Take over what a finished check found; False while it is still at work."""
        check = self.check
        if check is None:
            return True
        if not check.finished.is_set():
            return False
        self.check = None
        if check.failed:
            raise check.failed
        self.rejected, self.lookup = check.rejected, check.lookup or self.lookup
        if check.table is not None:
            self._take_over(check)
        return True

    def _take_over(self, check: UploadCheck) -> None:
        if check.table is not self.table:
            self.decided, self.mended, self.script, self.hidden_wanted = [], {}, None, None
            self.opened, self.answered = None, {}
        self.as_read = self._wanted
        self.table, self.columns, self.checked = check.table, check.columns, check.checked
        self.edits += 1
        if self.checked:
            self.mended = self.checked.mended
            self.checked.use_hidden(self.hidden_wanted)
            for rows, accept in self.decided:
                self.checked.decide(rows, accept)

    def decide(self, rows: tuple[int, ...] | str, accept: bool | None) -> None:
        if self.checked:
            self.decided.append((rows, accept))
            self.checked.decide(rows, accept)

    def use_hidden(self, wanted: bool | None) -> None:
        """Take over whether rows that the sheet hides are meant, too."""
        self.hidden_wanted = wanted
        if self.checked:
            self.checked.use_hidden(wanted)

    def answer(self, columns: Columns) -> None:
        """Take over a person's answers about columns, and keep them for the next file with these column names."""
        self.columns = columns
        if self.checked:
            self.checked.answer(columns)
        if self.table and self.table.header_row:
            console().upload_choices.remember(columns)
        self.edits += 1

    def stop(self) -> None:
        if self.check:
            self.check.stop()


def _look_up(api: Api, campaign_id: str, cancelled: Callable[[], bool]) -> Lookup:
    return look_up(api, campaign_id, cancelled) if campaign_id else Lookup()


def present() -> Upload | None:
    """The file of this person; None where she has dropped none."""
    return st.session_state.get(IN_SESSION)


def was_taken(file: UploadedFile) -> bool:
    """Whether the page began with it before: it may still be told of a file that its person is done with."""
    return st.session_state.get(_TAKEN) == file.file_id


def take(file: UploadedFile, campaign_id: str) -> None:
    """Begin with a dropped file. Streamlit's own copy of it goes: it would stay as long as the session."""
    content = file.getvalue()
    upload = Upload(file.name, content, content_digest(content), default_region(), campaign_id)
    st.session_state[IN_SESSION] = upload
    st.session_state[_TAKEN] = file.file_id
    session = let_go(file)
    if session is not None:
        console().upload_space.keep(upload, session, len(content))
    upload.read(AsRead())


def take_cells(text: str, name: str, campaign_id: str) -> None:
    """Begin with cells that were copied out of a spreadsheet: it separates them by tabs, and quotes what has line breaks."""
    content = text.encode("utf-8", "replace")
    upload = Upload(name, content, content_digest(content), default_region(), campaign_id)
    st.session_state[IN_SESSION] = upload
    upload.read(AsRead(encoding="utf-8", delimiter="\t" if "\t" in text else None))


def forget() -> None:
    """Let go of the file and give its memory back to the machine."""
    upload: Upload | None = st.session_state.pop(IN_SESSION, None)
    if upload is None:
        return
    upload.stop()
    del upload
    memory.give_back()


def for_campaign(campaign_id: str) -> None:
    """The person chose where the list goes: compare it with that campaign."""
    upload = present()
    if upload is None or upload.campaign_id == campaign_id:
        return
    upload.campaign_id, upload.lookup = campaign_id, None
    if upload.table is not None:
        upload.judge()


def read_again(**change: str | int | bool) -> None:
    """Read the file as the person says; what was decided and mended belonged to the old reading."""
    upload = present()
    if upload is not None:
        upload.read(replace(upload.as_read, **change))


def judge_again(*, columns: Columns | None = None, region: str | None = None) -> None:
    """Judge the numbers with other columns or another country; decisions were about the old readings."""
    upload = present()
    if upload is None:
        return
    if region:
        upload.region, upload.own_region = region, True
    if columns:
        upload.columns = columns
    upload.decided = []
    upload.judge()

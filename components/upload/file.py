"""Dropped file: how it is read, and what was decided about its rows."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from components.console import console, region_set
from components.new_campaign.draft import Draft
from services.api import Api, ApiError
from services.contact_file import CheckedFile, ColumnQuestion, Columns, ContactTable, FileRejected
from services.database.circuit_breaker import DatabaseAway
from services.drafts.autosave import Autosave
from services.drafts.drafts import DraftKind
from services.process.turns import turns
from services.upload.check import AsRead, CheckRequest, UploadCheck, check_limits
from services.upload.decisions import Decisions
from services.upload.hand_over import HandOver
from services.upload.lookup import Lookup, look_up
from services.upload.script_fields import ScriptFields, script_fields
from services.upload.table_digest import table_digest
from services.upload.upload_state import UploadState

CAMPAIGN = "campaign"
"""The address's word for where the list goes."""
# A small file is checked before the person could see a progress bar.
MOMENT = 0.7


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
    decided: Decisions = field(default_factory=Decisions)
    """What was decided before the check under way, for its rows."""
    decisions: int = 0
    script: ScriptFields | None = None
    hidden_wanted: bool | None = None
    edits: int = 0
    # What of the page is open (reasons of groups; None before anything was drawn), and how often its tables began anew.
    opened: set[str] | None = None
    seen: bool = False  # whether the keyboard was led to its first question
    turn: int = 0
    answered: dict[int, ColumnQuestion] = field(default_factory=dict)
    hand_over: HandOver | None = None
    refused: ApiError | DatabaseAway | None = None
    begun: Draft | None = None
    """The campaign that this list begins, `begun_for` its people as they were then."""
    begun_for: tuple[int, int] | None = None
    at_most: int | None = None
    """Only so many of its people are wanted in the campaign for now, as it was typed; None for all."""
    agreed: Agreed | None = None
    """Who goes in by itself once the campaign exists: a click has said so."""
    draft: Autosave = field(default_factory=lambda: Autosave(DraftKind.PEOPLE))
    asked_anew: int = 0
    """Rows whose decision was dropped by the last check: they are asked about otherwise now."""
    read_otherwise: bool = False
    """What a draft said of its rows is gone: the file is read otherwise now, or another version of the console kept it."""
    restoring: UploadState | None = None
    """Of the draft that it is opened from, until its file is checked."""
    wanted: AsRead = field(default_factory=AsRead)
    waited: bool = False
    """Whether the page has waited for the check under way."""

    @property
    def corrected(self) -> bool:
        """Whether it is read otherwise than by rule."""
        return self.own_region or self.as_read != AsRead()

    @property
    def reading(self) -> AsRead | None:
        """How it is being read in place of its last good reading, which counts until the new one is checked; None where it is
        not."""
        begun_with = self.table is None or self.restoring is not None
        anew = self.check is not None and not begun_with and self.wanted != self.as_read
        return self.wanted if anew else None

    @property
    def judging(self) -> bool:
        """Whether the rows of its last good reading are being judged anew."""
        return self.check is not None and self.table is not None and self.reading is None

    def read(self, wanted: AsRead) -> None:
        """Read and check the file anew."""
        self.wanted, self.restoring = wanted, None
        self._start(CheckRequest(self.content, wanted, self.region, lookup=self.lookup))

    def restore(self, kept: UploadState) -> None:
        """Read and check the file of a draft as it was read before, and go on with what was said of its rows."""
        self.wanted, self.as_read, self.restoring = kept.as_read, kept.as_read, kept
        self._start(
            CheckRequest(
                self.content,
                kept.as_read,
                self.region,
                columns=kept.said,
                mended=kept.mended,
                of_table=kept.table,
            )
        )

    def compare(self, campaign_id: str) -> None:
        """Check anew for the campaign the list goes into, whatever is under way for another one."""
        self.campaign_id, self.lookup = campaign_id, None
        if self.restoring:
            self.restore(self.restoring)
        elif self.table is None or self.wanted != self.as_read:
            self.read(self.wanted)
        else:
            self.judge()

    def judge(self, *, decided: bool = True) -> None:
        """Check what was read anew; mended cells stay mended, and what was `decided` as far as it is asked still."""
        self.wanted = self.as_read
        if self.check is None or not decided:
            self.decided = Decisions.of(self.checked) if decided else Decisions()
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
            replace(
                wanted,
                limits=check_limits(services.settings),
                name=self.name,
                region_said=self.own_region or bool(region_set()),
            ),
            recall=services.upload_choices.recall,
            look_up=partial(_look_up, services.api, self.campaign_id),
            listed=services.do_not_call.listed,
        )
        left = weakref.finalize(
            self, self.check.stop
        )  # whoever leaves her page does not wait for it any more
        left.atexit = False
        self.waited = False

    def settle(self) -> bool:
        """Take over what a finished check found; False while it is still at work. Waits a moment for one that has just begun."""
        check = self.check
        if check is None:
            return True
        if not self.waited:
            self.waited = True
            with turns.given_up():
                check.finished.wait(MOMENT)
        if not check.finished.is_set():
            return False
        self.check = None
        if check.failed:
            raise check.failed
        self.rejected, self.lookup = check.rejected, check.lookup or self.lookup
        chosen = self.restoring.reading if self.restoring else None
        if check.table is not None:
            self._take_over(check)
            self.restoring = None
        if chosen is None:
            return True
        self.read(chosen)
        return self.settle()

    def _take_over(self, check: UploadCheck) -> None:
        if check.table is not self.table:
            self._forget_answers()
            if check.table is not None and self.restoring is not None:
                self._take_up(check.table, check.columns, self.restoring)
        self.as_read = self.wanted
        self.table, self.columns, self.checked = check.table, check.columns, check.checked
        self.edits += 1
        if self.checked:
            self.mended = self.checked.mended
            self.checked.use_hidden(self.hidden_wanted)
            self.asked_anew = self.decided.decide(self.checked)

    def _forget_answers(self) -> None:
        """What was said of the rows and columns of another reading."""
        self.decided, self.mended, self.script, self.hidden_wanted = Decisions(), {}, None, None
        self.opened, self.answered = None, {}

    def _take_up(self, table: ContactTable, columns: Columns | None, kept: UploadState) -> None:
        """Go on with what the draft says, where it was said of these rows."""
        if not kept.table:
            return
        if kept.table != table_digest(table):
            self.read_otherwise = True
            return
        self.decided, self.hidden_wanted = kept.decided, kept.hidden_wanted(table)
        self.answered = dict(kept.answered)
        self.opened = None if kept.opened is None else set(kept.opened)
        if columns is not None:
            remembered = script_fields(console().team_fields, columns)
            self.script = replace(remembered, decided={**remembered.decided, **kept.travels})

    def decide(self, rows: tuple[int, ...] | str, accept: bool | None) -> None:
        if self.checked:
            self.decisions += 1
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

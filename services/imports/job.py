"""Import as pages and commands see it: a job, its state, its rows' ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from services.imports.listed import ListedContact
from services.imports.rows import CHUNK_ROWS, RowCounts
from services.imports.uninvited import PeopleFound
from services.person import Person


class JobState(StrEnum):
    STORING = "storing"  # its rows are being stored; nobody was told "accepted" yet
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    SLEEPING = "sleeping"
    DONE = "done"
    CANCELLED = "cancelled"


ACTIVE = (JobState.WAITING, JobState.RUNNING, JobState.SLEEPING)
ENDED = (JobState.DONE, JobState.CANCELLED)


class PausedBy(StrEnum):
    PERSON = "person"
    TOKEN = "token"  # noqa: S105  the reason of a pause, not a secret
    PROBLEM = "problem"


class LogEntry(NamedTuple):
    at: datetime
    code: str
    params: dict[str, Any]


class RowEnd(NamedTuple):
    """End of one row of the file. `reason` is a code; `file` means what the file's check said of it: `verdict` and
    `file_reason`. `detail` is the platform's own sentence, where it gave one. `listed` is who the row is."""

    row: int
    line: int
    end: str
    reason: str
    verdict: str
    file_reason: str
    detail: str
    listed: ListedContact


@dataclass(frozen=True)
class Estimate:
    """Estimate of what is left. `seconds` is None where nothing is known yet; `goes_on_at` is set while the job
    sleeps."""

    requests: int
    seconds: float | None
    requests_an_hour: int
    goes_on_at: datetime | None = None


@dataclass(frozen=True)
class Job:
    id: str
    state: JobState
    paused_by: PausedBy | None
    code: str
    params: dict[str, Any]
    file_name: str
    campaign_id: str
    campaign_name: str
    company_id: str
    who: Person
    created_at: datetime
    ended_at: datetime | None
    forgotten: bool
    rows: RowCounts
    reasons: dict[str, int]
    requests: int
    stage: str
    way: str
    estimate: Estimate | None
    retryable: int
    moved: int = 0  # people who were in the campaign already, and whose next call an enrolment has moved
    at_most: int | None = None  # only so many of the list are wanted in the campaign for now
    nobody_chose: PeopleFound | None = None  # people whom an import found in the campaign
    fields_refused: tuple[str, ...] = ()  # own fields that the platform did not take
    fields_unseen: tuple[str, ...] = ()  # and that it took, and shows of none of the people looked at
    log: list[LogEntry] = field(default_factory=list)

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def waiting(self) -> int:
        """People of the list who are not in the campaign yet, because only so many were wanted there."""
        return self.rows.todo if self.state is JobState.DONE and not self.forgotten else 0

    @property
    def needs_attention(self) -> bool:
        return self.state == JobState.PAUSED and self.paused_by != PausedBy.PERSON


class Submitted(NamedTuple):
    job: Job
    created: bool


class Attention(NamedTuple):
    """Numbers for the badge in the navigation."""

    active: int
    needs_attention: int


@dataclass
class ImportPlace:
    """Place where the work on a list goes on: kept in the job's row, committed with the effect of each request."""

    stage: str = "prepare"
    way: str = ""  # import: by file; rows: by rows; single: one request a person; ids: only those whose ids the file holds
    chunk: int = 0
    offset: int = 0
    head: str = ""  # the first contact of the page before
    matches: int = 0
    chunks: int = 0
    people: int = 0
    strangers: int = 0
    region: str | None = None
    members: int | None = None
    import_rows: int = CHUNK_ROWS
    enrol_rows: int = CHUNK_ROWS
    page_rows: int = 1000
    passes: int = 0
    tries: int = 0
    refusals: int = 0
    failed: int = 0
    searches: int = 0
    doubts: int = 0
    checked: int = 0
    fields_left_out: list[str] = field(default_factory=list)  # own fields that are not sent any more
    fields_tried: bool = False  # they are left out to see whether a refusal was about them
    fields_cleared: bool = False  # it was not
    fields_taken: bool = False  # somebody went in with own fields
    fields_looked: int = 0  # people whose own fields were looked for on the platform
    fields_sent: list[str] = field(default_factory=list)  # and under which keys theirs were sent
    fields_seen: list[str] = field(default_factory=list)  # and shown again
    at_most: int | None = None  # only so many of the list are wanted in the campaign for now
    alone: bool = False  # no other import is at the campaign: see `Claim.has_campaign_alone`
    behind: int = 0  # how often it has waited for another import of the campaign
    looked: bool = False  # who is in the campaign was read since then
    crm_read: bool = (
        False  # who of the list is in the CRM was read: needed where the same number is merged with
    )
    unsure: bool = False  # a request that puts people in is without a clear answer
    group_id: str = ""  # the group of contacts that this import's new people join
    refusal: str = ""  # why people were not taken in, where the answer says it of all alike
    nameless: int = 0  # rows of the campaign that tell nobody
    unclear_until: float = 0.0  # until then an enrolment without a clear answer may still be done
    moved: int = 0  # people who were in it already, and whose next call an enrolment has moved
    outside: int = 0  # people in the campaign who are not of the list's, when nobody had been sent yet
    inside: int = 0  # and how many there were in all
    sent_before: int = 0  # and how many of the list had been sent by then
    unverified: bool = False  # somebody was sent since the campaign was held against who was
    compared: bool = False  # it was, after the first one
    seen: int = 0  # so far, while its people are read
    seen_outside: int = 0
    seen_names: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)  # operations this deployment does not have
    worked: list[str] = field(default_factory=list)  # companion operations that answered

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> ImportPlace:
        """Fields that an older version stored and this one does not know are left behind."""
        return cls(**{name: value for name, value in stored.items() if name in cls.__dataclass_fields__})

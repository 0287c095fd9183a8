"""Data models of the platform's API, for both ends of it: the client reads them, the sandbox writes them.

Source: the contract (`tests/contract/openapi.yaml`). Deployments differ, so every model ignores fields it does not
know, and only what cannot be done without is required: an id. None is what the platform does not tell, never zero and
never none there. Responses are snake_case, request bodies camelCase. Times are aware datetimes in UTC.
"""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from services.api.fields import (
    AT_MOST,
    EARLIEST,
    Amount,
    AnyCampaignStatus,
    AnyEnrollmentStatus,
    CampaignStatus,
    Count,
    CountOrList,
    CountOrNotTold,
    EnrollmentStatus,
    FreeRows,
    Identifier,
    Identifiers,
    Mark,
    Moment,
    NullableStr,
    OtherStatus,
    PeopleNotTaken,
    Positive,
    PositiveOrNotTold,
    RowsRefused,
    Sentences,
    WordOrNotTold,
    YesOrNotTold,
)

__all__ = [
    "CampaignStatus",
    "EnrollmentStatus",
    "OtherStatus",
]  # of `services.api.fields`; the others are made here


class Outcome(StrEnum):
    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    INVALID_NUMBER = "invalid_number"
    DO_NOT_CALL = "do_not_call"
    ERROR = "error"


# The contract's calling rules in figures: the console, its forms and forecasts, and the sandbox's dialler go by these.
RETRIED = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.ERROR)
"""After these somebody is called again; after an error only where the campaign says so."""
FINAL = tuple(outcome for outcome in Outcome if outcome not in RETRIED)
# What holds where a campaign sets nothing.
DEFAULT_WINDOW_START, DEFAULT_WINDOW_END, DEFAULT_ZONE = time(9), time(17), "America/New_York"
DEFAULT_AT_ONCE, DEFAULT_ATTEMPTS, DEFAULT_DELAY_MINUTES = 3, 3, 60
DEFAULT_GROWTH = 2.0
# What can be set; the longest wait is also the one where growing waits have no end of their own.
LONGEST_DELAY_MINUTES = 10_080
SMALLEST_GROWTH, LARGEST_GROWTH = 1.01, 10.0
LONGEST_CALL_MINUTES, USUAL_CALL_MINUTES = 60, 15
MOST_TRIES = 50
"""Of one outcome, where each can have a limit of its own."""
DIALLER_LOOKS_EVERY = 30
"""Seconds from one look of the platform for people to call to the next."""


NEWER_SETTINGS = (
    "max_call_duration_minutes",
    "voicemail_detection_enabled",
    "voicemail_action",
    "unavailable_action",
    *(f"max_attempts_{outcome}" for outcome in RETRIED),
)
"""Settings that not every generation has, as an answer names them."""


class Answer(BaseModel):
    """Anything the platform sends: unknown fields are ignored, and numbers are text where text is expected."""

    model_config = ConfigDict(
        extra="ignore", populate_by_name=True, str_strip_whitespace=False, coerce_numbers_to_str=True
    )


class Named(Answer):
    """Thing with a name, known by its id where it has none."""

    id: Identifier
    name: NullableStr = ""

    @model_validator(mode="after")
    def _known_by_its_id(self) -> Self:
        if not self.name.strip():
            self.name = self.id
        return self


class Credits(Answer):
    credits: Amount
    account_id: str | None = None
    total_purchased: Amount | None = None
    total_used: Amount | None = None


class PhoneNumber(Answer):
    """A caller number of the team. Only `active` ones can call."""

    id: Identifier
    phone_number: NullableStr = ""
    status: str | None = None
    country_code: str | None = None
    features: Identifiers | None = None
    assistant_id: str | None = None
    assistant_name: str | None = None


class Assistant(Named):
    """`group_id` is the contact group that it calls, where groups are and this is told."""

    group_id: str | None = None
    group_name: str | None = None


class Company(Named):
    website: str | None = None
    industry: str | None = None
    country: str | None = None
    contact_count: Count | None = None


class CompanyRef(Answer):
    id: str | None = None
    name: str | None = None


class Contact(Answer):
    id: Identifier
    first_name: NullableStr = ""
    last_name: NullableStr = ""
    do_not_call: Mark = None
    team_id: str | None = None
    company_id: str | None = None
    email: str | None = None
    phone: str | None = None
    phone_secondary: str | None = None
    job_title: str | None = None
    lead_status: str | None = None
    source: str | None = None
    timezone: str | None = None
    notes: str | None = None
    custom_fields: dict[str, Any] | None = None
    tags: Identifiers | None = None
    company: CompanyRef | None = None


class ContactStats(Answer):
    voicemail: Count | None = None
    awaiting_retry: Count | None = None


class Campaign(Named):
    """One campaign. Counters are people, not calls: `contacts_called` had at least one attempt,
    `contacts_completed` reached a terminal status, `contacts_answered` were answered by somebody."""

    status: AnyCampaignStatus = OtherStatus()
    team_id: str | None = None
    assistant_id: str | None = None
    company_id: str | None = None
    description: str | None = None
    from_number: str | None = None
    from_number_ids: Identifiers | None = None  # None: not told; empty: none chosen
    scheduled_start_at: Moment | None = None
    started_at: Moment | None = None
    completed_at: Moment | None = None
    deleted_at: Moment | None = None
    call_window_start: str | None = None
    call_window_end: str | None = None
    call_window_timezone: str | None = None
    max_concurrent_calls: Positive | None = None
    max_attempts_per_contact: Positive | None = None
    retry_delay_minutes: Positive | None = None
    settings: dict[str, Any] | None = None
    total_contacts: Count | None = None
    contacts_called: Count | None = None
    contacts_completed: Count | None = None
    contacts_answered: Count | None = None
    contact_stats: ContactStats | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    # of the newer generations; `services.api.taken_settings` says of which
    max_call_duration_minutes: PositiveOrNotTold = None
    voicemail_detection_enabled: YesOrNotTold = None
    voicemail_action: WordOrNotTold = None
    unavailable_action: WordOrNotTold = None
    max_attempts_no_answer: PositiveOrNotTold = None
    max_attempts_busy: PositiveOrNotTold = None
    max_attempts_error: PositiveOrNotTold = None

    @model_validator(mode="before")
    @classmethod
    def _also_in_settings(cls, told: Any) -> Any:
        """No page says where an answer shows the newer ones: beside the others, or within `settings`, in either spelling."""
        settings = told.get("settings") if isinstance(told, dict) else None
        if not isinstance(settings, dict):
            return told
        found = {
            name: value
            for name in NEWER_SETTINGS
            if told.get(name) is None
            and (value := settings.get(name, settings.get(to_camel(name)))) is not None
        }
        return {**told, **found}


class DeletedCampaign(Campaign):
    """One from the list of deleted ones, whether or not the platform tells when that was."""

    @model_validator(mode="after")
    def _is_deleted(self) -> Self:
        if self.deleted_at is None:
            self.deleted_at = self.updated_at or self.created_at or EARLIEST
        return self


class EnrolledContact(Answer):
    """The person inside a `CampaignContact`."""

    id: str | None = None
    first_name: NullableStr = ""
    last_name: NullableStr = ""
    phone: str | None = None
    timezone: str | None = None
    do_not_call: Mark = None


class CampaignContact(Answer):
    """One enrolment: a person in a campaign."""

    id: Identifier
    status: AnyEnrollmentStatus = OtherStatus()
    outcome: str | None = None
    attempts: Count | None = None
    priority: int | None = None
    last_attempt_at: Moment | None = None
    next_attempt_at: Moment | None = None
    created_at: Moment | None = None
    contact: EnrolledContact | None = None
    company: CompanyRef | None = None


class Call(Answer):
    id: Identifier
    campaign_id: str | None = None
    campaign_contact_id: str | None = None
    contact_id: str | None = None
    from_number: str | None = None
    to_number: str | None = None
    status: str | None = None
    outcome: str | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    duration_seconds: Count | None = None


_SUMS = ("total", "all")  # no statuses


class StatusCounts(Answer):
    """People of a campaign by enrolment status. A status that is missing has nobody in it; None is one whose count is
    not told. `other` are those in a status that this console does not know."""

    pending: CountOrNotTold = 0
    queued: CountOrNotTold = 0
    calling: CountOrNotTold = 0
    completed: CountOrNotTold = 0
    skipped: CountOrNotTold = 0
    failed: CountOrNotTold = 0
    other: CountOrNotTold = 0

    @model_validator(mode="before")
    @classmethod
    def _count_others(cls, told: Any) -> Any:
        if not isinstance(told, dict):
            return told
        others = [count for name, count in told.items() if name not in {*cls.model_fields, *_SUMS}]
        if not others:
            return told
        counts = [told.get("other", 0), *others]
        counted = all(isinstance(one, int) and not isinstance(one, bool) for one in counts)
        return {**told, "other": sum(counts) if counted else None}

    def against(self, others: int | None) -> Self:
        """The same where `others`, another total, is known: where more are there than are counted here, those whose status is
        missing are not told, for some of them are in it."""
        counted = self.total
        if others is None or counted is None or others <= counted:
            return self
        missing = set(type(self).model_fields) - self.model_fields_set
        return self.model_copy(update=dict.fromkeys(missing))

    @property
    def total(self) -> int | None:
        """Everybody; None where the count of a status is not told."""
        counts: list[int | None] = list(self.model_dump().values())
        told = [count for count in counts if count is not None]
        return sum(told) if len(told) == len(counts) else None

    @property
    def finished(self) -> int | None:
        """With whom the campaign is done: what its own counter of finished people counts. None where one is not told."""
        if self.completed is None or self.skipped is None or self.failed is None:
            return None
        return self.completed + self.skipped + self.failed

    @property
    def reached(self) -> int | None:
        """People in a status that only a call leads to; None where the count of one is not told."""
        if self.calling is None or self.completed is None or self.failed is None:
            return None
        return self.calling + self.completed + self.failed


class DashboardCounts(Answer):
    by_status: StatusCounts | None = Field(default=None, alias="byStatus")
    by_outcome: Annotated[dict[str, Count], AT_MOST] | None = Field(default=None, alias="byOutcome")
    answered: Count | None = None
    total: Count | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.by_status is not None:
            self.by_status = self.by_status.against(self.total)
        return self


class DashboardQueue(Answer):
    pending: Annotated[list[CampaignContact], AT_MOST] | None = None
    calling: Annotated[list[CampaignContact], AT_MOST] | None = None


class Dashboard(Answer):
    """Live state of one campaign."""

    campaign: Campaign
    counts: DashboardCounts = Field(default_factory=DashboardCounts)
    queue: DashboardQueue = Field(default_factory=DashboardQueue)
    recent_calls: Annotated[list[Call], AT_MOST] | None = Field(default=None, alias="recentCalls")
    unreadable: int = 0
    """Rows of these lists that could not be read. Counted by the client, whatever an answer says of it."""

    @property
    def tells_calls(self) -> bool:
        """Whether its list of calls is one: an empty list says that nobody was called only where the statuses say so too."""
        if self.recent_calls or self.recent_calls is None:
            return bool(self.recent_calls)
        return bool(self.counts.by_status and self.counts.by_status.reached == 0)


class RunResult(Answer):
    """Result of a run: what it started, or with `dry_run` what it would start now. `calls` is the older name of the
    candidates of a dry run, `picks` the newer one; `errors` holds one sentence for each person left out."""

    started: Count | None = None
    failed: Count | None = None
    calls: FreeRows | None = None
    picks: FreeRows | None = None
    errors: Sentences | None = None
    message: NullableStr = ""
    dry_run: bool | None = Field(default=None, alias="dryRun")


class ImportResult(Answer):
    """Counts of rows of one import; what went wrong, as sentences or as objects; never ids."""

    imported: Count | None = None
    updated: Count | None = None
    skipped: Count | None = None
    failed: Count | None = None
    total: Count | None = None
    errors: Sentences | None = None
    refused: RowsRefused = Field(default=[], validation_alias=AliasChoices("refused", "errors"))


class Group(Named):
    """A contact group. `contact_count` counts all its members; `is_default` is the one of whoever is put nowhere else."""

    contact_count: Count | None = None
    is_default: bool | None = None
    created_at: Moment | None = None


class EnrollmentCounts(Answer):
    """What became of an audience, or would become of it. `updated` were in the campaign already: their next call moves."""

    inserted: Count | None = None
    scanned: Count | None = None
    excluded_no_phone: Count | None = None
    excluded_dnc: Count | None = None
    excluded_already_dialed: Count | None = None
    excluded_duplicate: Count | None = None
    excluded_over_cap: Count | None = None
    updated: Count | None = None
    group_id: str | None = None


class EnrollmentPreview(Answer):
    """Whom an audience would take in, counted by the platform and not done."""

    preview: EnrollmentCounts
    group_name: str | None = None


class EnrolResult(Answer):
    """Counts are companion fields. `invalid` is a number, or a list that names people: `not_taken`."""

    added: Count | None = None
    enrollment: EnrollmentCounts | None = None
    skipped: Count | None = None
    invalid: CountOrList | None = None
    not_taken: PeopleNotTaken = Field(default=[], validation_alias=AliasChoices("not_taken", "invalid"))
    updated: Count | None = None
    contact_id: str | None = None
    campaign_contact_id: str | None = None
    message: str | None = None

    @property
    def moved(self) -> int:
        """People who were in it already, and whose next call this enrolment has moved."""
        counts = (self.updated, self.enrollment.updated if self.enrollment else None)
        return max(count or 0 for count in counts)


class RemoveResult(Answer):
    removed: Count | None = None


class CreatedContact(Answer):
    contact: Contact
    campaign_enrollment: dict[str, Any] | None = None


class Request(BaseModel):
    """A request body: camelCase on the wire, unset fields are not sent."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    def body(self) -> dict[str, Any]:
        """The JSON object to send: only the fields that were set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class NewerSettings(Request):
    """Settings that not every generation has (`services.api.taken_settings`); None: as the assistant, or the campaign as a
    whole, has it."""

    max_call_duration_minutes: int | None = Field(default=None, ge=1, le=LONGEST_CALL_MINUTES)
    voicemail_detection_enabled: bool | None = None
    voicemail_action: Literal["leave_message", "hangup"] | None = None
    unavailable_action: Literal["retry", "fail"] | None = None
    max_attempts_no_answer: int | None = Field(default=None, ge=1, le=MOST_TRIES)
    max_attempts_busy: int | None = Field(default=None, ge=1, le=MOST_TRIES)
    max_attempts_error: int | None = Field(default=None, ge=1, le=MOST_TRIES)


class CampaignCreate(NewerSettings):
    """No creation takes the newer settings: they are for a change that follows it, and part of no body here."""

    team_id: str
    assistant_id: str
    from_number_ids: list[str]
    name: str
    company_id: str | None = None
    description: str | None = None
    scheduled_start_at: datetime | None = None
    call_window_start: str | None = None
    call_window_end: str | None = None
    call_window_timezone: str | None = None
    max_concurrent_calls: int | None = None
    max_attempts_per_contact: int | None = None
    retry_delay_minutes: int | None = None
    settings: dict[str, Any] | None = None
    no_auto_complete: bool | None = None

    def body(self) -> dict[str, Any]:
        newer = {to_camel(name) for name in NEWER_SETTINGS}
        return {name: value for name, value in super().body().items() if name not in newer}


class CampaignUpdate(NewerSettings):
    """Only the fields that are set are changed; an explicit None clears a nullable one."""

    name: str | None = None
    description: str | None = None
    status: CampaignStatus | None = None
    scheduled_start_at: datetime | None = None
    call_window_start: str | None = None
    call_window_end: str | None = None
    call_window_timezone: str | None = None
    max_concurrent_calls: int | None = None
    max_attempts_per_contact: int | None = None
    retry_delay_minutes: int | None = None
    settings: dict[str, Any] | None = None
    use_contact_timezone_for_call_window: bool | None = None
    retry_delay_minutes_no_answer: int | None = None
    retry_delay_minutes_busy: int | None = None
    retry_delay_minutes_error: int | None = None
    retry_on_error: bool | None = None
    retry_backoff_mode: Literal["fixed", "exponential"] | None = None
    retry_backoff_multiplier: float | None = None
    retry_backoff_max_minutes: int | None = None
    no_auto_complete: bool | None = None


class ContactCreate(Request):
    """A new contact. It names no campaign: some platforms enrol by it at once, and call again who is in. A mark not to be
    called is set and never taken away: a person with the same number may be merged with one who has it.

    She belongs to a company on the seed generation, and to a contact group on those that have groups."""

    company_id: str | None = None
    group_id: str | None = None
    company_name: str | None = None
    first_name: str
    last_name: str
    phone: str
    team_id: str | None = None
    phone_secondary: str | None = None
    email: str | None = None
    job_title: str | None = None
    lead_status: str | None = None
    source: str | None = None
    timezone: str | None = None
    preferred_contact_method: str | None = None
    do_not_call: Literal[True] | None = None
    notes: str | None = None
    custom_fields: dict[str, Any] | None = None
    tags: list[str] | None = None


class NewPerson(Request):
    """The person of `add_contact`. The contract writes this one in snake_case."""

    model_config = ConfigDict(alias_generator=None, extra="forbid")

    first_name: str
    last_name: str
    phone: str
    email: str | None = None
    job_title: str | None = None


class CompanyCreate(Request):
    name: str
    team_id: str | None = None
    website: str | None = None
    industry: str | None = None
    country: str | None = None
    phone: str | None = None
    notes: str | None = None
    custom_fields: dict[str, Any] | None = None


class Audience(Request):
    """Everybody of the campaign's company who can be called."""

    company_id: str
    mode: Literal["all_eligible"] = "all_eligible"
    search: str | None = None
    lead_status: str | None = None
    has_phone_only: bool | None = None
    exclude_dnc: bool | None = None
    max_to_add: int | None = None

    def body(self) -> dict[str, Any]:
        return {"mode": self.mode, **super().body()}


class AudienceFilters(Request):
    """Audience of the assistant's group, by the same filters in a preview and in the enrolment. None of it keeps the
    campaign open for whoever joins the group later."""

    mode: Literal["all_eligible", "delta"] = "all_eligible"
    not_yet_dialed: bool | None = None
    added_after: datetime | None = None
    search: str | None = None
    lead_status: str | None = None
    max_to_add: Annotated[int, Field(ge=1)] | None = None

    def filters(self) -> dict[str, Any]:
        """The filters alone, as a preview takes them."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"mode"})

    def body(self) -> dict[str, Any]:
        return {"mode": self.mode, **self.filters()}

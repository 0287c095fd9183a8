"""The shapes of the platform's API, for both ends of it: the client reads them, the sandbox writes them.

Source: the contract (`tests/contract/openapi.yaml`). Deployments differ, so every model ignores fields it does not
know and survives optional ones that are missing or null; only what cannot be done without is required. Responses are
snake_case, request bodies camelCase. Times are aware datetimes in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel


def _none_as(default: Any) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value is None else value)


def _in_utc(moment: datetime) -> datetime:
    """A database's own way of writing times may leave the zone out: all of the platform's are UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
NullableInt = Annotated[int, _none_as(0)]
NullableStr = Annotated[str, _none_as("")]
NullableBool = Annotated[bool, _none_as(False)]


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Nobody is called any more, and nothing leads out of it."""
        return self in (CampaignStatus.COMPLETED, CampaignStatus.CANCELLED)


class EnrollmentStatus(StrEnum):
    PENDING = "pending"
    QUEUED = "queued"
    CALLING = "calling"
    COMPLETED = "completed"
    SKIPPED = "skipped"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """The person is not called any more in this campaign."""
        return self in (EnrollmentStatus.COMPLETED, EnrollmentStatus.FAILED, EnrollmentStatus.SKIPPED)


class Outcome(StrEnum):
    ANSWERED = "answered"
    VOICEMAIL = "voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    DECLINED = "declined"
    INVALID_NUMBER = "invalid_number"
    DO_NOT_CALL = "do_not_call"
    ERROR = "error"


class Answer(BaseModel):
    """Anything the platform sends: unknown fields are ignored."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, str_strip_whitespace=False)


class Credits(Answer):
    credits: float
    account_id: str | None = None
    total_purchased: float | None = None
    total_used: float | None = None


class PhoneNumber(Answer):
    """A caller number of the team. Only `active` ones can call."""

    id: str
    phone_number: str
    status: str
    country_code: str | None = None
    features: Annotated[list[str], _none_as([])] = []
    assistant_id: str | None = None
    assistant_name: str | None = None


class Assistant(Answer):
    id: str
    name: str


class Company(Answer):
    id: str
    name: str
    website: str | None = None
    industry: str | None = None
    country: str | None = None
    contact_count: int | None = None


class CompanyRef(Answer):
    id: str | None = None
    name: str | None = None


class Contact(Answer):
    id: str
    first_name: NullableStr = ""
    last_name: NullableStr = ""
    do_not_call: NullableBool = False
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
    tags: list[str] | None = None
    company: CompanyRef | None = None


class ContactStats(Answer):
    voicemail: NullableInt = 0
    awaiting_retry: NullableInt = 0


class Campaign(Answer):
    """One campaign. Counters are people, not calls: `contacts_called` had at least one attempt,
    `contacts_completed` reached a terminal status, `contacts_answered` were answered by somebody."""

    id: str
    name: str
    status: CampaignStatus
    team_id: str | None = None
    assistant_id: str | None = None
    company_id: str | None = None
    description: str | None = None
    from_number: str | None = None
    from_number_ids: list[str] | None = None  # None: not told; empty: none chosen
    scheduled_start_at: Moment | None = None
    started_at: Moment | None = None
    completed_at: Moment | None = None
    deleted_at: Moment | None = None
    call_window_start: str | None = None
    call_window_end: str | None = None
    call_window_timezone: str | None = None
    max_concurrent_calls: int | None = None
    max_attempts_per_contact: int | None = None
    retry_delay_minutes: int | None = None
    settings: dict[str, Any] | None = None
    total_contacts: NullableInt = 0
    contacts_called: NullableInt = 0
    contacts_completed: NullableInt = 0
    contacts_answered: NullableInt = 0
    contact_stats: ContactStats | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


SOME_TIME = datetime.fromtimestamp(0, UTC)


class DeletedCampaign(Campaign):
    """One from the list of deleted ones, whether or not the platform tells when that was."""

    @model_validator(mode="after")
    def _is_deleted(self) -> Self:
        if self.deleted_at is None:
            self.deleted_at = self.updated_at or self.created_at or SOME_TIME
        return self


class EnrolledContact(Answer):
    """The person inside a `CampaignContact`."""

    id: str | None = None
    first_name: NullableStr = ""
    last_name: NullableStr = ""
    phone: str | None = None
    timezone: str | None = None
    do_not_call: NullableBool = False


class CampaignContact(Answer):
    """One enrolment: a person in a campaign."""

    id: str
    status: EnrollmentStatus
    outcome: str | None = None
    attempts: NullableInt = 0
    priority: NullableInt = 0
    last_attempt_at: Moment | None = None
    next_attempt_at: Moment | None = None
    created_at: Moment | None = None
    contact: EnrolledContact | None = None
    company: CompanyRef | None = None


class Call(Answer):
    id: str
    campaign_id: str | None = None
    campaign_contact_id: str | None = None
    contact_id: str | None = None
    from_number: str | None = None
    to_number: str | None = None
    status: str | None = None
    outcome: str | None = None
    started_at: Moment | None = None
    ended_at: Moment | None = None
    duration_seconds: int | None = None


class StatusCounts(Answer):
    """People of a campaign by enrolment status."""

    pending: NullableInt = 0
    queued: NullableInt = 0
    calling: NullableInt = 0
    completed: NullableInt = 0
    skipped: NullableInt = 0
    failed: NullableInt = 0


class DashboardCounts(Answer):
    by_status: StatusCounts = Field(default_factory=StatusCounts, alias="byStatus")
    by_outcome: Annotated[dict[str, int], _none_as({})] = Field(default_factory=dict, alias="byOutcome")
    answered: NullableInt = 0
    total: NullableInt = 0


class DashboardQueue(Answer):
    pending: Annotated[list[CampaignContact], _none_as([])] = []
    calling: Annotated[list[CampaignContact], _none_as([])] = []


class Dashboard(Answer):
    """Live state of one campaign."""

    campaign: Campaign
    counts: DashboardCounts = Field(default_factory=DashboardCounts)
    queue: DashboardQueue = Field(default_factory=DashboardQueue)
    recent_calls: Annotated[list[Call], _none_as([])] = Field(default_factory=list, alias="recentCalls")


class RunResult(Answer):
    """What a run started, or with `dry_run` what it would start now. `calls` is the older name of the
    candidates of a dry run, `picks` the newer one; `errors` holds one sentence for each person left out."""

    started: NullableInt = 0
    failed: NullableInt = 0
    calls: Annotated[list[dict[str, Any]], _none_as([])] = []
    picks: Annotated[list[dict[str, Any]], _none_as([])] = []
    errors: Annotated[list[str], _none_as([])] = []
    message: NullableStr = ""
    dry_run: NullableBool = Field(default=False, alias="dryRun")


class ImportResult(Answer):
    """Counts of rows of one import; at most ten sentences of what went wrong; never ids."""

    imported: NullableInt = 0
    updated: NullableInt = 0
    skipped: NullableInt = 0
    failed: NullableInt = 0
    total: NullableInt = 0
    errors: Annotated[list[str], _none_as([])] = []


class EnrolResult(Answer):
    """Counts are companion fields: None where the deployment does not say."""

    added: int | None = None
    skipped: int | None = None
    invalid: int | None = None
    contact_id: str | None = None
    campaign_contact_id: str | None = None
    message: str | None = None


class CreatedContact(Answer):
    contact: Contact
    campaign_enrollment: dict[str, Any] | None = None


class Request(BaseModel):
    """A request body: camelCase on the wire, unset fields are not sent."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    def body(self) -> dict[str, Any]:
        """The JSON object to send: only the fields that were set."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class CampaignCreate(Request):
    team_id: str
    assistant_id: str
    company_id: str
    from_number_ids: list[str]
    name: str
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


class CampaignUpdate(Request):
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
    company_id: str
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
    do_not_call: bool | None = None
    notes: str | None = None
    custom_fields: dict[str, Any] | None = None
    tags: list[str] | None = None
    campaign_id: str | None = None
    campaign_priority: int | None = None


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

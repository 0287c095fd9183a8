"""Request bodies of the newest generation, as its contract states them. Unknown fields are ignored."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sandbox.contract.shapes import (
    E164,
    UNSET,
    AnyObject,
    ClockTime,
    DateTime,
    Minutes,
    Name,
    Positive,
    RequestBody,
    Status,
    Text,
    Whole,
    whole,
)
from services.api.models import LARGEST_GROWTH, SMALLEST_GROWTH

MOST_AT_ONCE = 20
AT_ONCE = 5
"""Where a create does not say: what an older page has."""
MOST_TO_ADD = 100_000
Day = Annotated[int, Field(ge=0, le=6), BeforeValidator(whole)] | Name
DaysOfWeek = Annotated[list[Day], Field(min_length=1, max_length=7)]
AttemptLimit = Annotated[int, Field(ge=1, le=50), BeforeValidator(whole)] | None
AtOnce = Annotated[int, Field(ge=1, le=MOST_AT_ONCE), BeforeValidator(whole)]
CallMinutes = Annotated[int, Field(ge=1, le=60), BeforeValidator(whole)]
Priority = Annotated[int, Field(ge=0, le=99), BeforeValidator(whole)]
Webhook = Annotated[Text, StringConstraints(pattern="^https://")]


class GroupName(RequestBody):
    name: Name


class GroupCreateBody(GroupName):
    team_id: Text = UNSET


class Member(RequestBody):
    contact_id: Name


class PersonFields(RequestBody):
    """What every body about a person may say of her."""

    phone_secondary: E164 = UNSET
    email: Text = UNSET
    job_title: Text = UNSET
    company_name: Text = UNSET
    lead_status: Text = UNSET
    source: Text = UNSET
    timezone: Text = UNSET
    preferred_contact_method: Text = UNSET
    do_not_call: bool = UNSET
    notes: Text = UNSET
    custom_fields: AnyObject = UNSET
    tags: list[Text] = UNSET
    campaign_id: Text = UNSET
    campaign_priority: Whole = UNSET


class ContactUpdateBody(PersonFields):
    group_id: Text = UNSET
    first_name: Name = UNSET
    last_name: Name = UNSET
    phone: E164 = UNSET


class ImportRow(PersonFields):
    group_id: Text = UNSET
    first_name: Name
    last_name: Name
    phone: E164


class ContactCreateBody(PersonFields):
    team_id: Name
    group_id: Text
    first_name: Name
    last_name: Name
    phone: E164
    lead_status: Text = "new"
    source: Text = "api"


PersonBody: TypeAlias = ContactUpdateBody | ImportRow | ContactCreateBody


class ImportBody(RequestBody):
    team_id: Name
    contacts: Annotated[list[ImportRow], Field(min_length=1)]


class ContactPatchBody(BaseModel):
    """As older pages write it: in both spellings."""

    model_config = ConfigDict(extra="ignore", strict=True)

    first_name: Text = UNSET
    last_name: Text = UNSET
    email: Text = UNSET
    phone: E164 = UNSET
    do_not_call: bool = UNSET
    do_not_call_too: bool = Field(UNSET, alias="doNotCall")
    lead_status: Text = Field(UNSET, alias="leadStatus")
    notes: Text = UNSET

    def columns(self) -> dict[str, Any]:
        columns = given(self, "do_not_call_too")
        if "do_not_call_too" in self.model_fields_set:
            columns["do_not_call"] = self.do_not_call_too
        return columns


class AudienceFilters(RequestBody):
    not_yet_dialed: bool = False
    added_after: DateTime = UNSET
    import_batch_ids: Annotated[list[Text], Field(min_length=1)] = UNSET
    search: Text = UNSET
    lead_status: Text = UNSET
    max_to_add: Positive = MOST_TO_ADD


class AudienceBody(AudienceFilters):
    mode: Literal["all_eligible", "delta"]


class EnrollmentBody(AudienceFilters):
    """What a create does with the assistant's group: left out, it takes in everybody."""

    mode: Literal["all_eligible", "delta", "none"] = "all_eligible"


class PreviewBody(AudienceFilters):
    campaign_id: Name


class DayWindow(RequestBody):
    day: Day
    start: ClockTime
    end: ClockTime


class CampaignSettings(RequestBody):
    """Times are read only where the campaign's assistant is found: whoever has none is told that first."""

    webhook_enabled: bool = UNSET
    webhook_url: Webhook = UNSET
    webhook_secret: Text = UNSET
    webhook_events: list[Text] = UNSET
    description: Text | None = None
    scheduled_start_at: Text | None = None
    scheduled_end_at: Text | None = None
    days_of_week: DaysOfWeek = UNSET
    day_windows: list[DayWindow] = UNSET
    call_window_start: ClockTime = UNSET
    call_window_end: ClockTime = UNSET
    call_window_timezone: Text = UNSET
    max_concurrent_calls: AtOnce = UNSET
    max_attempts_per_contact: Positive = UNSET
    retry_delay_minutes: Positive = UNSET
    settings: AnyObject = UNSET
    no_auto_complete: bool = UNSET
    live_sync: bool = UNSET


class CampaignCreateBody(CampaignSettings):
    team_id: Name
    assistant_id: Name
    from_number_ids: Annotated[list[Text], Field(min_length=1)]
    name: Name
    enrollment: EnrollmentBody = Field(default_factory=EnrollmentBody)


class CampaignUpdateBody(CampaignSettings):
    name: Name = UNSET
    status: Status = UNSET
    from_number: Text = UNSET
    from_number_ids: Annotated[list[Text], Field(min_length=1)] = UNSET
    max_call_duration_minutes: CallMinutes = UNSET
    voicemail_detection_enabled: bool | None = None
    voicemail_action: Literal["leave_message", "hangup"] | None = None
    voicemail_drop_message: Text = UNSET
    unavailable_action: Literal["retry", "fail"] | None = None
    use_contact_timezone_for_call_window: bool = UNSET
    retry_delay_minutes_no_answer: Minutes = UNSET
    retry_delay_minutes_busy: Minutes = UNSET
    retry_delay_minutes_error: Minutes = UNSET
    retry_on_error: bool = UNSET
    retry_backoff_mode: Literal["fixed", "exponential"] = UNSET
    retry_backoff_multiplier: Annotated[float, Field(ge=SMALLEST_GROWTH, le=LARGEST_GROWTH)] = UNSET
    retry_backoff_max_minutes: Minutes = UNSET
    max_attempts_no_answer: AttemptLimit = None
    max_attempts_busy: AttemptLimit = None
    max_attempts_error: AttemptLimit = None


class InlineContact(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    first_name: Text
    last_name: Text
    phone: Text
    email: Text = UNSET
    job_title: Text = UNSET
    company_name: Text = UNSET


class EnrolmentBody(RequestBody):
    """Exactly one of `contactIds`, `contact` and `audience`."""

    contact_ids: Annotated[list[Text], Field(min_length=1)] = UNSET
    priority: Priority = 0
    contact: InlineContact = UNSET
    audience: AudienceBody = UNSET


class RunBody(BaseModel):
    """In both spellings; the one of the contract's main list counts where both are given."""

    model_config = ConfigDict(extra="ignore", strict=True)

    account_slug: Name = Field(alias="accountSlug")
    max_calls: Positive = Field(UNSET, alias="maxCalls")
    max_calls_too: Positive = Field(UNSET, alias="max_calls")
    dry_run: bool = Field(UNSET, alias="dryRun")
    dry_run_too: bool = Field(UNSET, alias="dry_run")
    no_auto_complete: bool = Field(UNSET, alias="noAutoComplete")
    no_auto_complete_too: bool = Field(UNSET, alias="no_auto_complete")

    @property
    def most(self) -> int | None:
        return self.max_calls or self.max_calls_too

    @property
    def calls_nobody(self) -> bool:
        """A wish not to call anybody counts in either spelling."""
        return bool(self.dry_run or self.dry_run_too)

    @property
    def goes_on(self) -> bool | None:
        return self.no_auto_complete_too if self.no_auto_complete is None else self.no_auto_complete


class CallBody(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    assistant_id: Name
    to_number: Annotated[Text, StringConstraints(min_length=4)]
    from_number: Text = UNSET
    metadata: AnyObject = UNSET


def given(body: BaseModel, *without: str) -> dict[str, Any]:
    """What was sent, by the fields' own names."""
    return {name: getattr(body, name) for name in body.model_fields_set if name not in without}

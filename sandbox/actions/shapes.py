"""Request bodies of the generation `actions`. What its page does not name is ignored, as everywhere.

That is where its dangers lie: a status in an update, a dry run and a limit are names it does not know.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from sandbox.contract.shapes import (
    UNSET,
    AnyObject,
    ClockTime,
    DateTime,
    Minutes,
    Name,
    Positive,
    RequestBody,
    Text,
    Whole,
)
from sandbox.newest.shapes import AttemptLimit, AudienceFilters, EnrollmentBody
from sandbox.tables import TEAM_ID


class CampaignSettings(RequestBody):
    """What a create and an update have in common."""

    description: Text | None = None
    scheduled_start_at: DateTime | None = None
    call_window_start: ClockTime = UNSET
    call_window_end: ClockTime = UNSET
    call_window_timezone: Text = UNSET
    max_concurrent_calls: Positive = UNSET
    max_attempts_per_contact: Positive = UNSET
    retry_delay_minutes: Positive = UNSET
    settings: AnyObject = UNSET
    use_contact_timezone_for_call_window: bool = UNSET
    retry_on_error: bool = UNSET
    retry_delay_minutes_no_answer: Minutes = UNSET
    retry_delay_minutes_busy: Minutes = UNSET
    retry_delay_minutes_error: Minutes = UNSET
    max_attempts_no_answer: AttemptLimit = None
    max_attempts_busy: AttemptLimit = None
    max_attempts_error: AttemptLimit = None
    voicemail_detection_enabled: bool = UNSET
    voicemail_action: Literal["leave_message", "hangup"] = UNSET
    voicemail_drop_message: Text = UNSET
    unavailable_action: Literal["retry", "fail"] = UNSET
    no_auto_complete: bool = UNSET
    live_sync: bool = UNSET


class CampaignCreateBody(CampaignSettings):
    team_id: Name
    assistant_id: Name
    from_number_ids: Annotated[list[Text], Field(min_length=1)]
    name: Name
    enrollment: EnrollmentBody = Field(default_factory=EnrollmentBody)


class CampaignUpdateBody(CampaignSettings):
    """No status: one that is sent changes nothing."""

    name: Name = UNSET
    assistant_id: Name = UNSET


class PreviewQuery(AudienceFilters):
    model_config = ConfigDict(strict=False)

    team_id: Text = TEAM_ID
    campaign_id: Text = UNSET
    assistant_id: Text = UNSET


class ImportBody(RequestBody):
    """The rows are looked at one by one: a wrong one fails alone."""

    team_id: Name
    contacts: Annotated[list[Any], Field(min_length=1)]


class PeopleBody(RequestBody):
    """A choice of nobody, whatever it is called, is taken for no choice: everybody of the group is meant."""

    contact_ids: list[Text] = UNSET
    contacts: list[Text | AnyObject] = UNSET
    priority: Whole = 0


class MembersBody(RequestBody):
    contact_ids: Annotated[list[Text], Field(min_length=1)]
    action: Literal["add", "remove"] = "add"


class RunBody(RequestBody):
    """Nothing else is known to it, and without an action the campaign starts."""

    action: Literal["start", "stop"] = "start"

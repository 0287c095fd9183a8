"""Campaigns of a team: one shared list, what a status allows, and the changes a person makes.

The list is read whole, because it is filtered, counted and searched here, and by one reader for all who look: it costs
at most 120 requests an hour, however many look and however many campaigns there are. The more pages it
has, the less often it is read; a person's own changes show at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, TypeAdapter

from services.access.access import unguarded
from services.api import Api, ApiError, UnreadableRow, errors
from services.api.campaigns import Deleted
from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.audit.audit import Audit, Result
from services.audit.audit import AuditAction as Deed
from services.campaigns.requests import stays_open
from services.person import Person
from services.reads.reads import Read, Reads

LIST_REQUESTS = 100  # an hour; together with DELETED_REQUESTS the 120 that the list may cost
DELETED_REQUESTS = 20
PAGE_SIZE = 1000
LONGEST_KEPT = timedelta(hours=1)
LIST_KEY = "campaigns:list"
DELETED_KEY = "campaigns:deleted"


class CampaignListRead(BaseModel):
    """The list, how many requests it took, and what of it could not be read."""

    campaigns: list[Campaign]
    requests: int
    unreadable: list[UnreadableRow] = []


SHAPE = TypeAdapter(CampaignListRead)


class CampaignAction(StrEnum):
    """Action of a person on a campaign."""

    DRY_RUN = "dry_run"
    LAUNCH = "launch"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    EDIT = "edit"
    DELETE = "delete"
    ADD_PEOPLE = "add_people"


_WAITING = frozenset(
    {
        CampaignAction.DRY_RUN,
        CampaignAction.LAUNCH,
        CampaignAction.CANCEL,
        CampaignAction.EDIT,
        CampaignAction.ADD_PEOPLE,
    }
)
_BY_STATUS: dict[CampaignStatus, frozenset[CampaignAction]] = {
    CampaignStatus.DRAFT: _WAITING | {CampaignAction.DELETE},
    CampaignStatus.SCHEDULED: _WAITING,
    CampaignStatus.RUNNING: frozenset(
        {CampaignAction.DRY_RUN, CampaignAction.LAUNCH, CampaignAction.PAUSE, CampaignAction.CANCEL}
    ),
    CampaignStatus.PAUSED: _WAITING | {CampaignAction.RESUME},
    CampaignStatus.COMPLETED: frozenset(),
    CampaignStatus.CANCELLED: frozenset({CampaignAction.DELETE}),
}
# It may be calling people: that can be stopped, and nothing else is known to be right.
_OTHER = frozenset({CampaignAction.PAUSE, CampaignAction.CANCEL})


def allowed_actions(campaign: Campaign) -> frozenset[CampaignAction]:
    """Actions the platform's lifecycle allows now (contract, "Campaign lifecycle"). To launch a running one starts
    more calls."""
    if campaign.deleted_at is not None:
        return frozenset()
    status = campaign.status
    allowed = _BY_STATUS[status] if isinstance(status, CampaignStatus) else _OTHER
    if campaign.status is CampaignStatus.RUNNING and stays_open(campaign):
        allowed |= {CampaignAction.ADD_PEOPLE}
    return allowed


class Campaigns:
    """Reads and changes of one connection's campaigns. Reading gives shared values: do not change them.

    `told` hears every failure of a change, with the campaign's id: it may say that this operation is not for us.
    `worked` hears each operation that was carried out. `require_allowed` raises NotAllowed before a change by somebody
    who may not use this console. To stop calls nothing is needed but the platform; to resume, which makes phones ring, goes
    the way of a launch (`services.launch`).
    """

    def __init__(
        self,
        api: Api,
        reads: Reads,
        audit: Audit | None = None,
        *,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self.on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None
        self.worked: Callable[[str], object] = lambda _operation: None
        self._api = api
        self._reads = reads
        self._audit = audit
        self._require_allowed = require_allowed
        self._requests = {LIST_KEY: 1, DELETED_KEY: 1}

    def all(self) -> Read[list[Campaign]]:
        """Every campaign that is not deleted, newest first."""
        return self._listed(LIST_KEY, "exclude", LIST_REQUESTS)

    def deleted(self) -> Read[list[Campaign]]:
        """The deleted ones, for who wants to see them."""
        return self._listed(DELETED_KEY, "only", DELETED_REQUESTS)

    def unreadable(self, *, deleted: bool = False) -> list[UnreadableRow]:
        """The rows of the latest list that could not be read, without asking for it anew; none where there is no list."""
        listed: CampaignListRead | None = self._reads.peek(DELETED_KEY if deleted else LIST_KEY, LONGEST_KEPT)
        return listed.unreadable if listed else []

    def find(self, campaign_id: str) -> Read[Campaign | None]:
        """One campaign as the list knows it; None where it is not in there."""
        read = self.all()
        found = next((campaign for campaign in read.value if campaign.id == campaign_id), None)
        return Read(found, read.fetched_at, read.age, read.error)

    def refresh(self) -> None:
        """A person wants to see the list as it is now."""
        self._reads.forget("campaigns:")

    def edit(self, campaign: Campaign, change: CampaignUpdate, *, who: Person) -> Campaign:
        """Send what is set in `change`; nothing where nothing is.

        Raises:
            Conflict: it is not editable in the status that was seen.
        """
        if not change.model_fields_set:
            return campaign
        return self._change(campaign, CampaignAction.EDIT, change, who)

    def pause(self, campaign: Campaign, *, who: Person) -> Campaign:
        """No new calls; those under way go on to their end."""
        return self._change(campaign, CampaignAction.PAUSE, CampaignUpdate(status=CampaignStatus.PAUSED), who)

    def cancel(self, campaign: Campaign, *, who: Person) -> Campaign:
        """For good."""
        return self._change(
            campaign, CampaignAction.CANCEL, CampaignUpdate(status=CampaignStatus.CANCELLED), who
        )

    def delete(self, campaign: Campaign, *, who: Person) -> None:
        """Out of the list; it can still be seen among the deleted ones."""
        operation = "deleteCampaign"
        self._require(campaign, CampaignAction.DELETE, operation)
        with self._recorded(campaign, CampaignAction.DELETE, who, operation):
            self._api.campaigns.delete(campaign.id)
        self._reads.patch(LIST_KEY, _without(campaign.id), shape=SHAPE)
        self._reads.forget(DELETED_KEY)
        self._reads.forget(f"campaign:{campaign.id}:")

    def changed(self, campaign: Campaign) -> None:
        """Show a campaign as the platform has just described it, in the list and on its page."""
        self._reads.patch(LIST_KEY, _with(campaign), shape=SHAPE)
        self._reads.forget(f"campaign:{campaign.id}:")

    def read_anew(self, campaign_id: str) -> None:
        """Something has changed it that did not go through here: whoever looks next reads it, and the list, as they are."""
        self.refresh()
        self._reads.forget(f"campaign:{campaign_id}:")

    def _listed(self, key: str, deleted: Deleted, an_hour: int) -> Read[list[Campaign]]:
        max_age = _every(self._requests[key], an_hour)
        read = self._reads.get(
            key, lambda: self._read_list(deleted), max_age, shape=SHAPE, purpose="campaign list"
        )
        self._requests[key] = read.value.requests
        return Read(read.value.campaigns, read.fetched_at, read.age, read.error)

    def _change(
        self, campaign: Campaign, action: CampaignAction, change: CampaignUpdate, who: Person
    ) -> Campaign:
        operation = "updateCampaign"
        self._require(campaign, action, operation)
        with self._recorded(campaign, action, who, operation):
            changed = self._update(campaign, change)
        self.changed(changed)
        return changed

    def _update(self, campaign: Campaign, change: CampaignUpdate) -> Campaign:
        """Send the change; after an unclear answer look whether it was made."""
        try:
            return self._api.campaigns.update(campaign.id, change)
        except ApiError as error:
            if not error.may_have_acted:
                raise
            found = self._look(campaign.id)
            if found is None or not _shows(found, change):
                raise
            return found

    def _look(self, campaign_id: str) -> Campaign | None:
        try:
            return self._api.campaigns.get(campaign_id)
        except ApiError:
            return None  # the caller has a failure to tell already, and this one adds nothing to it

    @contextmanager
    def _recorded(
        self, campaign: Campaign, action: CampaignAction, who: Person, operation: str
    ) -> Iterator[None]:
        """Into the log with it, whatever comes of it; where that is unclear, everybody looks anew."""
        try:
            yield
        except ApiError as error:
            self._record(campaign, action, who, _result(error))
            if error.may_have_acted:
                self.refresh()
                self._reads.forget(f"campaign:{campaign.id}:")
            self.on_failure(error, campaign.id)
            raise
        self._record(campaign, action, who, Result.DONE)
        self.worked(operation)

    def _record(self, campaign: Campaign, action: CampaignAction, who: Person, result: Result) -> None:
        if self._audit:
            self._audit.record(
                Deed(action.value), result, who=who, campaign_id=campaign.id, campaign_name=campaign.name
            )

    def _require(self, campaign: Campaign, action: CampaignAction, operation: str) -> None:
        self._require_allowed()
        if action not in allowed_actions(campaign):
            raise errors.Conflict(operation, status=409)

    def _read_list(self, deleted: Deleted) -> CampaignListRead:
        with self._api.budget.counted() as tally:
            rows = self._api.campaigns.list(deleted=deleted, limit=PAGE_SIZE).everything()
        return CampaignListRead.model_construct(
            campaigns=rows.items, requests=max(tally.requests, 1), unreadable=rows.unreadable
        )


def _every(requests: int, an_hour: int) -> timedelta:
    """Interval between reads of something that takes `requests`, so that no hour sees more than `an_hour`."""
    times = an_hour // requests
    return timedelta(hours=1) / times if times else timedelta(hours=1) * requests / an_hour


def _with(changed: Campaign) -> Callable[[CampaignListRead], CampaignListRead]:
    """Put the campaign where it was, or in front where it is new."""

    def change(listed: CampaignListRead) -> CampaignListRead:
        if any(campaign.id == changed.id for campaign in listed.campaigns):
            campaigns = [changed if old.id == changed.id else old for old in listed.campaigns]
        else:
            campaigns = [changed, *listed.campaigns]
        return listed.model_copy(update={"campaigns": campaigns})

    return change


def _without(campaign_id: str) -> Callable[[CampaignListRead], CampaignListRead]:
    def change(listed: CampaignListRead) -> CampaignListRead:
        campaigns = [campaign for campaign in listed.campaigns if campaign.id != campaign_id]
        return listed.model_copy(update={"campaigns": campaigns})

    return change


def _shows(campaign: Campaign, change: CampaignUpdate) -> bool:
    """Whether the campaign is as the change wanted it."""
    return all(_as_wanted(campaign, name, getattr(change, name)) for name in change.model_fields_set)


def _as_wanted(campaign: Campaign, name: str, wanted: Any) -> bool:
    named = name in Campaign.model_fields
    found = getattr(campaign, name) if named else (campaign.settings or {}).get(name)
    if name in ("call_window_start", "call_window_end") and found:
        return found[:5] == wanted[:5]  # the platform may add seconds
    return found == wanted


def _result(error: ApiError) -> Result:
    if error.may_have_acted:
        return Result.UNCLEAR
    return Result.REFUSED if isinstance(error, errors.StatusError | errors.Refused) else Result.FAILED

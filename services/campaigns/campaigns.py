"""Campaigns of a team: one shared list, what a status allows, and the changes a person makes.

The list is read whole, because it is filtered, counted and searched here, and by one reader for all who look: it costs
at most 120 requests an hour, however many look and however many campaigns there are. The more pages it
has, the less often it is read; a person's own changes show at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, TypeAdapter

from services.access.access import unguarded
from services.api import Api, ApiError, UnreadableRow, errors
from services.api.campaigns import Deleted
from services.api.generation import starts_by_action
from services.api.models import Campaign, CampaignStatus, CampaignUpdate
from services.api.taken_settings import offered
from services.audit.audit import Audit, Result
from services.audit.audit import AuditAction as Deed
from services.campaigns.read_back import require_shown
from services.campaigns.requests import setting, stays_open
from services.campaigns.stops import Stops, has_stopped, is_stopped, may_be_calling
from services.database.circuit_breaker import DatabaseAway
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


PlansStart = Callable[[Campaign, datetime | None, Person], bool]
"""Takes a start date that a person sets or takes away; True where it sees to it that the date is set in its time."""


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
# Another version's word for paused, after which nothing but a launch leads on; it can be stopped all the same.
_STOPPED = _OTHER | {CampaignAction.DRY_RUN, CampaignAction.LAUNCH}


def allowed_actions(campaign: Campaign) -> frozenset[CampaignAction]:
    """Actions the platform's lifecycle allows now (contract, "Campaign lifecycle"). To launch a running one starts
    more calls."""
    if campaign.deleted_at is not None:
        return frozenset()
    status = campaign.status
    if isinstance(status, CampaignStatus):
        allowed = _BY_STATUS[status]
    else:
        allowed = _STOPPED if is_stopped(status) else _OTHER
    if campaign.status is CampaignStatus.RUNNING and stays_open(campaign):
        allowed |= {CampaignAction.ADD_PEOPLE}
    return allowed


def may_have_begun(campaign: Campaign) -> bool:
    """Whether a campaign that was just started may be calling, although this was read of it: only its end is believed."""
    return campaign.deleted_at is None and not campaign.status.is_over


class Campaigns:
    """Reads and changes of one connection's campaigns. Reading gives shared values: do not change them.

    `told` hears every failure of a change, with the campaign's id: it may say that this operation is not for us.
    `worked` hears each operation that was carried out, `on_deleted` the id of a campaign that is deleted. `before_a_date` is
    asked about a campaign that is to begin by itself, and raises an `ApiError` where it must not; `before_a_pause` is told of
    each pause of a person's, which stays one, and raises DatabaseAway where it cannot keep that; `just_started` says whether it was started from here a moment ago.
    `require_allowed` raises NotAllowed before a change by somebody who may not
    use this console. To stop calls nothing is needed but the platform; to resume, which makes phones ring, goes
    the way of a launch (`services.launch`).
    """

    def __init__(
        self,
        api: Api,
        reads: Reads,
        audit: Audit | None = None,
        *,
        stops: Stops | None = None,
        require_allowed: Callable[[], None] = unguarded,
    ) -> None:
        self.on_failure: Callable[[ApiError, str], object] = lambda _error, _campaign_id: None
        self.worked: Callable[[str], object] = lambda _operation: None
        self.before_a_pause: Callable[[str], object] = lambda _campaign_id: None
        self.just_started: Callable[[str], bool] = lambda _campaign_id: False
        self.before_a_date: Callable[[str], object] = lambda _campaign_id: None
        self.stops = stops or Stops(api)
        self.on_deleted: Callable[[str], object] = lambda _campaign_id: None
        self.plans_start: PlansStart = lambda _campaign, _starts_at, _who: False
        self._api = api
        self._reads = reads
        self._audit = audit
        self._require_allowed = require_allowed
        self._requests = {LIST_KEY: 1, DELETED_KEY: 1}

    def all(self) -> Read[list[Campaign]]:
        """Every campaign that is not deleted, newest first."""
        return self._listed(LIST_KEY, "exclude", LIST_REQUESTS)

    def running(self) -> list[Campaign]:
        """Those that may be calling people, by the list that all share."""
        return [one for one in self.all().value if may_be_calling(one)]

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
        """Send what is set in `change`; nothing where nothing is. Where an answer need not show it, it is read back.

        Raises:
            NotTaken: it was sent, and a read shows other settings.
            Conflict: it is not editable in the status that was seen.
            ApiError: it must not begin by itself. Nothing was sent.
        """
        if change.scheduled_start_at is not None:
            self.before_a_date(campaign.id)
        change = self._date_last(campaign, change, who)
        if not change.model_fields_set:
            return campaign
        changed = self._change(campaign, CampaignAction.EDIT, change, who)
        if not offered(self._api.campaigns.which_generation()):
            return changed
        found = self._look(campaign.id)
        if found is None:
            return changed
        self.changed(found)
        require_shown(change, found)
        return found

    def _date_last(self, campaign: Campaign, change: CampaignUpdate, who: Person) -> CampaignUpdate:
        """The change without a start date that somebody else sets once the people were counted; as it is where nobody does."""
        if "scheduled_start_at" not in change.model_fields_set:
            return change
        self._require(campaign, CampaignAction.EDIT, "updateCampaign")
        if not self.plans_start(campaign, change.scheduled_start_at, who):
            return change
        kept = change.model_dump(exclude_unset=True, exclude={"scheduled_start_at"})
        return CampaignUpdate(**kept)

    def pause(self, campaign: Campaign, *, who: Person) -> Campaign:
        """No new calls; those under way go on to their end. Answers what was read after it, which may not be paused."""
        if self.just_started(campaign.id) and may_have_begun(campaign):
            self._require_allowed()  # what a list says of it may be of before the start
        else:
            self._require(campaign, CampaignAction.PAUSE, "updateCampaign")
        self._stays_paused(campaign.id)
        return self._stop(campaign, CampaignAction.PAUSE, CampaignStatus.PAUSED, who)

    def pause_unsure(self, campaign: Campaign, *, who: Person) -> Campaign:
        """The same of one that may have been started without anybody knowing, whatever status was seen."""
        self._require_allowed()
        self._stays_paused(campaign.id)
        return self._stop(campaign, CampaignAction.PAUSE, CampaignStatus.PAUSED, who)

    def stay_paused(self, campaign: Campaign, *, who: Person) -> None:
        """A campaign that rests does not go on by itself: it is paused from now on, and stopped where somebody has let it go on
        meanwhile.

        Raises:
            DatabaseAway: it rests, and goes on by itself as before: that it should not could not be kept.
        """
        self._require_allowed()
        away = self._stays_paused(campaign.id)
        found = self._look(campaign.id)
        if found is not None and found.status is not CampaignStatus.DRAFT and not has_stopped(found):
            self._stop(found, CampaignAction.PAUSE, CampaignStatus.PAUSED, who)
        elif away is not None:
            raise away
        else:  # it stays as it is: paused, where a read has told so
            done = Result.DONE if found is not None else Result.UNCLEAR
            self._record(campaign, CampaignAction.PAUSE, who, done)

    def _stays_paused(self, campaign_id: str) -> DatabaseAway | None:
        """Tell of a person's pause; answers why that could not be kept. To stop calls nothing is needed but the platform."""
        try:
            self.before_a_pause(campaign_id)
        except DatabaseAway as error:
            return error
        return None

    def cancel(self, campaign: Campaign, *, who: Person) -> Campaign:
        """For good. Answers what was read after it."""
        self._require(campaign, CampaignAction.CANCEL, "updateCampaign")
        return self._stop(campaign, CampaignAction.CANCEL, CampaignStatus.CANCELLED, who)

    def delete(self, campaign: Campaign, *, who: Person) -> None:
        """Out of the list; it can still be seen among the deleted ones."""
        operation = "deleteCampaign"
        self._require(campaign, CampaignAction.DELETE, operation)
        with self._recorded(campaign, CampaignAction.DELETE, who, operation):
            self._api.campaigns.delete(campaign.id)
        self._reads.patch(LIST_KEY, _without(campaign.id), shape=SHAPE)
        self._reads.forget(DELETED_KEY)
        self._reads.forget(f"campaign:{campaign.id}:")
        self.stops.forget(campaign.id)
        with suppress(DatabaseAway):  # what is kept of a deleted campaign is in nobody's way
            self.on_deleted(campaign.id)

    def started(self, campaign_id: str) -> None:
        """Somebody has let it go on: no earlier stop is waited for any more."""
        self.stops.forget(campaign_id)

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

    def _stop(
        self, campaign: Campaign, action: CampaignAction, wanted: CampaignStatus, who: Person
    ) -> Campaign:
        """Ask once for the stop, and read what came of it, whatever was answered: only a read tells."""
        self.stops.asked(campaign, wanted, who)
        failure: ApiError | None = None
        try:
            self._api.campaigns.stop(campaign.id, wanted)
        except ApiError as error:
            failure = error
        seen = self.stops.look(campaign.id)
        stopped = seen is not None and has_stopped(seen)
        if seen is not None:
            self.changed(seen)
        else:
            self.read_anew(campaign.id)
        if failure and not (failure.may_have_acted and stopped):
            self._record(campaign, action, who, _result(failure))
            self.on_failure(failure, campaign.id)
            raise failure
        as_wanted = stopped and (wanted is CampaignStatus.PAUSED or seen is None or seen.status.is_over)
        self._record(campaign, action, who, Result.DONE if as_wanted else Result.UNCLEAR)
        by_action = starts_by_action(self._api.campaigns.which_generation())
        self.worked("runCampaign" if by_action else "updateCampaign")
        return seen or campaign

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
            campaigns = [_told(old, changed) if old.id == changed.id else old for old in listed.campaigns]
        else:
            campaigns = [changed, *listed.campaigns]
        return listed.model_copy(update={"campaigns": campaigns})

    return change


def _told(old: Campaign, changed: Campaign) -> Campaign:
    """As it was, with what the answer to the change tells: some platforms tell only a part of the campaign."""
    told = {name: getattr(changed, name) for name in changed.model_fields_set}
    if changed.name == changed.id:
        told.pop("name", None)
    return old.model_copy(update=told)


def _without(campaign_id: str) -> Callable[[CampaignListRead], CampaignListRead]:
    def change(listed: CampaignListRead) -> CampaignListRead:
        campaigns = [campaign for campaign in listed.campaigns if campaign.id != campaign_id]
        return listed.model_copy(update={"campaigns": campaigns})

    return change


def _shows(campaign: Campaign, change: CampaignUpdate) -> bool:
    """Whether the campaign is as the change wanted it."""
    return all(_as_wanted(campaign, name, getattr(change, name)) for name in change.model_fields_set)


def _as_wanted(campaign: Campaign, name: str, wanted: Any) -> bool:
    found = setting(campaign, name)
    if name in ("call_window_start", "call_window_end") and found:
        return found[:5] == wanted[:5]  # the platform may add seconds
    return found == wanted


def _result(error: ApiError) -> Result:
    if error.may_have_acted:
        return Result.UNCLEAR
    return Result.REFUSED if isinstance(error, errors.StatusError | errors.Refused) else Result.FAILED

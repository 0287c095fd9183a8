"""Launch service: prepares a launch or a resume for a person's decision, carries her decision out, and does what follows
from it, whatever asks for it (a dialog, another screen, a command).

What follows is the same each time: the forecast that she saw is kept with the launch, and the list and the campaign show
what it has changed. That it happens once is `services.launch.launches`' part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from services.api import Api, ApiError
from services.api.errors import PeopleNobodyChose, PeopleStillGoingIn
from services.api.models import Campaign
from services.campaigns.campaigns import Campaigns
from services.campaigns.one import read_now
from services.database.circuit_breaker import DatabaseAway
from services.database.database import require_answering
from services.forecast import Forecast
from services.launch.dry_run import DryRun
from services.launch.forecasts import LaunchForecasts
from services.launch.launches import Launches
from services.launch.results import LaunchOutcome, LaunchResult
from services.launch.uninvited import found_by_import, still_going_in
from services.launch.views import SeenState
from services.person import Person

UNCLEAR = (LaunchOutcome.UNCERTAIN, LaunchOutcome.NOT_LAUNCHED)
STARTED = (LaunchOutcome.LAUNCHED, LaunchOutcome.ALREADY)
_SENT = (LaunchOutcome.LAUNCHED, LaunchOutcome.UNCERTAIN)
"""After these the campaign may run because of this click; an uncertain one counts once it was found to be launched."""


@dataclass(kw_only=True)
class PreparedStart:
    """A launch or a resume that a person is about to decide on, and what became of her click.

    `earlier` is an unclear one that is still open, from which only a person goes on. `away`: nothing was sent, because the
    console's own database does not answer.
    """

    campaign: Campaign
    seen: SeenState
    earlier: LaunchResult | None = None
    result: LaunchResult | None = None
    away: DatabaseAway | None = None

    @property
    def acknowledged(self) -> int | None:
        return self.earlier.intent.id if self.earlier else None


@dataclass(kw_only=True)
class PreparedLaunch(PreparedStart):
    """`dry_run` is who would be called now."""

    dry_run: DryRun


class LaunchService:
    """The starts of one connection. To be used for every launch and resume in place of `Launches` itself. `dry_run` tells who
    would be called if a campaign were launched now, and for whose sake that is asked."""

    def __init__(
        self,
        engine: Engine,
        api: Api,
        launches: Launches,
        forecasts: LaunchForecasts,
        campaigns: Campaigns,
        dry_run: Callable[[Campaign, Person | None], DryRun],
    ) -> None:
        self._engine = engine
        self._api = api
        self._launches = launches
        self._forecasts = forecasts
        self._campaigns = campaigns
        self._dry_run = dry_run

    def dry_run(self, campaign_id: str, *, who: Person | None) -> DryRun:
        """Who would be called if the campaign, as it is now, were launched.

        Raises:
            ApiError: the platform did not answer.
        """
        return self._dry_run(read_now(self._api, campaign_id), who)

    def people_nobody_chose(self, campaign_id: str) -> PeopleNobodyChose | None:
        """Set where an import has found people in the campaign whom nobody chose: it is not launched. Asks the platform nothing.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return found_by_import(self._engine, campaign_id)

    def still_going_in(self, campaign_id: str) -> PeopleStillGoingIn | None:
        """Set while an import still puts people into the campaign: it is not started. Asks the platform nothing.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return still_going_in(self._engine, campaign_id)

    def prepare(self, campaign_id: str, *, who: Person | None) -> PreparedLaunch:
        """A launch: the campaign as it is now, the dry run, and what is known of its last launch.

        Raises:
            ApiError: the platform did not answer.
            DatabaseAway: nothing can be launched now.
        """
        require_answering(self._engine)
        campaign = read_now(self._api, campaign_id)
        run = self._dry_run(campaign, who)
        return PreparedLaunch(
            campaign=campaign,
            seen=self._launches.seen(campaign),
            dry_run=run,
            earlier=self._unclear(campaign_id),
        )

    def prepare_to_resume(self, campaign: Campaign) -> PreparedStart:
        """A resume: the campaign as its page shows it, and what is known of its last launch.

        Raises:
            ApiError: the platform did not answer.
            DatabaseAway: nothing can be resumed now.
        """
        return PreparedStart(
            campaign=campaign, seen=self._launches.seen(campaign), earlier=self._unclear(campaign.id)
        )

    def launch(
        self,
        start: PreparedLaunch,
        *,
        who: Person | None,
        most: int | None = None,
        outlook: Forecast | None = None,
    ) -> None:
        """Launch once, however often the button was clicked: a second click finds the first one's result. `most` starts
        with at most so many people. `outlook` is the forecast the person saw; it is kept once the platform has answered."""
        if start.result is not None or who is None:
            return
        try:
            start.result = self._launches.launch(
                start.campaign.id, start.seen, who=who, max_calls=most, acknowledged=start.acknowledged
            )
        except DatabaseAway as error:
            start.away = error
            return
        if outlook is not None and start.result.outcome in _SENT:
            self._forecasts.keep(start.result.intent.id, outlook)
        self._no_longer_to_stop(start)
        self._show_anew(start.campaign.id)

    def resume(self, start: PreparedStart, *, who: Person | None) -> None:
        """Let it go on, once, however often the button was clicked. What was not sent can be clicked again."""
        if who is None or (start.result is not None and start.result.outcome is not LaunchOutcome.NOT_SENT):
            return
        start.away = None
        try:
            start.result = self._launches.resume(
                start.campaign.id, start.seen, who=who, acknowledged=start.acknowledged
            )
        except DatabaseAway as error:
            start.away = error
        else:
            self._no_longer_to_stop(start)
            self._show_anew(start.campaign.id)

    def look_again(self, start: PreparedStart) -> None:
        """Look once more at what became of an unclear one."""
        if (unclear := start.result or start.earlier) is not None:
            self.found(start, self._launches.look(unclear.intent.id))

    def found(self, start: PreparedStart, looked: LaunchResult) -> None:
        """The result of an unclear one as it is known now."""
        if start.result is not None:
            begun = (
                looked.outcome is LaunchOutcome.ALREADY and start.result.outcome is LaunchOutcome.UNCERTAIN
            )
            start.result = looked
            if begun:
                self._show_anew(start.campaign.id)
        else:
            start.earlier = looked if looked.outcome in UNCLEAR else None

    def watch(self, last: LaunchResult) -> LaunchResult:
        """The result of one that is watched as it is known now, for a part of a page that refreshes itself."""
        try:
            return self._launches.watch(last.intent.id)
        except DatabaseAway:
            return last

    def latest(self, campaign_id: str) -> LaunchResult | None:
        """Result of the campaign's last launch; None where there was none, or where the console's own database does
        not answer: it is not known now, as every page says then."""
        try:
            return self._launches.latest(campaign_id)
        except DatabaseAway:
            return None

    def just_started(self, campaign_id: str) -> bool:
        """Whether it was started from here so lately that what is read of it may be of before; False where the console's own
        database does not answer."""
        try:
            return self._launches.just_started(campaign_id)
        except DatabaseAway:
            return False

    def watched(self) -> dict[str, LaunchResult]:
        """By campaign, those of which it is not certain yet whether they took place; none where the console's own database
        does not answer, for then nothing can be launched anyway."""
        try:
            return self._launches.watched()
        except DatabaseAway:
            return {}

    def _unclear(self, campaign_id: str) -> LaunchResult | None:
        """The campaign's last launch or resume, as it is known now, where it is unclear."""
        last = self._launches.latest(campaign_id)
        if last is not None and (
            last.outcome in (LaunchOutcome.UNCERTAIN, LaunchOutcome.IN_PROGRESS)
            or last.watched_for is not None
        ):
            last = self._launches.look(last.intent.id)
        return last if last is not None and last.outcome in UNCLEAR else None

    def _no_longer_to_stop(self, start: PreparedStart) -> None:
        if start.result is not None and start.result.outcome in _SENT:
            self._campaigns.started(start.campaign.id)

    def _show_anew(self, campaign_id: str) -> None:
        """Let the list and the campaign show what the launch has changed."""
        try:
            self._campaigns.changed(read_now(self._api, campaign_id))
        except ApiError:
            self._campaigns.refresh()

"""Dry runs of a campaign: asked of the platform where it is certain to know them, else worked out here.

A platform that knows no dry run may take one for a launch. So only one whose signs say that it does is asked, never one that
has not confirmed a dry run before, and never about a campaign with people nobody chose. An answer that does not confirm one is
entered as a launch that may have happened.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from services.api import Api, ApiError
from services.api.generation import Generation
from services.api.models import Campaign, CampaignContact
from services.campaign.everybody import Everybody, too_many
from services.campaigns.one import CLOSED
from services.database.circuit_breaker import DatabaseAway
from services.generation import GenerationFinding
from services.launch import DryRun, Gap, Launches, dry_run
from services.launch.worked_out import nobody_shown, worked_out_now
from services.person import Person

FIRST_ONES = 500
"""So many of those who wait are looked at where they are too many to read them all."""


class DryRuns:
    """Those of one connection. `finding` is the platform's generation, with what it rests on; `left_out` names apart whom this
    console holds back, of which the platform knows nothing."""

    def __init__(
        self,
        api: Api,
        everybody: Everybody,
        finding: Callable[[], GenerationFinding],
        launches: Launches,
        left_out: Callable[[Campaign, DryRun], DryRun] = lambda _campaign, run: run,
    ) -> None:
        self._api = api
        self._everybody = everybody
        self._finding = finding
        self._launches = launches
        self._left_out = left_out

    def now(self, campaign: Campaign, who: Person | None) -> DryRun:
        """As `_asked`, with those apart whom a start leaves out, or with whom it does not take place."""
        return self._left_out(campaign, self._asked(campaign, who))

    def _asked(self, campaign: Campaign, who: Person | None) -> DryRun:
        """Who would be called if `campaign`, as it was just read, were launched now; `who` wants to know it.

        After an answer that does not confirm the dry run it is worked out here, and the campaign's last launch is the one
        that may have happened.

        Raises:
            ApiError: neither could be had. With `may_have_acted` it may have been a launch, and nothing could be kept of it.
        """
        if self._holds_strangers(campaign.id) or not self._asks_platform():
            return self._worked_out(campaign)
        try:
            return dry_run(self._api, campaign.id)
        except ApiError as error:
            if not error.may_have_acted:
                raise
            try:
                self._launches.suspect(campaign, error, who=who or Person(""))
            except DatabaseAway:
                raise error from None  # it says all that the person has to know
            try:
                return self._worked_out(campaign)
            except ApiError:
                return nobody_shown(self._api.clock.now())  # what may have been started matters more

    def _asks_platform(self) -> bool:
        """Whether the signs alone say that it knows dry runs, and no answer has spoken against it."""
        finding = self._finding()
        if finding.by_signs is not finding.generation:
            return False  # decided by hand
        known = finding.generation is Generation.SEED or (
            finding.generation is Generation.NEWEST and bool(self._api.account_slug)
        )
        with suppress(DatabaseAway):
            return known and self._launches.dry_runs_confirmed
        return False

    def _holds_strangers(self, campaign_id: str) -> bool:
        """Whether somebody is in it whom nobody chose, or may be: what could start it is not sent, not even a dry run."""
        try:
            self._launches.require_nobody_uninvited(campaign_id)
        except (ApiError, DatabaseAway):
            return True
        return False

    def _worked_out(self, campaign: Campaign) -> DryRun:
        now = self._api.clock.now()
        if not self._everybody.listed:
            return nobody_shown(now)
        try:
            return self._by_its_people(campaign, now)
        except CLOSED:
            return nobody_shown(now)

    def _by_its_people(self, campaign: Campaign, now: datetime) -> DryRun:
        with self._api.budget.purpose("dry run"):
            rows = None if too_many(campaign) else self._everybody.rows(campaign)
            if rows is not None:
                return worked_out_now(campaign, rows.items, now, {Gap.UNREADABLE: len(rows.unreadable)})
            people: list[CampaignContact] = self._everybody.first_ones(campaign, FIRST_ONES)
        return worked_out_now(campaign, people, now, {Gap.FIRST_ONES: len(people)})

"""Duty "guardrails" (circuit breaker): calls are counted as they end, and where a limit is passed people are told, or the
campaign is paused.

It looks at the newest calls about every 90 seconds, sooner near a limit, and never more than 60 times an hour. A pause of it
holds until a person lets the campaign go on, or, for the calls of a day, until another day begins; then samples begin anew.
What a person paused, or another duty, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from services.api import ApiError, errors
from services.api.models import Campaign
from services.audit.audit import AuditAction, Result
from services.audit.outbox import Record
from services.campaigns.stops import has_stopped, is_stopped
from services.keeper.claim import Claim
from services.keeper.duties.another_day import SELDOM, SOON, go_on_another_day, waits_for_another_day
from services.keeper.duties.duty import NOT_BEGUN, Tools
from services.keeper.duties.pausing import ALARMED, CONFIRMING, PausingDuty, ago
from services.keeper.guardrails.pace import USUAL, look_budget
from services.keeper.guardrails.reading import CLOSED, CallReader, Source
from services.keeper.guardrails.rules import Passed, nearness, passed
from services.keeper.guardrails.sight import (
    gone_on,
    is_let_go,
    recorded_figures,
    remember_zone,
    told_figures,
    zone_of,
)
from services.keeper.guardrails.tally import Tally
from services.keeper.guardrails.terms import GuardrailTerms, Response, Rule
from services.keeper.watch import WatchState, Why
from services.notifications.events import EventKind, NewEvent

CREDITS = (Rule.CREDITS_IN_ALL, Rule.CREDITS_LOW)
STIRRED_FOR = timedelta(minutes=2)
"""So long after a person's start or resume a campaign that still rests is looked at as if it were calling."""
CONFIRM_FOR = timedelta(seconds=90)
QUIET = 3
"""Of so many looks in a row that see no call begin one reads the campaign, too."""
RESETTLED = 10
"""Of so many looks without anything that tells of calls one tries all ways again."""
CREDITS_AGE, CREDITS_LOW_AGE = timedelta(minutes=3), timedelta(minutes=10)


class GuardrailsDuty(PausingDuty):
    """See `KeeperDuty`."""

    def look(self, claim: Claim, tools: Tools) -> float | None:
        budget = look_budget(claim.sight.get("budget"), tools.now())
        with tools.asking() as asked:
            try:
                wait = self._look(claim, tools)
            except ApiError as error:
                wait = self._unseen(claim, tools, error)
        budget.spend(asked.requests, tools.now(), tools.api.clock.speed)
        claim.sight["budget"] = budget.stored()
        if wait is None or claim.watch.state in (WatchState.PAUSING, WatchState.ALARM):
            return wait  # calls are to stop: that waits for no budget
        return budget.after(wait)

    def _look(self, claim: Claim, tools: Tools) -> float | None:
        match claim.watch.state:
            case WatchState.PAUSED:
                return self._held(claim, tools)
            case WatchState.PAUSING | WatchState.ALARM:
                campaign = tools.read(claim.watch.campaign_id)
                return None if _is_over(claim, campaign) else self._pause(claim, tools, campaign)
            case _other:
                return self._watch(claim, tools)

    # while it calls

    def _watch(self, claim: Claim, tools: Tools) -> float | None:
        tally = Tally.read(claim.sight.get("tally"))
        campaign, begun = self._count(claim, tools, tally)
        claim.sight.pop("unseen_since", None)
        if campaign is not None:
            remember_zone(claim.sight, campaign)
            if _ended(campaign):
                return self._end(claim, tools, tally)
            if has_stopped(campaign) or campaign.status in NOT_BEGUN:
                return self._at_rest(claim, tools)
            claim.sight.pop("held", None)
            claim.sight["tries"] = 0
        terms = GuardrailTerms.read(claim.watch.terms)
        found = _found(claim, terms, tally)
        acts = [one for one in found if one.response is Response.PAUSE]
        if acts and tools.may_pause:
            return self._act(claim, tools, acts[0], campaign)
        self._tell(claim, tools, found, tally)
        return SOON + (USUAL - SOON) * (1 - nearness(terms, tally, begun)) ** 0.5

    def _count(self, claim: Claim, tools: Tools, tally: Tally) -> tuple[Campaign | None, int]:
        """Count what is new; the campaign where it was read, and how many calls have begun."""
        source = self._source(claim)
        reader = CallReader(tools.api, tools.may)
        campaign: Campaign | None = None
        if source is None:
            campaign = tools.read(claim.watch.campaign_id)
            remember_zone(claim.sight, campaign)
        stub = campaign or Campaign(id=claim.watch.campaign_id, name="", contacts_called=tally.in_all or None)
        seen = reader.read(stub, Source(source) if source else None)
        claim.sight["source"] = seen.source.value
        now, begun = tools.api.clock.now(), 0
        if seen.newest is not None:
            begun = tally.see(seen.newest, now, zone_of(claim.sight))
        tally.turn_to(now, zone_of(claim.sight))
        campaign = seen.campaign or campaign
        quiet = 0 if begun else int(claim.sight.get("quiet") or 0) + 1
        if campaign is None and quiet % QUIET == 1:  # whose calls begin, it runs
            campaign = tools.read(claim.watch.campaign_id)
        claim.sight["quiet"] = quiet
        self._count_credits(claim, tools, tally, now)
        claim.sight["tally"] = tally.stored()
        return campaign, begun

    def _source(self, claim: Claim) -> str | None:
        """None where it is to be settled: at first, and where nothing told of calls now and then anew."""
        source, quiet = claim.sight.get("source"), int(claim.sight.get("quiet") or 0)
        return None if source == Source.NONE and quiet % RESETTLED == 0 else source

    def _count_credits(self, claim: Claim, tools: Tools, tally: Tally, now: datetime) -> None:
        terms = GuardrailTerms.read(claim.watch.terms)
        active = {rule for rule, _one in terms.active()}
        if not active & {*CREDITS}:
            return
        age = CREDITS_AGE if Rule.CREDITS_IN_ALL in active else CREDITS_LOW_AGE
        left = tools.credits(age / max(tools.api.clock.speed, 1.0))
        claim.sight["credits_told"] = left is not None
        if left is not None:
            tally.see_credits(left, now)

    def _act(self, claim: Claim, tools: Tools, found: Passed, campaign: Campaign | None) -> float | None:
        """Look before it is paused: a person may have been quicker."""
        now = campaign or tools.read(claim.watch.campaign_id)
        if _is_over(claim, now):
            return None
        if has_stopped(now):
            return self._at_rest(claim, tools)
        claim.sight["passed"] = found.stored() | {"at": tools.api.clock.now().isoformat()}
        claim.sight["after_start"] = tools.last_start_id(now.id)
        claim.sight |= {"tries": 0, "stays": False}
        claim.sight["episode"] = int(claim.sight.get("episode") or 0) + 1
        return self._pause(claim, tools, now)

    def _pause(self, claim: Claim, tools: Tools, campaign: Campaign) -> float | None:
        if has_stopped(campaign):
            return self.is_paused(claim, tools, campaign)
        return self.pause(claim, tools, campaign, Why.PASSED)

    def _tell(self, claim: Claim, tools: Tools, found: Iterable[Passed], tally: Tally) -> None:
        """Once a day for each limit, with its record."""
        new = _not_told(claim, found, tally)
        if new is None:
            claim.commit(WatchState.WATCHING, Why.NONE)
            return
        claim.sight["told"] = (claim.sight.get("told") or {}) | {new.rule.value: tally.day}
        key = f"watch {claim.watch.id} {new.rule} {tally.day}"
        event = NewEvent(
            EventKind.CREDITS if new.rule is Rule.CREDITS_LOW else EventKind.LIMIT,
            key,
            claim.watch.campaign_id,
            claim.watch.campaign_name,
            new.rule.value,
            told_figures(new.figures),
        )
        claim.commit(WatchState.WATCHING, Why.NONE, record=_warning(claim, tools, new), event=event)

    def _end(self, claim: Claim, tools: Tools, tally: Tally) -> float | None:
        """Record a limit that was passed after the look before, which its end has overtaken: nobody is to be told that it
        goes on, and its record shall not lack it."""
        found = _found(claim, GuardrailTerms.read(claim.watch.terms), tally)
        last = _not_told(claim, found, tally)
        record = _warning(claim, tools, last) if last else None
        claim.commit(WatchState.DONE, Why.OVER, record=record)
        return None

    # while it rests

    def _at_rest(self, claim: Claim, tools: Tools) -> float | None:
        """Somebody paused it, or it has not begun yet. Soon after a start it may only tell what was before; a resume that was
        never sent leaves it held, as it was."""
        if (stirred := claim.sight.get("stirred_at")) and ago(stirred, tools) < STIRRED_FOR:
            claim.commit(WatchState.WATCHING, Why.NONE)
            return SOON
        if claim.sight.pop("held", None):
            claim.commit(WatchState.PAUSED, Why.PASSED)
            return SELDOM
        claim.commit(WatchState.DONE, Why.AT_REST)
        return None

    def _held(self, claim: Claim, tools: Tools) -> float | None:
        """A campaign that runs again: somebody let it go on, unless a start of ours may have come only now."""
        campaign = tools.read(claim.watch.campaign_id)
        if _is_over(claim, campaign):
            return None
        if is_stopped(campaign.status) or campaign.status in NOT_BEGUN:
            if waits_for_another_day(claim, tools):
                return go_on_another_day(claim, tools, campaign)
            if ago(claim.sight["paused_at"], tools) >= CONFIRM_FOR:
                claim.commit()
                return SELDOM
            self._count(
                claim, tools, Tally.read(claim.sight.get("tally"))
            )  # calls under way come to their end
            claim.commit()
            return CONFIRMING
        if tools.unsettled(campaign.id):
            return self._pause(claim, tools, campaign)
        claim.sight |= gone_on(claim.sight, tools.now(), tools.api.clock.now())
        claim.commit(WatchState.WATCHING, Why.NONE)
        return SOON

    def _unseen(self, claim: Claim, tools: Tools, error: ApiError) -> float | None:
        if isinstance(error, errors.NotFound) and error.operation == "getCampaign":
            claim.commit(WatchState.DONE, Why.OVER)
            return None
        if isinstance(error, CLOSED):
            claim.sight.pop("source", None)  # what tells of calls is settled anew
        claim.sight.setdefault("unseen_since", tools.now().isoformat())
        if claim.watch.state in (WatchState.PAUSING, WatchState.ALARM):
            return self.not_paused(claim, tools)
        claim.commit()
        return ALARMED

    # what is told

    def why_paused(self, claim: Claim) -> Why:
        return Why.PASSED

    def figures(self, claim: Claim) -> dict[str, int | float]:
        return recorded_figures(claim.sight.get("passed") or {})

    def event(self, claim: Claim, kind: EventKind, reason: Why) -> NewEvent:
        """Of each pause one; the limit is the reason."""
        watch, kept = claim.watch, claim.sight.get("passed") or {}
        told = str(kept.get("rule") or reason.value) if kind is EventKind.PAUSED else reason.value
        key = f"watch {watch.id} {claim.sight.get('episode')}"
        figures = told_figures(kept.get("figures") or {})
        return NewEvent(kind, key, watch.campaign_id, watch.campaign_name, told, figures)


def _found(claim: Claim, terms: GuardrailTerms, tally: Tally) -> list[Passed]:
    """Limits that are passed, but for those that a person has let it go on with."""
    return [one for one in passed(terms, tally) if not is_let_go(claim.sight, one, tally)]


def _not_told(claim: Claim, found: Iterable[Passed], tally: Tally) -> Passed | None:
    """The first of which nothing was told on this day."""
    told = claim.sight.get("told") or {}
    return next((one for one in found if told.get(one.rule.value) != tally.day), None)


def _warning(claim: Claim, tools: Tools, one: Passed) -> Record:
    return tools.record(claim.watch, AuditAction.WARN, Result.DONE, recorded_figures(one.stored()))


def _is_over(claim: Claim, campaign: Campaign) -> bool:
    over = _ended(campaign)
    if over:
        claim.commit(WatchState.DONE, Why.OVER)
    return over


def _ended(campaign: Campaign) -> bool:
    return campaign.deleted_at is not None or campaign.status.is_over

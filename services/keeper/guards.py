"""Guardrails of campaigns, as people set them and let a campaign go on; kept by `services/keeper/duties/guardrails.py`.

Every campaign that may call is watched, also one that somebody started elsewhere: a patrol finds it in the list that all
share. What cannot be watched here is said, and is never off without a word.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.keeper.duties.duty import Tools
from services.keeper.guardrails import GuardrailTerms, Rule
from services.keeper.guardrails.sight import figures_now, goes_on_by_itself, gone_on, not_watched
from services.keeper.guardrails.store import GuardrailsStore
from services.keeper.store import NewWatch, WatchStore
from services.keeper.watch import Duty, Watch, WatchState
from services.person import Person

CARRIED = ("tally", "let_go", "told", "source", "zone", "episode", "budget")
"""What is known of a campaign from when it was watched before."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Guarded:
    """The guardrails of a campaign and how they stand. `rule` is the one that has paused it, `then` its figures in that moment
    and `now` as they were counted last. `closed` are those nothing tells enough for here; `may_pause`: this key may."""

    terms: GuardrailTerms
    watch: Watch | None
    may_pause: bool
    rule: Rule | None = None
    then: Mapping[str, float] | None = None
    now: Mapping[str, float] | None = None
    passed_at: datetime | None = None
    closed: frozenset[Rule] = frozenset()
    usual: bool = True
    """Nobody has set others for it."""
    readable: bool = True
    """What was set for it could be read; else the usual ones hold."""

    @property
    def goes_on_by_itself(self) -> bool:
        """It was paused here for the calls of a day, and goes on at the next opening of another one."""
        return self.holds and self.watch is not None and goes_on_by_itself(self.watch.sight)

    @property
    def holds(self) -> bool:
        """It was paused here, and a person has to say whether it goes on."""
        return self.watch is not None and self.watch.state is WatchState.PAUSED


def rules_among(watches: Iterable[Watch]) -> Mapping[str, Rule]:
    """By campaign, the rule that has paused it."""
    return {
        one.campaign_id: Rule(one.sight["passed"]["rule"])
        for one in watches
        if one.duty is Duty.GUARDRAILS and one.state is WatchState.PAUSED and one.sight.get("passed")
    }


class Guards:
    """`usual` are the terms of campaigns for which nobody has set others; `opened` makes the queue that the work is put into."""

    def __init__(
        self,
        store: WatchStore,
        tools: Callable[[], Tools],
        usual: GuardrailTerms | None = None,
        *,
        opened: Callable[[], object],
    ) -> None:
        self._store = store
        self._tools = tools
        self._opened = opened
        self._kept = GuardrailsStore(store.engine, store.clock, store.account)
        self.usual = usual or GuardrailTerms()

    # what there is

    def terms(self, campaign_id: str) -> GuardrailTerms:
        """As they were set for a campaign, and as usual where nobody has set any, or what was set cannot be read.

        Raises:
            DatabaseAway: it cannot be told.
        """
        return self._read(campaign_id, self._kept.of(campaign_id))[0]

    def _read(self, campaign_id: str, kept: Mapping[str, Any] | None) -> tuple[GuardrailTerms, bool]:
        """Whether they could be read, too: what another version has set holds nobody else's campaign up."""
        try:
            return GuardrailTerms.read(kept or {}, self.usual), True
        except (ValueError, TypeError):
            log.error("the limits set for campaign %s cannot be read; the usual ones hold", campaign_id)
            return self.usual, False

    def of(self, campaign_id: str) -> Guarded | None:
        """How they stand; None where the console's own database does not answer."""
        try:
            kept, watch = self._kept.of(campaign_id), self._store.latest(Duty.GUARDRAILS, campaign_id)
        except DatabaseAway:
            return None
        terms, readable = self._read(campaign_id, kept)
        found = Guarded(terms, watch, self._may_pause(), usual=kept is None, readable=readable)
        if watch is None:
            return found
        found = replace(found, closed=not_watched(watch.sight, terms))
        passed = watch.sight.get("passed")
        if watch.state not in HELD or not passed:
            return found
        rule = Rule(passed["rule"])
        return replace(
            found,
            rule=rule,
            then=passed["figures"],
            now=figures_now(watch.sight, rule),
            passed_at=datetime.fromisoformat(passed["at"]),
        )

    def holding(self) -> Mapping[str, Rule]:
        """By campaign, the rule that has paused it; none where the console's own database does not answer."""
        return rules_among(self._store.all_standing_if_told())

    # what people say

    def set(self, campaign_id: str, terms: GuardrailTerms, who: Person) -> None:
        """From now on, also for a campaign that runs.

        Raises:
            DatabaseAway: they were not kept.
        """
        self._kept.keep(campaign_id, terms.stored(), who)
        if self._store.standing(Duty.GUARDRAILS, campaign_id) is not None:
            self._opened()
            self._store.say(Duty.GUARDRAILS, campaign_id, lambda _now: {"terms": terms.stored()})

    def copy(self, origin_id: str, campaign_id: str, who: Person) -> None:
        """A copy of a campaign has its guardrails, where somebody has set any."""
        if (kept := self._kept.of(origin_id)) is not None:
            self._kept.keep(campaign_id, kept, who)

    def started(self, campaign: Campaign, who: Person) -> None:
        """A person launches it, or lets it go on, whatever has paused it: to be called before that is sent.

        Raises:
            DatabaseAway: nothing would watch it.
        """
        self._opened()
        now, platform_now = self._store.clock(), self._tools().api.clock.now()

        def said(watch: Watch) -> dict[str, Any]:
            sight = watch.sight | {"stirred_at": now.isoformat()}
            if watch.state not in HELD:
                return {"sight": sight}
            going = {} if who.keeper else gone_on(watch.sight, now, platform_now)
            return {"sight": sight | going | {"held": True}, "state": WatchState.WATCHING.value, "code": ""}

        if not self._store.say(Duty.GUARDRAILS, campaign.id, said):
            self.take_on(campaign, who, stirred=True)

    def stays_paused(self, campaign_id: str) -> None:
        """A person wants it to stay so: it does not go on by itself on another day.

        Raises:
            DatabaseAway: it cannot be kept. Nobody lets it go on meanwhile either, but afterwards it does.
        """
        if self._store.standing(Duty.GUARDRAILS, campaign_id) is not None:
            self._opened()
            self._store.say(Duty.GUARDRAILS, campaign_id, lambda now: {"sight": now.sight | {"stays": True}})

    # keeping watch

    def take_on(self, campaign: Campaign, who: Person, *, stirred: bool = False) -> bool:
        """A campaign that may call, unless it is watched already or nothing is to be done about it.

        Raises:
            DatabaseAway: nothing would watch it.
        """
        terms = self.terms(campaign.id)
        if not any(terms.active()):
            return False
        self._opened()
        before = self._store.latest(Duty.GUARDRAILS, campaign.id)
        sight: dict[str, Any] = (
            {name: before.sight[name] for name in CARRIED if name in before.sight} if before else {}
        )
        if stirred:
            sight["stirred_at"] = self._store.clock().isoformat()
        return self._store.set_first(
            NewWatch(Duty.GUARDRAILS, campaign.id, campaign.name, who, terms.stored(), sight)
        )

    def _may_pause(self) -> bool:
        return self._tools().may_pause


HELD = (WatchState.PAUSING, WatchState.PAUSED, WatchState.ALARM)

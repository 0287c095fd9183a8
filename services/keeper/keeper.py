"""Keeper: acts on the platform for what a person has asked for, with no page open and over any restart.

What it does for one campaign is a watch (`services/keeper/watch.py`), worked on by a durable workflow in one process at a
time; what it watches over is a duty (`services/keeper/duties/`). `docs/keeper.md` says how it survives.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Engine

from services.api import ApiError
from services.api.models import Campaign
from services.database.circuit_breaker import DatabaseAway
from services.database.database import breaker_of
from services.durable import WorkflowEngine
from services.keeper import queue as keeper_queue
from services.keeper.duties import KeeperDuty, Tools
from services.keeper.duties.calls_to_people import CallsDuty
from services.keeper.duties.days import DaysDuty
from services.keeper.duties.guardrails import GuardrailsDuty
from services.keeper.duties.limit import LimitDuty
from services.keeper.duties.start import StartDuty
from services.keeper.guardrails import GuardrailTerms, Rule
from services.keeper.guards import Guards, rules_among
from services.keeper.limits import Limit, Limits, limits_among
from services.keeper.patrol import Patrol
from services.keeper.queue import KeeperQueue, workflow_id
from services.keeper.rests import CampaignRest, Rests, rests_among
from services.keeper.starts import Starts
from services.keeper.store import WatchStore
from services.keeper.waiting import waits_for_somebody
from services.keeper.watch import Duty
from services.keeper.work import KeeperWork
from services.person import Person

DUTIES: Mapping[Duty, KeeperDuty] = {
    Duty.LIMIT: LimitDuty(),
    Duty.START: StartDuty(),
    Duty.DAYS: DaysDuty(),
    Duty.GUARDRAILS: GuardrailsDuty(),
    Duty.CALLS: CallsDuty(),
}
BEAT_SECONDS = 2.0
BEATS_BETWEEN_TIDYING = 150
KEPT_RUNS = 2

log = logging.getLogger(__name__)


class Standing(NamedTuple):
    """What holds, by campaign: limits, why it rests, and the guardrail that has paused it; and which wait for a person,
    None where that is not known."""

    limits: Mapping[str, Limit]
    rests: Mapping[str, CampaignRest]
    rules: Mapping[str, Rule]
    waiting: frozenset[str] | None


class Keeper:
    """The keeper of one console database in one process.

    Args:
        durable: the workflow engine, which others of this process share.
        tools: what a look is done with, on the connection as it is now.
        account: names whose campaigns are watched; those of another account on this database are left alone.
        poll_seconds: how often an idle process asks the database for work.
        usual: the guardrails of campaigns for which nobody has set others.
    """

    def __init__(
        self,
        engine: Engine,
        durable: WorkflowEngine,
        tools: Callable[[], Tools],
        *,
        account: Callable[[], str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        poll_seconds: float = 1.0,
        duties: Mapping[Duty, KeeperDuty] = DUTIES,
        usual: GuardrailTerms | None = None,
    ) -> None:
        self._engine = engine
        self._durable = durable
        self._queue = KeeperQueue(durable, poll_seconds)
        self._tools = tools
        self._duties = duties
        self.store = WatchStore(engine, clock, account, self._queue.enqueue)
        self.limits = Limits(self.store, tools, opened=self._queue.open)
        self.starts = Starts(self.store, tools, opened=self._queue.open)
        self.rests = Rests(self.store, tools, opened=self._queue.open)
        self.guards = Guards(self.store, tools, usual, opened=self._queue.open)
        self.patrol = Patrol(self.store, tools, self.guards, opened=self._queue.open)
        self._stopping = threading.Event()
        self._beating: threading.Thread | None = None
        self._tidied: dict[int, int] = {}

    # what people say

    def started(self, campaign: Campaign, who: Person) -> None:
        """A person launches it, or lets it go on, or the keeper does: to be called before that is sent.

        Raises:
            DatabaseAway: nothing would watch it.
        """
        self.guards.started(campaign, who)
        self.patrol.count_calls(campaign, who)

    # what holds

    def standing(self) -> Standing:
        """Read once for all campaigns and duties; nothing where the console's own database does not answer."""
        try:
            watches = self.store.all_standing()
        except DatabaseAway:
            return Standing({}, {}, {}, None)
        waiting = frozenset(one.campaign_id for one in watches if waits_for_somebody(one))
        return Standing(limits_among(watches), rests_among(watches), rules_among(watches), waiting)

    # life

    def stand_ready(self) -> None:
        """Before the workflow engine is launched, by whomever: what a killed process left goes on in that moment."""
        self._queue.open()
        self._stopping.clear()
        work = KeeperWork(
            self.store, self._durable.stand_by(), self._tools, self._duties, stopping=self._stopping.is_set
        )
        keeper_queue.work_with(work)

    def start(self) -> None:
        """Keep watch in this process from now on."""
        self._durable.launch()
        self._beating = threading.Thread(target=self._beat_on, name="keeper-upkeep", daemon=True)
        self._beating.start()

    def halt(self) -> None:
        """Begin nothing more; looks under way are finished, and handed on."""
        self._stopping.set()

    def stop(self) -> None:
        """Hand all watches on to the next process, or the next start."""
        if self._beating is None:
            return
        self.halt()
        self._durable.stop(can_keep=breaker_of(self._engine).away is None)
        keeper_queue.work_with(None)
        self._beating.join(timeout=30)
        self._beating = None

    # upkeep

    def _beat_on(self) -> None:
        beats = 0
        while not self._stopping.wait(BEAT_SECONDS):
            beats += 1
            try:
                self.take_over()
                self.patrol.look()
                if beats % BEATS_BETWEEN_TIDYING == 0:
                    self.tidy()
            except DatabaseAway:
                pass  # the next beat tries again, and that it is away was said once
            except ApiError:
                pass  # the campaigns that run are not known now; what is watched goes on
            except Exception as error:  # noqa: BLE001  whatever one beat met, the next one may do
                log.warning("keeper: a beat failed (%s)", type(error).__name__)

    def take_over(self) -> int:
        """Start the watches again of which nothing was heard for too long. How many; one that only waits for its turn has
        that before it still."""
        lost = self.store.lost(self.store.clock())
        waiting = self._queue.waiting([workflow_id(one.id, one.run) for one in lost])
        return sum(self.store.start_again(one) for one in lost if workflow_id(one.id, one.run) not in waiting)

    def tidy(self) -> None:
        """Delete what the engine keeps of runs that are over: a long watch has thousands."""
        for watch in self.store.all_standing():
            first = self._tidied.get(watch.id, 1)
            if (last := watch.run - KEPT_RUNS) >= first:
                self._queue.forget(watch.id, first, last)
                self._tidied[watch.id] = last + 1

"""Graceful degradation by the contract's "Tiers": each thing the console wants, by the first way this deployment and
key allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import Engine

from services.api import Api, ApiError, Rows, errors
from services.api.generation import shows_people
from services.api.models import (
    Assistant,
    Call,
    Campaign,
    Company,
    Credits,
    Dashboard,
    PhoneNumber,
)
from services.api.probes import OF_CAMPAIGN
from services.campaigns.campaigns import Campaigns
from services.deployment.answers import SourcedAnswer, Way, answer
from services.deployment.learning import CORE, Knowledge, Learning
from services.deployment.table import Capability, capabilities
from services.operation_verdicts import OperationVerdict, verdict_of
from services.reads.reads import Read, Reads

CHOICES_MAX_AGE = timedelta(minutes=10)
CREDITS_MAX_AGE = timedelta(minutes=1)
CAMPAIGN_MAX_AGE = timedelta(seconds=10)
RECENT_CALLS = 100  # the contract's limit

T = TypeVar("T")
Item = TypeVar("Item", bound=BaseModel)


ASSISTANTS = TypeAdapter(Rows[Assistant])
NUMBERS = TypeAdapter(Rows[PhoneNumber])
COMPANIES = TypeAdapter(Rows[Company])
CALLS = TypeAdapter(Rows[Call])
CREDITS = TypeAdapter(Credits)
CAMPAIGN = TypeAdapter(Campaign)
DASHBOARD = TypeAdapter(Dashboard)


class Deployment:
    """One connection. What is read is shared with everybody who looks; do not change it.

    A method raises an `ApiError` where the platform fails and there is no earlier value to show.
    """

    def __init__(
        self,
        api: Api,
        reads: Reads,
        campaigns: Campaigns,
        engine: Engine,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._api = api
        self._reads = reads
        self._campaigns = campaigns
        self._learning = Learning(engine, api, self._any_campaign, now)
        campaigns.on_failure = self.learn_from
        campaigns.worked = self.used

    def may(self, operation: str) -> bool:
        """Whether an operation of the contract can be used here; what is not known yet counts as usable."""
        return self.verdict(operation) in (None, OperationVerdict.OPEN)

    def verdict(self, operation: str) -> OperationVerdict | None:
        return self._learning.knowledge().verdicts.get(operation)

    def table(self) -> list[Capability]:
        """Capability table: what works here, what is done another way, what is not possible."""
        return capabilities(self._learning.knowledge().verdicts)

    @property
    def learned_at(self) -> datetime | None:
        return self._learning.knowledge().learned_at

    def learn_again(self) -> Knowledge:
        """A person asks what the platform offers now.

        Raises:
            ApiError: the platform does not answer, or not to this key.
        """
        self._reads.forget("choices:")
        return self._learning.learn_again()

    def assistants(self) -> SourcedAnswer[list[Assistant]]:
        """Assistants to choose from, by name."""
        if read := self._assistants():
            return answer(read.value.items, Way.DIRECT, read, unreadable=read.value.unreadable)
        if read := self._numbers():
            named = {
                number.assistant_id: number.assistant_name or number.assistant_id
                for number in read.value.items
                if number.assistant_id
            }
            if named:
                found = [Assistant(id=identifier, name=name) for identifier, name in named.items()]
                return answer(sorted(found, key=lambda each: each.name.casefold()), Way.NUMBERS, read)
        listed = self._campaigns.all()
        seen = _seen(campaign.assistant_id for campaign in listed.value)
        found = [Assistant(id=identifier, name=identifier) for identifier in seen]
        return answer(found, Way.LIST if found else Way.BY_HAND, listed)

    def assistant_names(self) -> dict[str, str]:
        """Names of the assistants the platform lists, by id; none where it does not list them, or does not answer: who
        wants to know what was read of anything else is told so anyway."""
        with suppress(ApiError):
            if read := self._assistants():
                return {one.id: one.name for one in read.value.items}
        return {}

    def numbers(self, assistant_id: str) -> SourcedAnswer[list[PhoneNumber]]:
        """The active caller numbers that an assistant can call from: its own, and those of which it is not told whose they are."""
        read = self._numbers()
        if read is None:
            return SourcedAnswer([], Way.BY_HAND)
        usable = [
            number
            for number in read.value.items
            if number.status == "active"
            and number.assistant_id in (None, assistant_id)  # None: of nobody, or not told
        ]
        return answer(usable, Way.DIRECT, read, unreadable=read.value.unreadable)

    def every_number(self) -> SourcedAnswer[list[PhoneNumber]]:
        """The caller numbers of the team in whatever state, to tell what a campaign's numbers are."""
        read = self._numbers()
        if read is None:
            return SourcedAnswer([], Way.BY_HAND)
        return answer(read.value.items, Way.DIRECT, read, unreadable=read.value.unreadable)

    def companies(self) -> SourcedAnswer[list[Company]]:
        def everything() -> Rows[Company]:
            return self._api.companies.list().everything()

        if read := self._choices("listCompanies", everything, COMPANIES):
            return answer(read.value.items, Way.DIRECT, read, unreadable=read.value.unreadable)
        listed = self._campaigns.all()
        seen = _seen(campaign.company_id for campaign in listed.value)
        found = [Company(id=identifier, name=identifier) for identifier in seen]
        return answer(found, Way.LIST if found else Way.BY_HAND, listed)

    def credits_left(self, max_age: timedelta = CREDITS_MAX_AGE) -> float | None:
        """How many are left, None where this key is not told; who only watches takes an older count."""
        found = self.credits(max_age).value
        return found.credits if found else None

    def credits_known(self, max_age: timedelta) -> float | None:
        """As `credits_left`, of what was read anyway: asks nobody."""
        found: Credits | None = self._reads.peek("credits", max_age)
        return found.credits if found else None

    def credits(self, max_age: timedelta = CREDITS_MAX_AGE) -> SourcedAnswer[Credits | None]:
        read = self._first(
            "getCredits",
            lambda: self._reads.get(
                "credits",
                self._api.credits.get,
                max_age,
                shape=CREDITS,
                purpose="credits",
            ),
        )
        return answer(read.value, Way.DIRECT, read) if read else SourcedAnswer(None, Way.ABSENT)

    def key_accepted(self) -> bool:
        """Whether the platform accepts the key now. Deployments without a test of it still have their list of campaigns.

        Raises:
            ApiError: the platform did not answer.
        """
        with self._api.budget.purpose("key test"):
            try:
                self._api.key.test()
            except (errors.NotFound, errors.NotAvailable, errors.Forbidden):
                self._api.campaigns.list(limit=1)
            except errors.Unauthorized:
                return False
        return True

    def campaign(self, campaign_id: str) -> SourcedAnswer[Campaign]:
        """One campaign.

        Raises:
            NotFound: there is none of that id, neither by itself nor in the list.
        """
        read = self._first_of_campaign(
            "getCampaign",
            campaign_id,
            lambda: self._reads.get(
                f"campaign:{campaign_id}:one",
                lambda: self._api.campaigns.get(campaign_id),
                CAMPAIGN_MAX_AGE,
                shape=CAMPAIGN,
                purpose="campaign",
            ),
        )
        if read:
            return answer(read.value, Way.DIRECT, read)
        listed = self._campaigns.find(campaign_id)
        if listed.value is None:
            raise errors.NotFound("getCampaign", status=404)
        return answer(listed.value, Way.LIST, listed)

    def calls(self, campaign_id: str | None = None) -> SourcedAnswer[list[Call] | None]:
        """The newest calls, at most a page of them: from the call log, else a campaign's recent ones. None where neither
        tells of them."""
        read = self._first(
            "listCalls",
            lambda: self._reads.get(
                f"campaign:{campaign_id or ''}:calls",
                lambda: self._api.calls.list(campaign_id=campaign_id).rows,
                CAMPAIGN_MAX_AGE,
                shape=CALLS,
                purpose="call log",
            ),
        )
        if read:
            return answer(read.value.items, Way.DIRECT, read, unreadable=read.value.unreadable)
        if not campaign_id or not shows_people(self._api.campaigns.which_generation()):
            return SourcedAnswer(None, Way.ABSENT)
        board = self._dashboard(campaign_id)
        if board is None or not board.value.tells_calls:
            return SourcedAnswer(None, Way.ABSENT)
        return answer(board.value.recent_calls, Way.DASHBOARD, board)

    def _dashboard(self, campaign_id: str) -> Read[Dashboard] | None:
        return self._first_of_campaign(
            "getDashboard",
            campaign_id,
            lambda: self._reads.get(
                f"campaign:{campaign_id}:dashboard",
                lambda: self._api.campaigns.dashboard(campaign_id, 1, 1, RECENT_CALLS),
                CAMPAIGN_MAX_AGE,
                shape=DASHBOARD,
                purpose="live view",
            ),
        )

    def _assistants(self) -> Read[Rows[Assistant]] | None:
        return self._choices("listOutboundAssistants", self._api.assistants.list, ASSISTANTS)

    def _numbers(self) -> Read[Rows[PhoneNumber]] | None:
        return self._choices("listPhoneNumbers", self._api.phone_numbers.list, NUMBERS)

    def _choices(
        self, operation: str, fetch: Callable[[], Rows[Item]], shape: TypeAdapter[Rows[Item]]
    ) -> Read[Rows[Item]] | None:
        """A list people choose from in forms, which changes seldom."""
        return self._first(
            operation,
            lambda: self._reads.get(
                f"choices:{operation}", fetch, CHOICES_MAX_AGE, shape=shape, purpose="choices"
            ),
        )

    def _first(self, operation: str, read: Callable[[], Read[T]]) -> Read[T] | None:
        """The read, or None where this operation turns out not to be for us."""
        if not self.may(operation):
            return None
        try:
            return read()
        except ApiError as error:
            if not self._closed_by(error):
                raise
            return None

    def _first_of_campaign(
        self, operation: str, campaign_id: str, read: Callable[[], Read[T]]
    ) -> Read[T] | None:
        """Like `_first`; a 404 may also mean that there is no such campaign, which the list knows."""
        try:
            return self._first(operation, read)
        except errors.NotFound:
            if self._campaigns.find(campaign_id).value is None:
                raise
            self._learning.note(operation, OperationVerdict.NOT_HERE)
            return None

    def learn_from(self, error: ApiError, campaign_id: str = "") -> None:
        """A real use failed: learn from it where it says that the operation is not for us."""
        with suppress(ApiError):  # it was the token, or the platform is away: then it says nothing
            if isinstance(error, errors.NotFound) and error.operation in OF_CAMPAIGN:
                self._learn_of_missing(error.operation, campaign_id)
            else:
                self._closed_by(error)

    def used(self, operation: str) -> None:
        """A real use worked."""
        self._learning.note(operation, OperationVerdict.OPEN)

    def _learn_of_missing(self, operation: str, campaign_id: str) -> None:
        """The campaign or the operation is missing: the list as it is now knows which."""
        self._campaigns.refresh()
        if campaign_id and self._campaigns.find(campaign_id).value:
            self._learning.note(operation, OperationVerdict.NOT_HERE)

    def _closed_by(self, error: ApiError) -> bool:
        """Whether the platform has just told that it does not have this operation for us."""
        verdict = verdict_of(error)
        by_campaign = isinstance(error, errors.NotFound) and error.operation in OF_CAMPAIGN
        if verdict in (None, OperationVerdict.OPEN) or by_campaign:
            return False
        if isinstance(error, errors.Unauthorized):
            self._api.probes.ask(CORE)  # raises where it is the token that is not accepted any more
        self._learning.note(error.operation, verdict)
        return True

    def _any_campaign(self) -> str:
        """A campaign to ask about; "" where there is none or the list cannot be read."""
        try:
            return next((campaign.id for campaign in self._campaigns.all().value), "")
        except ApiError:
            return ""


def _seen(identifiers: Iterable[str | None]) -> list[str]:
    """Each id once, in the order they were seen."""
    return list(dict.fromkeys(identifier for identifier in identifiers if identifier))

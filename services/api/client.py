"""Client of the platform's campaign API for one connection: an address, a token, a team."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import nullcontext
from types import TracebackType
from typing import Self

import httpx
from pydantic import SecretStr

from services.api.account import Assistants, CallsResource, CreditBalance, Key, PhoneNumbers
from services.api.budget import RequestBudget
from services.api.campaigns import CampaignsResource
from services.api.clock import PlatformClock
from services.api.companies import Companies
from services.api.contacts import Contacts
from services.api.groups import Groups
from services.api.http import Heard, Http, Waiting
from services.api.probes import Probes

DEADLINE_SECONDS = 30.0
"""The usual deadline; an admin may set another (`CONSOLE_DEADLINE_SECONDS`)."""


class Api:
    """A namespace a resource: `api.campaigns.list()`. Every failure is an `ApiError`. Safe to share between threads.

    Args:
        transport: sends the requests; tests hand in their own.
        budget: shared by all connections of one key; a fresh one of 1000 an hour by default.
        deadline: seconds until a request has failed, all its attempts together. Imports and enrolments get four times that.
        clock: a monotonic clock in seconds.
        waiting: entered around every wait for the network; whoever computes pages lets another one go first meanwhile.
        demo: the platform is our own sandbox, whose date and speed are followed wherever they go.
    """

    def __init__(
        self,
        base_url: str,
        token: SecretStr | str,
        team_id: str,
        account_slug: str = "",
        *,
        transport: httpx.BaseTransport | None = None,
        budget: RequestBudget | None = None,
        deadline: float = DEADLINE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Waiting = nullcontext,
        demo: bool = False,
    ) -> None:
        self.base_url = base_url
        self.team_id = team_id
        self.account_slug = account_slug
        self.token = token if isinstance(token, SecretStr) else SecretStr(token)
        self.clock = PlatformClock(demo=demo, monotonic=clock)
        self.budget = budget or RequestBudget()
        self.budget.follow(self.clock)
        self._http = Http(
            base_url,
            self.token,
            transport=transport,
            budget=self.budget,
            platform_clock=self.clock,
            deadline=deadline,
            clock=clock,
            sleep=sleep,
            waiting=waiting,
        )
        self.campaigns = CampaignsResource(self._http, team_id, account_slug)
        self.contacts = Contacts(self._http, team_id, lambda: self.campaigns.which_generation())
        self.groups = Groups(self._http, team_id, lambda: self.campaigns.which_generation())
        self.companies = Companies(self._http, team_id)
        self.assistants = Assistants(self._http, team_id)
        self.phone_numbers = PhoneNumbers(self._http, team_id)
        self.calls = CallsResource(self._http, team_id)
        self.credits = CreditBalance(self._http)
        self.key = Key(self._http)
        self.probes = Probes(self._http, team_id)

    def __repr__(self) -> str:
        return f"Api({self.base_url!r}, team_id={self.team_id!r})"

    def listen(self, heard: Heard) -> None:
        """Tell `heard` of every answer from now on."""
        self._http.heard = heard

    @property
    def fingerprint(self) -> str:
        """Tells this connection from others, and nothing of its token."""
        secret = f"{self.base_url}\n{self.team_id}\n{self.token.get_secret_value()}"
        return hashlib.sha256(secret.encode()).hexdigest()[:32]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the platform."""
        self._http.close()

"""Transport layers from a request to a readable answer: budget, platform clock, and retries by the contract's table
of what may be repeated.

`Retrying` → `Metered` → the network (or, in a test, whatever transport was handed in).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from services.api.bodies import BodyTooLarge, json_object
from services.api.budget import Priority, RequestBudget, current_purpose
from services.api.clock import PlatformClock
from services.api.errors import AnswerTooLarge, ApiError, BudgetSpent, ConnectionFailed, DeadlineExceeded
from services.api.network import deadline
from services.api.unclear import NEVER_SENT, answer_of, may_have_acted

ATTEMPTS = 4
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class RequestPlan:
    """Plan of a request, what the transport has to know of it: travels in its extensions.

    `acts`: changes something. `repeatable`: doing it twice ends like doing it once. `seconds`: for all attempts.
    """

    operation: str
    acts: bool
    repeatable: bool
    seconds: float


class Metered(httpx.BaseTransport):
    """Counts each request that is really sent, and follows the platform's clock."""

    def __init__(self, inner: httpx.BaseTransport, budget: RequestBudget, clock: PlatformClock) -> None:
        self._inner = inner
        self._budget = budget
        self._clock = clock

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        plan: RequestPlan = request.extensions["plan"]
        self._budget.admit(plan.operation)
        try:
            response = self._inner.handle_request(request)
            response.read()
        except NEVER_SENT:
            self._budget.give_back()
            raise
        if "json" in response.headers.get("Content-Type", ""):  # a proxy's page has the proxy's clock
            self._clock.follow(response.headers)
        if response.status_code == 429:
            self._budget.refused(retry_after(response))
        return response

    def close(self) -> None:
        self._inner.close()


class Retrying(httpx.BaseTransport):
    """Repeats what is safe to repeat, within one deadline, and turns lost answers into `ApiError`s.

    Nothing that is not marked repeatable is ever sent twice. What runs in the background is not repeated either: it
    comes again by itself.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._sleep = sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        plan: RequestPlan = request.extensions["plan"]
        ends_at = self._clock() + plan.seconds
        attempts = (
            ATTEMPTS if plan.repeatable and current_purpose().priority is not Priority.BACKGROUND else 1
        )
        unclear = False
        for attempt in range(1, attempts + 1):
            left = ends_at - self._clock()
            # the last chance gets all that is left; before that, half leaves time for another
            result = self._attempt(request, left if attempt == attempts else left / 2, unclear)
            pause = _pause_before_next(result, attempt)
            if attempt == attempts or pause is None or self._clock() + pause >= ends_at:
                return _delivered(result, plan, unclear)
            unclear = unclear or _unclear(result)
            self._sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        self._inner.close()

    def _attempt(
        self, request: httpx.Request, seconds: float, unclear: bool
    ) -> httpx.Response | httpx.RequestError:
        try:
            with deadline(seconds):
                response = self._inner.handle_request(request)
                response.read()
        except httpx.RequestError as error:
            return error
        except BudgetSpent as error:
            error.may_have_acted = unclear
            raise
        response.extensions["body"] = json_object(response.content)
        return response


def retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, from a number or a date; None where the header is missing or nonsense."""
    header = response.headers.get("Retry-After", "")
    try:
        seconds = float(header)
    except ValueError:
        until, now = _date(header), _date(response.headers.get("Date", ""))
        seconds = (until - now).total_seconds() if until and now else -1.0
    return seconds if 0 <= seconds < 86_400 else None


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None


def _unclear(result: httpx.Response | httpx.RequestError) -> bool:
    """Whether the platform may have acted although its answer says nothing of it."""
    body = result.extensions["body"] if isinstance(result, httpx.Response) else None
    return may_have_acted(answer_of(result, body))


def _pause_before_next(result: httpx.Response | httpx.RequestError, attempt: int) -> float | None:
    """Seconds until the next attempt; None where another would not help."""
    backoff = FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.0)
    if isinstance(result, httpx.RequestError):
        return None if isinstance(result, httpx.UnsupportedProtocol | BodyTooLarge) else backoff
    told = retry_after(result)
    if result.status_code == 429:
        return told if told is not None and told <= LONGEST_PAUSE else None
    if 300 <= result.status_code < 400 or not _unclear(result):
        return None
    return min(max(backoff, told or 0.0), LONGEST_PAUSE)


def _delivered(
    result: httpx.Response | httpx.RequestError, plan: RequestPlan, unclear_before: bool
) -> httpx.Response:
    if isinstance(result, httpx.Response):
        result.extensions["may_have_acted"] = plan.acts and (unclear_before or _unclear(result))
        return result
    cause = _lost(result)
    raise cause(plan.operation, may_have_acted=plan.acts and (unclear_before or _unclear(result))) from result


def _lost(error: httpx.RequestError) -> type[ApiError]:
    if isinstance(error, BodyTooLarge):
        return AnswerTooLarge
    late = isinstance(error, httpx.TimeoutException) and not isinstance(error, NEVER_SENT)
    return DeadlineExceeded if late else ConnectionFailed

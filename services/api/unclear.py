"""Table of unclear answers: after which of them the platform may have acted, and how long it may still act.

An error says only that no answer was understood, not that nothing was done. Whoever launches, resumes, creates,
enrols or imports goes by this one table (`docs/platform-rules.md` shows it): what may have been done is looked at, and
not done again as long as it may still happen.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

import httpx

from services.api.bodies import BodyTooLarge
from services.api.errors import ApiError
from services.api.models import DIALLER_LOOKS_EVERY

CYCLE = timedelta(seconds=DIALLER_LOOKS_EVERY)
"""The platform looks for work this often; what it was asked for may show that much later, and a tick more."""
UNCLEAR_FOR = 3 * CYCLE
CERTAIN = timedelta()

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_GATEWAY_GAVE_UP = frozenset({502, 504, 522, 524})
_GAVE_UP_WAITING = frozenset({408, 499})  # said by a proxy of the platform behind it, or of us


class ResponseKind(StrEnum):
    """Kind of what came back. The values are the rows of the table in `docs/platform-rules.md`."""

    UNDERSTOOD = "2xx that is understood"
    NEVER_SENT = "no connection, or the hour's requests are used up: never sent"
    REFUSED = "4xx, 501"
    SLOW_DOWN = "429"
    SAID_NO = "2xx with `success: false`"
    GAVE_UP_WAITING = "408, 499: somebody on the way gave up waiting"
    SERVER_ERROR = "5xx"
    GATEWAY_GAVE_UP = "502, 504, 522, 524: a gateway gave up on the platform"
    REDIRECT = "3xx"
    EMPTY = "2xx with nothing in it"
    NOT_JSON = "2xx with HTML or other text"
    CUT_OFF = "2xx with half of its JSON"
    WRONG_SHAPE = "2xx with JSON of another shape"
    LOST = "connection lost before, after or within the answer"
    LATE = "no complete answer within the deadline"
    TOO_LONG = "an answer too long to be taken in: not read to its end"


UNCLEAR: dict[ResponseKind, timedelta] = {
    ResponseKind.UNDERSTOOD: CERTAIN,
    ResponseKind.NEVER_SENT: CERTAIN,
    ResponseKind.REFUSED: CERTAIN,
    ResponseKind.SLOW_DOWN: CERTAIN,
    ResponseKind.SAID_NO: CERTAIN,
    ResponseKind.GAVE_UP_WAITING: UNCLEAR_FOR,
    ResponseKind.SERVER_ERROR: UNCLEAR_FOR,
    ResponseKind.GATEWAY_GAVE_UP: UNCLEAR_FOR,
    ResponseKind.REDIRECT: UNCLEAR_FOR,
    ResponseKind.EMPTY: UNCLEAR_FOR,
    ResponseKind.NOT_JSON: UNCLEAR_FOR,
    ResponseKind.CUT_OFF: UNCLEAR_FOR,
    ResponseKind.WRONG_SHAPE: UNCLEAR_FOR,
    ResponseKind.LOST: UNCLEAR_FOR,
    ResponseKind.LATE: UNCLEAR_FOR,
    ResponseKind.TOO_LONG: UNCLEAR_FOR,
}
"""How long after the answer the platform may still do what it was asked for; `CERTAIN` where it cannot."""


def may_have_acted(answer: ResponseKind) -> bool:
    """Whether the platform may do, or have done, what it was asked although this came back."""
    return UNCLEAR[answer] > CERTAIN


def unclear_for(error: ApiError) -> timedelta:
    """How long it stays unclear after this error whether the platform acts."""
    return max(UNCLEAR.values()) if error.may_have_acted else CERTAIN


def answer_of(result: httpx.Response | httpx.RequestError, body: dict[str, Any] | None) -> ResponseKind:
    """The row of the table for what the network brought; `body` is the JSON object of a response, None without one.

    A shape that does not fit shows only where the answer is read, to `services.api.http`.
    """
    if isinstance(result, httpx.RequestError):
        if isinstance(result, NEVER_SENT):
            return ResponseKind.NEVER_SENT
        if isinstance(result, BodyTooLarge):
            return ResponseKind.TOO_LONG
        return ResponseKind.LATE if isinstance(result, httpx.TimeoutException) else ResponseKind.LOST
    status = result.status_code
    if status >= 500:
        return _server_error(status)
    if status >= 400:
        return _refusal(status)
    if status >= 300:
        return ResponseKind.REDIRECT
    if body is not None:
        return ResponseKind.SAID_NO if says_no(body) else ResponseKind.UNDERSTOOD
    return _unreadable(result.content)


def says_no(body: dict[str, Any]) -> bool:
    """Whether a JSON object with a good status is a refusal all the same."""
    return body.get("success") is False or ("success" not in body and isinstance(body.get("error"), str))


def _server_error(status: int) -> ResponseKind:
    if status == 501:
        return ResponseKind.REFUSED
    return ResponseKind.GATEWAY_GAVE_UP if status in _GATEWAY_GAVE_UP else ResponseKind.SERVER_ERROR


def _refusal(status: int) -> ResponseKind:
    if status in _GAVE_UP_WAITING:
        return ResponseKind.GAVE_UP_WAITING
    return ResponseKind.SLOW_DOWN if status == 429 else ResponseKind.REFUSED


def _unreadable(content: bytes) -> ResponseKind:
    text = content.strip()
    if not text:
        return ResponseKind.EMPTY
    return ResponseKind.CUT_OFF if text.startswith(b"{") else ResponseKind.NOT_JSON

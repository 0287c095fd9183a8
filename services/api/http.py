"""HTTP layer of the client: one request to the platform and what its answer means. Every resource is built on
`Http.send`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, SecretStr

from services.api.budget import RequestBudget
from services.api.clock import PlatformClock
from services.api.errors import (
    BY_STATUS,
    ApiError,
    ConnectionFailed,
    NotFound,
    Refused,
    ServerError,
    StatusError,
    TooManyRequests,
    Unauthorized,
    UnreadableAnswer,
)
from services.api.network import NetworkTransport
from services.api.spelling import normalized
from services.api.tolerant import UnreadableRow, read
from services.api.transport import Metered, RequestPlan, Retrying, retry_after
from services.api.unclear import says_no

LONGEST_SENTENCE = 500
REQUEST_ID_HEADERS = ("X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray")

# Both log addresses of requests, and addresses hold what people search for.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)

Model = TypeVar("Model", bound=BaseModel)
Waiting = Callable[[], AbstractContextManager[None]]
"""Entered while a request is under way and nothing is computed."""
Heard = Callable[[str, int, dict[str, Any] | None], None]
"""Told of each answer: operation, status, and the JSON as the platform wrote it."""


class Http:
    """Sends requests of one connection: an address, a token, a team."""

    def __init__(
        self,
        base_url: str,
        token: SecretStr,
        *,
        transport: httpx.BaseTransport | None,
        budget: RequestBudget,
        platform_clock: PlatformClock,
        deadline: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        waiting: Waiting = nullcontext,
    ) -> None:
        self.deadline = deadline
        self.heard: Heard = lambda _operation, _status, _body: None
        self._waiting = waiting
        self._token = token.get_secret_value().strip()
        address = _address(base_url)
        metered = Metered(transport or NetworkTransport(address), budget, platform_clock)
        self._client = httpx.Client(
            transport=Retrying(metered, clock=clock, sleep=sleep),
            base_url=address,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": "campaign-console",
            },
            follow_redirects=False,  # the token is for this host alone
            trust_env=False,
        )

    def send(
        self,
        operation: str,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        form: dict[str, str] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
        acts: bool = True,
        repeatable: bool = False,
        deadline: float | None = None,
    ) -> dict[str, Any]:
        """The JSON object the platform answered with; any failure is an `ApiError`."""
        plan = RequestPlan(operation, acts=acts, repeatable=repeatable, seconds=deadline or self.deadline)
        response = self._answer(plan, method, path, params=params, json=body, data=form, files=files)
        self.heard(plan.operation, response.status_code, response.extensions["body"])
        return self._understood(response, plan)

    def get(self, operation: str, path: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Reading changes nothing, so it may be repeated."""
        return self.send(operation, "GET", path, params=params, acts=False, repeatable=True)

    def as_written(
        self, operation: str, path: str, params: Mapping[str, Any] | None = None
    ) -> tuple[int, dict[str, Any] | None]:
        """Status and JSON of a reading, whatever the status, with the platform's own spelling.

        Raises:
            ApiError: no answer came.
        """
        plan = RequestPlan(operation, acts=False, repeatable=True, seconds=self.deadline)
        response = self._answer(plan, "GET", path, params=params)
        self.heard(operation, response.status_code, response.extensions["body"])
        return response.status_code, response.extensions["body"]

    def close(self) -> None:
        self._client.close()

    def _answer(
        self,
        plan: RequestPlan,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        **content: Any,
    ) -> httpx.Response:
        if not self._client.base_url.host:
            raise ConnectionFailed(plan.operation)
        request = self._client.build_request(
            method,
            path,
            params={key: _text(value) for key, value in (params or {}).items() if value is not None},
            headers={"Authorization": f"Bearer {self._usable_token(plan.operation)}"},
            extensions={"plan": plan},
            **content,
        )
        try:
            with self._waiting():
                return self._client.send(request)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ConnectionFailed(plan.operation) from error

    def _usable_token(self, operation: str) -> str:
        """A token no header can carry is wrong for certain, and must not end up in an encoding error's text."""
        if not self._token or not self._token.isascii() or not self._token.isprintable():
            raise Unauthorized(operation, status=401)
        return self._token

    def _understood(self, response: httpx.Response, plan: RequestPlan) -> dict[str, Any]:
        body: dict[str, Any] | None = response.extensions["body"]
        common = {
            "request_id": next(
                (response.headers[name] for name in REQUEST_ID_HEADERS if name in response.headers), ""
            ),
            "may_have_acted": response.extensions["may_have_acted"],
        }
        if response.status_code >= 400:
            raise self._status_error(response, body or {}, plan.operation, common)
        if body is None or response.status_code >= 300:
            raise UnreadableAnswer(plan.operation, status=response.status_code, **common)
        if says_no(body):
            raise Refused(plan.operation, self._sentence(body), **common)
        return normalized(body)

    def _status_error(
        self, response: httpx.Response, body: dict[str, Any], operation: str, common: dict[str, Any]
    ) -> ApiError:
        status = response.status_code
        kind = BY_STATUS.get(status, ServerError if status >= 500 else StatusError)
        facts = {"status": status, "details": _details(body.get("details")), **common}
        if kind is TooManyRequests:
            facts["retry_after"] = retry_after(response)
        return kind(operation, self._sentence(body), **facts)

    def _sentence(self, body: dict[str, Any]) -> str:
        """The platform's own words, unless they are markup; never the token, should it be echoed."""
        for said in (body.get("error"), body.get("message"), body.get("detail")):
            words = said.get("message") if isinstance(said, dict) else said
            if isinstance(words, str) and words.strip() and not words.lstrip().startswith("<"):
                return words.strip().replace(self._token, "…")[:LONGEST_SENTENCE]
        return ""


def parse(
    model: type[Model],
    operation: str,
    value: Any,
    *,
    acts: bool = False,
    unreadable: list[UnreadableRow] | None = None,
) -> Model:
    """`value` as a `model`, as far as it can be understood; rows inside of it that cannot are added to `unreadable`.

    Raises:
        UnreadableAnswer: it lacks what cannot be done without. The answer said success, so with `acts` it was done.
    """
    found = read(model, value, unreadable)
    if found is None:
        raise UnreadableAnswer(operation, status=200, may_have_acted=acts)
    return found


def segment(operation: str, identifier: str) -> str:
    """An id as one segment of a path; one that would change the path cannot exist."""
    if not identifier.strip(". "):
        raise NotFound(operation, status=404)
    return quote(identifier, safe="")


def _address(base_url: str) -> httpx.URL:
    """The platform's address; an empty one where it is none, so that requests fail and not the start."""
    try:
        address = httpx.URL(base_url.strip().rstrip("/"))
    except httpx.InvalidURL:
        return httpx.URL("")
    if address.scheme not in ("http", "https") or not address.host:
        return httpx.URL("")
    return address.copy_with(userinfo=b"")  # httpx would send it in place of the token


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _details(details: Any) -> dict[str, list[str]]:
    """Sentences by field; "" for those about the whole. Knows the contract's flat and nested forms."""
    if not isinstance(details, dict):
        return {}
    fields = details.get("fieldErrors")
    if isinstance(fields, dict):
        found = {str(name): _sentences(value) for name, value in fields.items()}
        found[""] = _sentences(details.get("formErrors"))
    else:
        found = {str(name): _sentences(value) for name, value in details.items()}
    return {name: sentences for name, sentences in found.items() if sentences}


def _sentences(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text[:LONGEST_SENTENCE] for text in values if isinstance(text, str) and text.strip()]

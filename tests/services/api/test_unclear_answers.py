"""The table of unclear answers: shown in the docs as it is, and true of each answer that comes through the client."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from services.api import Api, ApiError, RequestBudget, errors
from services.api.bodies import BodyTooLarge
from services.api.unclear import CYCLE, UNCLEAR, UNCLEAR_FOR, ResponseKind, may_have_acted, unclear_for

PAGE = Path(__file__).resolve().parents[3] / "docs" / "platform-rules.md"
HEADING = "## Answers after which it may have acted"
Reply = Callable[[httpx.Request], httpx.Response]


def _says(status: int, text: str = "", **headers: str) -> Reply:
    return lambda _request: httpx.Response(status, text=text, headers=headers)


def _fails(error: type[httpx.RequestError]) -> Reply:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise error("failed")

    return fail


def _spent(_request: httpx.Request) -> httpx.Response:
    raise errors.BudgetSpent("runCampaign")


GOOD = '{"success": true, "started": 1}'
HTML = "<html><body>Welcome</body></html>"
REPLIES: dict[ResponseKind, list[Reply]] = {
    ResponseKind.UNDERSTOOD: [_says(200, GOOD), _says(202, GOOD)],
    ResponseKind.NEVER_SENT: [_fails(httpx.ConnectError), _fails(httpx.ConnectTimeout), _spent],
    ResponseKind.REFUSED: [
        _says(status, '{"error": "no"}') for status in (400, 401, 402, 403, 404, 409, 410, 413, 422, 501)
    ],
    ResponseKind.SLOW_DOWN: [_says(429, "{}"), _says(429, HTML, **{"Retry-After": "5"})],
    ResponseKind.SAID_NO: [_says(200, '{"success": false}'), _says(200, '{"error": "no"}')],
    ResponseKind.GAVE_UP_WAITING: [_says(408, HTML), _says(499)],
    ResponseKind.SERVER_ERROR: [_says(status, '{"success": false}') for status in (500, 503, 505, 520, 599)],
    ResponseKind.GATEWAY_GAVE_UP: [_says(status, HTML) for status in (502, 504, 522, 524)],
    ResponseKind.REDIRECT: [_says(302, location="/login"), _says(308, location="/elsewhere"), _says(304)],
    ResponseKind.EMPTY: [_says(200), _says(204), _says(202, "  \n")],
    ResponseKind.NOT_JSON: [_says(200, HTML), _says(200, "ok"), _says(200, "[1, 2]"), _says(200, "null")],
    ResponseKind.CUT_OFF: [_says(200, '{"success": true, "star'), _says(200, "{")],
    ResponseKind.WRONG_SHAPE: [_says(200, "{}"), _says(200, '{"queued": {"id": 7}}')],
    ResponseKind.LOST: [
        _fails(error)
        for error in (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError, httpx.DecodingError)
    ],
    ResponseKind.LATE: [_fails(httpx.ReadTimeout), _fails(httpx.WriteTimeout)],
    ResponseKind.TOO_LONG: [_fails(BodyTooLarge)],
}


def _run(reply: Reply) -> ApiError | None:
    """How a launch ends that is answered so."""
    budget = RequestBudget(1000)
    transport = httpx.MockTransport(reply)
    api = Api("http://platform.test", "tk_test_1", "team_1", transport=transport, budget=budget)
    try:
        api.campaigns.run("c1")
    except ApiError as error:
        return error
    finally:
        api.close()
    return None


@pytest.mark.parametrize("answer", ResponseKind)
def test_each_answer_to_a_launch_is_as_unclear_as_the_table_says(answer: ResponseKind) -> None:
    for reply in REPLIES[answer]:
        error = _run(reply)
        assert (error is None) == (answer is ResponseKind.UNDERSTOOD)
        if error is not None:
            assert error.may_have_acted == may_have_acted(answer), error
            assert unclear_for(error) == UNCLEAR[answer]


def test_it_stays_unclear_for_longer_than_the_platform_takes_to_act() -> None:
    a_minute_and_a_tick = 2 * CYCLE + CYCLE / 2
    assert a_minute_and_a_tick < UNCLEAR_FOR
    assert set(UNCLEAR) == set(ResponseKind)


def test_the_docs_show_the_table() -> None:
    section = PAGE.read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    shown = dict(re.findall(r"^\| (.+?) \| ((?:yes|no) \| .+?) \|$", section, re.MULTILINE))

    assert shown == {
        answer.value: f"yes | {time.total_seconds():.0f} s" if time else "no | –"
        for answer, time in UNCLEAR.items()
    }

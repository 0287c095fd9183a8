"""Errors: each failure's class, the platform's own sentence, and whether something may have happened."""

from __future__ import annotations

import pickle

import httpx
import pytest

from services.api import errors
from services.api.models import CampaignUpdate
from tests.services.api.fake_platform import FakePlatform, html, ok, refuses


def failure(*steps: httpx.Response | Exception) -> errors.ApiError:
    """What a launch raises when the platform answers so."""
    with pytest.raises(errors.ApiError) as caught:
        FakePlatform(*steps).api().campaigns.run("x")
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequest),
        (422, errors.BadRequest),
        (401, errors.Unauthorized),
        (402, errors.InsufficientCredits),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (405, errors.NotAvailable),
        (501, errors.NotAvailable),
        (409, errors.Conflict),
        (413, errors.PayloadTooLarge),
        (429, errors.TooManyRequests),
        (500, errors.ServerError),
        (502, errors.ServerError),
        (418, errors.StatusError),
    ],
)
def test_it_has_a_class_for_each_status(status: int, kind: type[errors.StatusError]) -> None:
    error = failure(refuses(status, error="Not like this."))
    assert type(error) is kind
    assert isinstance(error, errors.StatusError)
    assert (error.status, error.message, error.operation) == (status, "Not like this.", "runCampaign")


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 409, 413, 429, 501])
def test_it_knows_that_a_refusal_did_nothing(status: int) -> None:
    assert not failure(refuses(status)).may_have_acted


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"success": False, "error": "A"}, "A"),
        ({"success": False, "message": "B"}, "B"),
        ({"error": {"message": "C", "code": 7}}, "C"),
        ({"error": "  "}, ""),
        ({"error": None, "message": 5}, ""),
        ({"error": "<html>proxy</html>"}, ""),
        ({}, ""),
    ],
)
def test_it_finds_the_platforms_sentence(body: dict[str, object], sentence: str) -> None:
    assert failure(httpx.Response(400, json=body)).message == sentence


@pytest.mark.parametrize(
    ("details", "found"),
    [
        ({"name": "too long"}, {"name": ["too long"]}),
        ({"name": ["a", "b"], "size": 3}, {"name": ["a", "b"]}),
        ({"fieldErrors": {"phone": ["wrong"]}, "formErrors": []}, {"phone": ["wrong"]}),
        ({"fieldErrors": {}, "formErrors": ["all wrong"]}, {"": ["all wrong"]}),
        (["strange"], {}),
        (None, {}),
    ],
)
def test_it_keeps_sentences_by_field(details: object, found: dict[str, list[str]]) -> None:
    error = failure(refuses(422, details=details))
    assert isinstance(error, errors.StatusError)
    assert error.details == found


@pytest.mark.parametrize("status", [400, 404, 502])
def test_it_never_repeats_a_proxys_page(status: int) -> None:
    error = failure(html(status))
    assert isinstance(error, errors.StatusError)
    assert (error.message, error.status) == ("", status)
    assert "edge-17" not in repr(error)


def test_it_takes_success_false_for_a_failure_whatever_the_status() -> None:
    error = failure(refuses(200, error="The campaign is empty."))
    assert isinstance(error, errors.Refused)
    assert (error.message, error.may_have_acted) == ("The campaign is empty.", False)


@pytest.mark.parametrize(
    "answer",
    [
        html(200),
        httpx.Response(200, content=b'{"success": true, "star'),
        httpx.Response(200, content=b""),
        httpx.Response(200, json=["a", "list"]),
        httpx.Response(302, headers={"Location": "https://elsewhere.test/login"}),
    ],
)
def test_it_says_of_an_unreadable_answer_that_it_may_have_acted(answer: httpx.Response) -> None:
    error = failure(answer)
    assert isinstance(error, errors.UnreadableAnswer)
    assert error.may_have_acted


@pytest.mark.parametrize(
    ("lost", "kind", "may_have_acted"),
    [
        (httpx.ConnectError("refused"), errors.ConnectionFailed, False),
        (httpx.ConnectTimeout("no route"), errors.ConnectionFailed, False),
        (httpx.ReadError("reset"), errors.ConnectionFailed, True),
        (httpx.RemoteProtocolError("gone"), errors.ConnectionFailed, True),
        (httpx.ReadTimeout("slow"), errors.DeadlineExceeded, True),
    ],
)
def test_it_tells_a_lost_answer_from_a_lost_way(
    lost: Exception, kind: type[errors.ApiError], may_have_acted: bool
) -> None:
    error = failure(lost)
    assert type(error) is kind
    assert error.may_have_acted is may_have_acted


def test_it_knows_that_reading_and_dry_runs_change_nothing() -> None:
    api = FakePlatform(httpx.ReadTimeout("slow")).api()
    for ask in (lambda: api.campaigns.get("x"), lambda: api.campaigns.run("x", dry_run=True)):
        with pytest.raises(errors.DeadlineExceeded) as caught:
            ask()
        assert not caught.value.may_have_acted


def test_it_says_unreadable_where_a_list_is_missing() -> None:
    for answer in (ok(), ok(campaigns=None), ok(campaigns={"id": "1"}), ok(campaigns="x")):
        with pytest.raises(errors.UnreadableAnswer):
            FakePlatform(answer).api().campaigns.list()


def test_it_keeps_the_request_id() -> None:
    answer = refuses(409)
    answer.headers["X-Request-Id"] = "req_7"
    assert failure(answer).request_id == "req_7"


def test_it_knows_after_a_repeat_that_the_first_attempt_may_have_acted() -> None:
    api = FakePlatform(html(502), refuses(409)).api()
    with pytest.raises(errors.Conflict) as caught:
        api.campaigns.update("x", CampaignUpdate.model_validate({"status": "paused"}))
    assert caught.value.may_have_acted


@pytest.mark.parametrize("identifier", ["", ".", "..", " "])
def test_it_says_not_found_of_an_id_that_would_change_the_path(identifier: str) -> None:
    platform = FakePlatform(ok())
    with pytest.raises(errors.NotFound):
        platform.api().campaigns.run(identifier)
    assert not platform.requests


def test_it_can_be_stored_and_read_back() -> None:
    error = failure(refuses(429, error="Slow down."))
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  written by this test
    assert type(copy) is errors.TooManyRequests
    assert vars(copy) == vars(error)

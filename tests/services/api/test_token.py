"""The token goes to the platform and nowhere else."""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest
from pydantic import SecretStr

from services.api import Api, errors
from tests.services.api.fake_platform import TOKEN, FakePlatform, campaign, ok, refuses


def test_it_goes_along_with_every_request() -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    platform.api(token=SecretStr(f" {TOKEN}\n")).campaigns.get("x")
    assert platform.last.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_it_does_not_follow_to_another_host(status: int) -> None:
    platform = FakePlatform(httpx.Response(status, headers={"Location": "https://thief.test/"}))
    with pytest.raises(errors.UnreadableAnswer):
        platform.api().campaigns.get("x")
    assert [request.url.host for request in platform.requests] == ["platform.test"]


def test_it_is_taken_out_of_a_sentence_that_echoes_it() -> None:
    platform = FakePlatform(refuses(401, error=f"Unknown key {TOKEN}."))
    with pytest.raises(errors.Unauthorized) as caught:
        platform.api().campaigns.get("x")
    assert caught.value.message == "Unknown key …."


@pytest.mark.parametrize("token", ["", "  ", "tk_test_Schlüssel", "tk_test_a\nb", "tk_test_\x00"])
def test_it_counts_as_wrong_where_no_header_can_carry_it(token: str) -> None:
    platform = FakePlatform(ok())
    with pytest.raises(errors.Unauthorized) as caught:
        platform.api(token=token).campaigns.get("x")
    assert not platform.requests
    assert "Schlüssel" not in "".join(traceback.format_exception(caught.value))


def test_it_is_in_no_log_and_no_text(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    api = FakePlatform(httpx.ReadError("reset")).api()
    with pytest.raises(errors.ApiError) as caught:
        api.contacts.list(search="Erika Mustermann")
    written = (
        caplog.text + repr(api) + "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    )
    assert TOKEN not in written
    assert "Mustermann" not in caplog.text


def test_it_is_not_replaced_by_a_name_in_the_address() -> None:
    platform = FakePlatform(ok(campaign=campaign()))
    Api("https://me:secret@platform.test", TOKEN, "team", transport=platform).campaigns.get("x")
    assert platform.last.headers["Authorization"] == f"Bearer {TOKEN}"

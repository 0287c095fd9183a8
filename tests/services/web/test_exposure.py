"""A console that can place real calls is served to strangers only behind a sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from services.settings import Settings
from services.start_refused import StartRefused
from services.web.exposure import allowed_hosts, reaches_others, require_safe, require_strong_secret

LIVE = {
    "talkturo_base_url": "https://talkturo.test",
    "talkturo_token": "tk_live_x",
    "talkturo_team_id": "team_1",
}


def start(
    address: str | None, given: Mapping[str, Any] = MappingProxyType({}), *, sign_in: bool = False
) -> None:
    settings = Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument
    require_safe(settings, address, allowed_hosts(settings), sign_in=sign_in)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "10.1.2.3", "console.example.com"])  # noqa: S104
def test_a_live_key_without_sign_in_is_not_served_to_other_machines(
    address: str | None, no_settings: None
) -> None:
    with pytest.raises(StartRefused, match=r"Not started: .* sign-in"):
        start(address, LIVE)
    start(address, LIVE, sign_in=True)
    start(address, LIVE | {"console_trust_network": True})
    start(address)  # the demo


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "unix:///run/console.sock"]
)
def test_it_is_served_to_this_machine(address: str, no_settings: None) -> None:
    assert not reaches_others(address)
    start(address, LIVE)


def test_half_a_live_configuration_counts_as_one(no_settings: None) -> None:
    with pytest.raises(StartRefused):
        start("0.0.0.0", {"talkturo_token": "tk_live_x"})  # noqa: S104


def test_a_name_for_other_machines_in_front_of_loopback_is_refused_like_them(no_settings: None) -> None:
    with pytest.raises(StartRefused, match=r"CONSOLE_ALLOWED_HOSTS names console\.example\.com"):
        start("127.0.0.1", LIVE | {"console_allowed_hosts": "localhost, console.example.com"})
    start("127.0.0.1", LIVE | {"console_allowed_hosts": "localhost,::1"})
    start("127.0.0.1", LIVE | {"console_allowed_hosts": "console.example.com"}, sign_in=True)


def test_the_address_people_come_back_to_after_signing_in_is_one_of_the_names(no_settings: None) -> None:
    settings = Settings(_env_file=None, console_allowed_hosts="a.example")  # pyright: ignore[reportCallIssue]  as above
    hosts = allowed_hosts(settings, "https://console.example.com:8443/oauth2callback")
    assert hosts.named == {"a.example", "console.example.com"}


@pytest.mark.parametrize("secret", ["", "a", "x" * 31])
def test_a_short_cookie_secret_is_refused_in_one_sentence(secret: str) -> None:
    with pytest.raises(StartRefused, match=r"^Not started: cookie_secret .* at least 32") as refused:
        require_strong_secret(secret)
    assert "\n" not in str(refused.value)


def test_a_long_cookie_secret_is_good() -> None:
    require_strong_secret("x" * 32)

"""Gateway: what is looked at before the first request is taken, and what Streamlit is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config

from components.frame.gateway import Gateway
from services.settings import Settings
from services.start_refused import StartRefused


@pytest.fixture
def option() -> Iterator[Any]:
    """Sets an option of Streamlit for one test."""
    before = {
        name: config.get_option(name)
        for name in ("server.allowedHosts", "server.baseUrlPath", "server.address")
    }
    yield config.set_option
    for name, value in before.items():
        config.set_option(name, value)


def gateway(**given: Any) -> Gateway:
    return Gateway(Settings(_env_file=None, **given))  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument


def test_streamlit_looks_at_the_same_names_once_more(option: Any) -> None:
    gateway(console_allowed_hosts="console.example.com").open()
    assert config.get_option("server.allowedHosts") == [
        "localhost",
        "127.0.0.1",
        "::1",
        "console.example.com",
    ]


def test_a_console_below_another_address_is_refused_because_its_downloads_would_be_unguarded(
    option: Any,
) -> None:
    option("server.baseUrlPath", "console")
    with pytest.raises(StartRefused, match="baseUrlPath"):
        gateway().open()


def test_without_an_address_it_would_listen_everywhere_and_a_live_key_is_refused(option: Any) -> None:
    live = {"talkturo_base_url": "https://t.test", "talkturo_token": "tk_live_x", "talkturo_team_id": "t"}
    option("server.address", None)
    with pytest.raises(StartRefused, match="every address"):
        gateway(**live).open()
    option("server.address", "127.0.0.1")
    gateway(**live).open()


def test_the_installed_configuration_asks_nobody_and_serves_this_machine_only() -> None:
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("logger.hideWelcomeMessage") is True
    assert config.is_manually_set("browser.serverAddress")
    assert config.get_option("server.address") == "127.0.0.1"

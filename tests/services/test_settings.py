"""Settings: what an admin sets, from where, and what happens with half of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from services.api.contacts import DEADLINE_FACTOR
from services.imports.store import WATCHDOG_SECONDS
from services.launch.looks import SENDING_LEASE
from services.runtime import build
from services.settings import HOME, PlatformAddressRefused, Settings
from services.start_refused import StartRefused

ACCOUNT = {
    "talkturo_base_url": "https://talkturo.test",
    "talkturo_token": "tk_test_x",
    "talkturo_team_id": "team_1",
}


def settings(**given: object) -> Settings:
    """Settings from these values alone: no environment, no files of this machine."""
    return Settings(_env_file=None, **given)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument


def test_with_nothing_configured_it_is_the_sandbox(no_settings: None) -> None:
    assert settings().mode == "sandbox"
    assert settings().missing == []


def test_with_three_settings_it_is_an_account(no_settings: None) -> None:
    assert settings(**ACCOUNT).mode == "account"


@pytest.mark.parametrize("left_out", list(ACCOUNT))
def test_half_an_account_names_what_is_missing(left_out: str, no_settings: None) -> None:
    half = settings(**{name: value for name, value in ACCOUNT.items() if name != left_out})
    assert half.mode == "incomplete"
    assert half.missing == [left_out.upper()]


@pytest.mark.parametrize(
    "address",
    [
        "http://talkturo.test",
        "HTTP://10.0.0.7:8080",
        "http://localhost.evil.test",
        "http://127.0.0.1.evil.test",
    ],
)
def test_a_key_does_not_travel_unencrypted_to_another_machine(address: str, no_settings: None) -> None:
    unencrypted = settings(**ACCOUNT | {"talkturo_base_url": address})
    with pytest.raises(PlatformAddressRefused, match=r"unencrypted to .*CONSOLE_ALLOW_UNENCRYPTED"):
        _ = unencrypted.account
    agreed = settings(**ACCOUNT, console_allow_unencrypted=True).model_copy(
        update={"talkturo_base_url": address}
    )
    assert agreed.account[0] == address


@pytest.mark.parametrize(
    "address", ["https://talkturo.test", "http://127.0.0.1:8787", "http://localhost", "http://[::1]:1"]
)
def test_an_address_on_this_machine_or_an_encrypted_one_is_taken(address: str, no_settings: None) -> None:
    assert settings(**ACCOUNT | {"talkturo_base_url": address}).account[0] == address


@pytest.mark.parametrize(
    "address", ["talkturo.test", "ftp://talkturo.test", "https://", "https:/talkturo.test"]
)
def test_what_is_no_address_is_said_at_start(address: str, no_settings: None) -> None:
    with pytest.raises(PlatformAddressRefused, match="is not an address such as"):
        _ = settings(**ACCOUNT | {"talkturo_base_url": address}).account


def test_the_console_does_not_start_with_an_unencrypted_address(no_settings: None, tmp_path: Path) -> None:
    file = tmp_path / "console.db"
    account = ACCOUNT | {"talkturo_base_url": "http://talkturo.test"}
    with pytest.raises(StartRefused):
        build(settings(**account, console_database_url=f"sqlite:///{file}"))
    assert not file.exists()


def test_the_console_does_not_start_with_a_broken_table_of_calling_hours(
    no_settings: None, tmp_path: Path
) -> None:
    """Before anything is opened: an admin who mends the table starts as if nothing had been."""
    file, table = tmp_path / "console.db", tmp_path / "hours.csv"
    table.write_text("place,days\nDE,Mon", encoding="utf-8")
    account = ACCOUNT | {"console_calling_hours": str(table)}
    with pytest.raises(StartRefused, match="line 1: hours is missing"):
        build(settings(**account, console_database_url=f"sqlite:///{file}"))
    assert not file.exists()


def test_the_token_is_not_in_what_is_printed() -> None:
    assert "tk_test_x" not in repr(settings(**ACCOUNT))


def test_a_budget_below_one_request_is_refused() -> None:
    with pytest.raises(ValidationError):
        settings(console_requests_per_hour=0)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, no_settings: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("TALKTURO_TEAM_ID=from_file\nTALKTURO_BASE_URL=https://file.test\n", encoding="utf-8")
    monkeypatch.setenv("TALKTURO_TEAM_ID", "from_environment")
    read = Settings(_env_file=file)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument
    assert read.talkturo_team_id == "from_environment"
    assert read.talkturo_base_url == "https://file.test"


@pytest.mark.parametrize("seconds", [0, 0.5, 40.5])
def test_a_deadline_that_no_answer_can_keep_or_nobody_waits_for_is_refused(seconds: float) -> None:
    with pytest.raises(ValidationError):
        settings(console_deadline_seconds=seconds)


def test_no_request_outlasts_the_lease_of_whoever_waits_for_it() -> None:
    longest = settings(console_deadline_seconds=40).console_deadline_seconds
    assert longest * DEADLINE_FACTOR < min(WATCHDOG_SECONDS, SENDING_LEASE.total_seconds())


@pytest.mark.parametrize("hours", [0, -1, 721])
def test_a_sign_in_that_lasts_no_time_or_for_ever_is_refused(hours: float) -> None:
    with pytest.raises(ValidationError):
        settings(console_sign_in_hours=hours)


def test_who_may_sign_in_can_be_a_list_in_toml() -> None:
    allowed = settings(console_sign_in_allowed=["ada@example.com", "@example.org"]).console_sign_in_allowed
    assert allowed == "ada@example.com,@example.org"


def test_every_setting_is_documented() -> None:
    guide = (HOME / "docs" / "admin.md").read_text(encoding="utf-8")
    undocumented = [name.upper() for name in Settings.model_fields if f"`{name.upper()}`" not in guide]
    assert undocumented == []

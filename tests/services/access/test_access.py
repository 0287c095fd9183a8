"""Access: the list of who may, how long a sign-in lasts, and what an identity provider may leave out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.access.access import Access, AllowList, Denial, NotAllowed, Rules, Visitor
from services.settings import Settings
from services.settings_follower import FollowedSettings

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LASTS = timedelta(hours=12)


def claims(**given: Any) -> dict[str, Any]:
    an_hour_ago = int((NOW - timedelta(hours=1)).timestamp())
    usual = {"name": "Ada", "email": "ada@example.com", "email_verified": True, "iat": an_hour_ago}
    return {name: value for name, value in (usual | given).items() if value is not None}


def denial(allowed: str = "ada@example.com", *, trusts_email: bool = False, **given: Any) -> Denial | None:
    visitor = Visitor.from_claims(claims(**given))
    rules = Rules(AllowList.parse(allowed), LASTS, trusts_email)
    return Access(lambda: rules, lambda: visitor, lambda: NOW).denial()


@pytest.mark.parametrize(
    ("allowed", "email"),
    [
        ("ada@example.com", "ada@example.com"),
        ("Ada@Example.com", "ADA@example.COM"),
        (" ada@example.com , ben@example.com ,", "ben@example.com"),
        ("@example.com", "anybody@example.com"),
        ("@exämple.com", "anybody@exämple.com"),
        ("*", "anybody@anywhere.net"),
        ("*", ""),
    ],
)
def test_it_lets_in_who_is_on_the_list(allowed: str, email: str) -> None:
    assert denial(allowed, email=email) is None


@pytest.mark.parametrize(
    ("allowed", "email"),
    [
        ("ada@example.com", "ben@example.com"),
        ("@example.com", "ada@example.com.evil.net"),
        ("@example.com", "ada@sub.example.com"),
        ("@example.com", "ada@evil.net@example.com"),
        ("@example.com", "@example.com"),
        ("@example.com", "example.com"),
        ("example.com", "ada@example.com"),
        ("@example.com", ""),
        ("@kontor.de", "ada@\u212aontor.de"),  # the Kelvin sign, whose small letter is a k
        ("@gross.de", "ada@groß.de"),
    ],
)
def test_it_keeps_out_who_is_not(allowed: str, email: str) -> None:
    assert denial(allowed, email=email) is Denial.NOT_LISTED


def test_without_a_list_nobody_comes_in() -> None:
    assert denial("") is Denial.NO_LIST
    assert denial(" , ") is Denial.NO_LIST


@pytest.mark.parametrize("said", [False, "false", 0, "no"])
def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(said: object) -> None:
    assert denial(email_verified=said) is Denial.UNVERIFIED


def test_a_provider_that_says_nothing_about_an_address_does_not_vouch_for_it() -> None:
    assert denial(email_verified=None) is Denial.UNVOUCHED


def test_an_admin_may_say_that_the_provider_vouches_for_every_address_it_does_not_deny() -> None:
    assert denial(trusts_email=True, email_verified=None) is None
    assert denial(trusts_email=True, email_verified=False) is Denial.UNVERIFIED


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (NOW - LASTS + timedelta(seconds=1), None),
        (NOW - LASTS, Denial.EXPIRED),
        (NOW - timedelta(days=29), Denial.EXPIRED),
        (NOW + timedelta(minutes=1), None),  # two machines' clocks
        (NOW + timedelta(days=1), Denial.EXPIRED),
    ],
)
def test_a_sign_in_lasts_as_long_as_is_set(since: datetime, expected: Denial | None) -> None:
    assert denial(iat=since.timestamp()) is expected


@pytest.mark.parametrize("said", [None, "", "yesterday", 1e30, float("nan")])
def test_a_sign_in_of_no_known_time_has_ended(said: object) -> None:
    assert denial(iat=said) is Denial.EXPIRED


def test_nobody_signed_in_is_told_apart_from_no_sign_in_at_all() -> None:
    rules = Rules(AllowList.parse(""), LASTS)
    assert Access(lambda: rules, lambda: None).denial() is Denial.SIGNED_OUT
    assert Access(lambda: rules, lambda: Visitor("", checked=False)).denial() is None


def test_what_runs_later_asks_about_who_was_there_when_it_was_made() -> None:
    """A download is made when somebody clicks, outside of the page's run."""
    at = [NOW]
    visitor: list[Visitor | None] = [Visitor.from_claims(claims())]
    access = Access(lambda: Rules(AllowList.parse("*"), LASTS), lambda: visitor[0], lambda: at[0])
    check = access.for_later()
    visitor[0] = None
    check()
    at[0] = NOW + LASTS
    with pytest.raises(NotAllowed) as refused:
        check()
    assert refused.value.denial is Denial.EXPIRED


class Files:
    """Settings that are read from one file, as `.env` is."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".env"
        self.path.write_text("", encoding="utf-8")

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")
        os.utime(
            self.path, ns=(0, hash(text) % 10**15)
        )  # two writes within a tick of the file system's clock

    def read(self) -> Settings:
        return Settings(_env_file=self.path)  # pyright: ignore[reportCallIssue]  pydantic-settings' own argument


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.delenv("CONSOLE_SIGN_IN_ALLOWED", raising=False)
    monkeypatch.delenv("CONSOLE_SIGN_IN_HOURS", raising=False)
    return Files(tmp_path)


def followed_rules(files: Files) -> Callable[[], Rules]:
    settings = FollowedSettings(files.read(), files.read, [files.path])
    return lambda: Rules.of(settings())


def test_who_is_taken_off_the_list_is_out_without_a_restart(files: Files) -> None:
    files.write("CONSOLE_SIGN_IN_ALLOWED=ada@example.com")
    rules = followed_rules(files)
    assert rules().allowed.admits("ada@example.com")

    files.write("CONSOLE_SIGN_IN_ALLOWED=ben@example.com\nCONSOLE_SIGN_IN_HOURS=1")

    assert not rules().allowed.admits("ada@example.com")
    assert rules().lasts == timedelta(hours=1)


def test_settings_that_cannot_be_read_leave_what_held_before(files: Files) -> None:
    files.write("CONSOLE_SIGN_IN_ALLOWED=ada@example.com")
    rules = followed_rules(files)

    files.write("CONSOLE_SIGN_IN_ALLOWED=*\nCONSOLE_SIGN_IN_HOURS=soon")
    assert not rules().allowed.admits("anybody@example.com")

    files.path.unlink()
    assert not rules().allowed.entries

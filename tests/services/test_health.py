"""Health report: what a load balancer is told."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from services import runtime
from services.health import health
from services.settings import Settings
from tests.sandbox_process import RunningSandbox


def settings_for(sandbox: RunningSandbox, folder: Path) -> Settings:
    return Settings(
        talkturo_base_url=sandbox.url,
        talkturo_token=SecretStr(sandbox.token),
        talkturo_team_id=sandbox.team_id,
        console_account_is_sandbox=True,
        console_database_url=f"sqlite:///{folder / 'console.db'}",
        console_requests_per_hour=100_000,
    )


def test_without_a_connection_it_is_not_healthy_and_says_so() -> None:
    report = health(None)
    assert report["healthy"] is False
    assert report["platform"] == "not configured"


def test_it_asks_the_platform_once_a_minute_however_often_it_is_asked(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    made = runtime.build(settings_for(sandbox, tmp_path))
    made.jobs.start()
    sandbox.forget_requests()
    try:
        reports = [health(made) for _ in range(20)]
    finally:
        made.stop()
    assert [report["healthy"] for report in reports] == [True] * 20
    assert reports[0]["database"] == reports[0]["platform"] == reports[0]["jobs"] == "ok"
    assert sum(sandbox.requests().values()) == 1


def test_a_revoked_key_is_told_without_the_key(sandbox: RunningSandbox, tmp_path: Path) -> None:
    settings = settings_for(sandbox, tmp_path)
    settings.talkturo_token = SecretStr("tk_test_revoked")
    made = runtime.build(settings)
    made.jobs.start()
    try:
        report = health(made)
    finally:
        made.stop()
    assert report["platform"] == "Unauthorized"
    assert report["healthy"] is False
    assert "tk_test_revoked" not in str(report)

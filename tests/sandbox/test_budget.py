from __future__ import annotations

from collections.abc import Callable

from sandbox.budget import HourlyBudget
from sandbox.clock import SandboxClock
from tests.sandbox.platform import Platform


def status(platform: Platform) -> int:
    return platform.client.get("/api/test-api-key").status_code


def test_over_the_budget_it_is_429_until_the_hour_is_over(reopen: Callable[..., Platform]) -> None:
    platform = reopen(requests_per_hour=3)
    assert [status(platform) for _ in range(4)] == [200, 200, 200, 429]
    refused = platform.client.get("/api/test-api-key")
    assert refused.headers["Retry-After"] == "3600"
    assert refused.json() == {"success": False, "error": "Rate limit exceeded"}
    platform.after(hours=5)
    assert status(platform) == 429, "a skipped hour refills nothing"
    platform.world.jump_to(platform.world.now() + 3600, as_if_run=True)
    assert status(platform) == 200


def test_a_wrong_key_spends_nothing(reopen: Callable[..., Platform]) -> None:
    platform = reopen(requests_per_hour=1)
    for _ in range(5):
        wrong = platform.client.get("/api/credits", headers={"Authorization": "Bearer nobody"})
        assert wrong.status_code == 401
    assert status(platform) == 200


def test_the_wait_is_told_in_real_seconds() -> None:
    """A fast clock's hour passes in a minute: twenty seconds in, forty are left."""
    real = [100.0]
    clock = SandboxClock(0.0, speed=60.0, real=lambda: real[0])
    budget = HourlyBudget(1, clock)
    assert budget.spend() is None
    real[0] += 20
    assert budget.spend() == 40
    real[0] += 40
    assert budget.spend() is None


def test_a_restart_does_not_refill_it(reopen: Callable[..., Platform]) -> None:
    platform = reopen(requests_per_hour=1)
    assert status(platform) == 200
    platform.world.remember()
    again = reopen(requests_per_hour=1)
    assert status(again) == 429

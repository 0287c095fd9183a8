"""Fixtures for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.internal.entropy import deterministic_PRNG

from components.streamlit_internals.collector import keep_collections_short
from tests.examples import by_day
from tests.sandbox_process import RunningSandbox, start_sandbox

# Generated examples count, not the milliseconds they take on a busy machine.
# On top of what Hypothesis takes for CI (the same examples every time) or for a person (new ones).
usual = settings.get_profile(settings.get_current_profile_name())
settings.register_profile("console", usual, deadline=None, max_examples=by_day(usual.max_examples))
settings.load_profile("console")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("lengthy") is None)


def pytest_collection_finish() -> None:
    """As the console does when it starts: each script run collects, and would look at all that the tests have loaded.

    Hypothesis makes its source of chance first: afterwards it would not find what refers to it, and warn.
    """
    with deterministic_PRNG():
        keep_collections_short()


@pytest.fixture(scope="session")
def shared_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """What `sandbox` gives to each module in turn."""
    with start_sandbox(tmp_path_factory.mktemp("sandbox"), "--empty", "--speed", "0") as running:
        yield running


@pytest.fixture(scope="module")
def sandbox(shared_sandbox: RunningSandbox) -> RunningSandbox:
    """A sandbox with one company, an assistant, two numbers and nobody to call. Its clock stands: `advance` moves it.

    One for all modules, because starting one takes seconds: whichever came before, each module finds it without faults,
    on a Tuesday at ten.
    """
    shared_sandbox.faults()
    shared_sandbox.odds()
    shared_sandbox.at_ten_on_a_tuesday()
    return shared_sandbox


@pytest.fixture(scope="session")
def demo_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox with the demo's data, on a clock as quick as ours. Look, but do not change what others look at."""
    with start_sandbox(tmp_path_factory.mktemp("demo"), "--seed", "1", "--speed", "1") as running:
        yield running

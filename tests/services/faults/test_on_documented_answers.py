"""The same promises on answers that hold what the platform's public page prints, and no more: launching on the page's
operations alone, creating and changing where the rest answers what the contract requires."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.deviations.faults import FaultKind
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.faults import changing, launching
from tests.services.faults.office import Office, variants
from tests.services.faults.promises import Promise, promises


@pytest.fixture(scope="module")
def documented_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("documented")
    with start_sandbox(folder, "--empty", "--speed", "0", "--answers", "documented") as running:
        yield running


@pytest.fixture
def office(documented_sandbox: RunningSandbox) -> Iterator[Office]:
    made = Office(documented_sandbox)
    yield made
    made.mended()
    made.close()


def of(column: str) -> list[Promise]:
    return [promise for promise in promises() if promise.column == column]


@pytest.mark.parametrize("promise", of("launching"), ids=lambda promise: promise.kind)
def test_a_launch_does_what_is_promised(office: Office, promise: Promise) -> None:
    launching.CHECKS[promise.sentence](office, FaultKind(promise.kind))


@pytest.mark.parametrize("promise", of("changing"), ids=lambda promise: promise.kind)
def test_creating_and_changing_do_what_is_promised(office: Office, promise: Promise) -> None:
    """A change that is not told cannot be seen afterwards: of those that may have been made, only creating is looked at."""
    check, kind = changing.CHECKS[promise.sentence], FaultKind(promise.kind)
    if check is not changing.looks_and_says:
        check(office, kind)
        return
    for more in variants(kind):
        changing.creates_once(office, kind, **more)

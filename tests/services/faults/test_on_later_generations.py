"""The same promises on the later generations of the platform; and of what fails and acts all the same, that it is done once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.deviations.faults import FaultKind
from services.api.generation import Generation
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.services.faults import acting_late
from tests.services.faults.office import Office
from tests.services.faults.promises import Promise, promises
from tests.services.faults.test_every_fault import CHECKS

ACTS_ALL_THE_SAME = (
    "delay_after",
    "drop_after",
    "server_error",
    "act_late",
    "html",
    "drop_in_body",
    "closed",
)
"""Kinds of faults behind which people may be in all the same, or which close a way: there the generations differ most."""
Later = tuple[RunningSandbox, Generation]
LATER = (Generation.ACTIONS, Generation.NEWEST)


@pytest.fixture(scope="module", params=LATER)
def later(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Later]:
    """One process a generation."""
    generation: Generation = request.param
    folder = tmp_path_factory.mktemp(generation)
    with start_sandbox(folder, "--empty", "--speed", "0", "--generation", generation) as running:
        yield running, generation


@pytest.fixture
def office(later: Later) -> Iterator[Office]:
    made = Office(*later)
    yield made
    made.mended()
    made.close()


BY_DAY = ("500", "a dropped connection", "a timeout")
"""Answers of each way to fail; all of them are walked by day on the first generation (`test_acting_late.py`)."""
LAUNCHING = [one for one in promises() if one.column == "launching"]
IN_THE_SOAK = [pytest.mark.soak]


def name(promise: Promise) -> str:
    return f"{promise.column}-{promise.kind}"


def launched_by_day(generation: Generation, promise: Promise) -> bool:
    """Both later ones launch in the same way: one shows by day what may have acted all the same, the other all of it."""
    return generation is Generation.NEWEST or promise.kind in ACTS_ALL_THE_SAME


@pytest.mark.parametrize(
    ("later", "promise"),
    [
        pytest.param(generation, one, marks=[] if launched_by_day(generation, one) else IN_THE_SOAK, id=f"{generation}-{name(one)}")
        for generation in LATER
        for one in LAUNCHING
    ],
    indirect=["later"],
)  # fmt: skip
def test_a_launch_does_what_is_promised(office: Office, promise: Promise) -> None:
    CHECKS[promise.column][promise.sentence](office, FaultKind(promise.kind))


def by_day(generation: Generation, promise: Promise) -> bool:
    """What is looked at and changed is read and sent the same way on each of them, and proved on the first one; an import does
    the same on both later ones, of which one shows the rest by day and the other that of a lost answer."""
    kinds = ACTS_ALL_THE_SAME if generation is Generation.NEWEST else ("drop_after",)
    return promise.column == "importing" and promise.kind in kinds


@pytest.mark.parametrize(
    ("later", "promise"),
    [
        pytest.param(generation, one, marks=[] if by_day(generation, one) else IN_THE_SOAK, id=f"{generation}-{name(one)}")
        for generation in LATER
        for one in promises()
        if one not in LAUNCHING
    ],
    indirect=["later"],
)  # fmt: skip
def test_the_console_does_what_is_promised(office: Office, promise: Promise) -> None:
    CHECKS[promise.column][promise.sentence](office, FaultKind(promise.kind))


@pytest.mark.lengthy
@pytest.mark.parametrize(
    "later", [pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST], indirect=True
)
@pytest.mark.parametrize(
    "answer", [pytest.param(one, marks=[] if one in BY_DAY else IN_THE_SOAK) for one in acting_late.ANSWERS]
)
@pytest.mark.parametrize("what", acting_late.CHECKS)
def test_what_acts_late_is_done_once(office: Office, what: str, answer: str) -> None:
    acting_late.CHECKS[what](office, answer, late=29)

"""Every fault of the sandbox, and what the console does at it, by the table of `docs/sandbox.md`: one test a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from sandbox.deviations.faults import FaultKind
from tests.services.faults import changing, importing, launching, looking
from tests.services.faults.office import Office
from tests.services.faults.promises import COLUMNS, Promise, promises

Checks = dict[str, Callable[[Office, FaultKind], None]]
CHECKS: dict[str, Checks] = dict(
    zip(COLUMNS, (looking.CHECKS, changing.CHECKS, launching.CHECKS, importing.CHECKS), strict=True)
)


@pytest.mark.parametrize("promise", [*promises()], ids=lambda promise: f"{promise.column}-{promise.kind}")
def test_the_console_does_what_is_promised(office: Office, promise: Promise) -> None:
    CHECKS[promise.column][promise.sentence](office, FaultKind(promise.kind))


def test_every_kind_of_fault_is_promised_once_for_everything_people_do() -> None:
    promised = Counter((promise.kind, promise.column) for promise in promises())

    assert promised == Counter((kind.value, column) for kind in FaultKind for column in COLUMNS)


def test_every_check_is_of_a_promise() -> None:
    promised = {(promise.column, promise.sentence) for promise in promises()}

    assert {(column, sentence) for column, checks in CHECKS.items() for sentence in checks} == promised

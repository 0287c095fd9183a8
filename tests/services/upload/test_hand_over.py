"""Handover of a list: not before what may forbid calls has been answered, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from services.api.models import Campaign, CampaignStatus
from services.audit.audit import Audit
from services.contact_file import CheckedFile, Travelling, check, guess_columns, read_table
from services.imports import Job, Jobs, Submitted
from services.person import Person
from services.upload.hand_over import HandOver
from tests.waiting import DEADLINE

CAMPAIGN = Campaign(id="camp_1", name="Spring", status=CampaignStatus.DRAFT, company_id="comp_1")


class _NobodyMayError(Exception):
    """The imports were asked."""


class _ClosedJobs:
    def require_allowed(self) -> None:
        raise _NobodyMayError


class _TakingJobs:
    def require_allowed(self) -> None:
        return

    def submit(self, *_people: object, **_said: object) -> Submitted:
        return Submitted(cast(Job, None), created=False)


def _hand_over(checked: CheckedFile, jobs: object, then: Callable[[], None] = lambda: None) -> HandOver:
    return HandOver(
        cast(Jobs, jobs),
        cast(Audit, None),
        checked,
        CAMPAIGN,
        read=lambda _campaign_id: CAMPAIGN,
        file_name="list.csv",
        file_digest=lambda: "digest",
        travelling=Travelling(),
        who=cast(Person, None),
        then=then,
    )


def test_nothing_is_stored_while_a_question_about_a_column_is_open() -> None:
    table = read_table(b"Name;Telefon;Opt\nA;030 27594863;x\nB;030 27594864;y\n")
    checked = check(table, guess_columns(table), "DE")

    with pytest.raises(ValueError, match="answered"):
        _hand_over(checked, _ClosedJobs())

    checked.answer(checked.columns.answered(2, may=["x"], must_not=["y"]))
    with pytest.raises(_NobodyMayError):
        _hand_over(checked, _ClosedJobs())


def test_a_list_that_is_stored_is_not_told_of_as_lost_whatever_fails_afterwards() -> None:
    table = read_table(b"Name;Telefon\nA;030 27594863\n")
    checked = check(table, guess_columns(table), "DE")

    def fails() -> None:
        raise RuntimeError

    hand_over = _hand_over(checked, _TakingJobs(), then=fails)

    assert hand_over.finished.wait(DEADLINE)
    assert hand_over.submitted is not None
    assert hand_over.failed is None

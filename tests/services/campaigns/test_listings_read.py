"""Pages of the list of campaigns, made from one read for all who look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.campaigns.listing import CampaignFilter, ShowDeleted
from services.person import Person
from services.runtime import Runtime
from tests.pages.world import make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.whole_console import whole_console


@pytest.fixture
def console(sandbox: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    yield from whole_console(sandbox, tmp_path)


def test_deleted_ones_are_shown_to_who_wants_to_see_them(console: Runtime) -> None:
    kept, gone = (make_campaign(console.api, f"Listed once, {what}") for what in ("kept", "deleted"))
    console.campaigns.delete(gone, who=Person("Anna"))

    def shown(deleted: ShowDeleted) -> set[str]:
        return {
            one.id for one in console.listings.read(deleted, CampaignFilter(search="listed once")).value.rows
        }

    assert shown(ShowDeleted.HIDDEN) == {kept.id}
    assert shown(ShowDeleted.ONLY) == {gone.id}
    assert shown(ShowDeleted.SHOWN) == {kept.id, gone.id}


def test_many_filters_are_answered_by_one_read(console: Runtime, sandbox: RunningSandbox) -> None:
    sandbox.forget_requests()
    for search in ("", "spring", "listed"):
        console.listings.read(ShowDeleted.HIDDEN, CampaignFilter(search=search))
    assert console.listings.unreadable(ShowDeleted.HIDDEN) == []

    assert sandbox.requests() == {"listCampaigns": 1}

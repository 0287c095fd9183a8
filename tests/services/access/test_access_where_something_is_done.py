"""Whoever may not use the console changes nothing, by whatever way a click came through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pydantic import SecretStr

from services.access.access import Denial, NotAllowed, Visitor
from services.api import Api, RequestBudget
from services.api.generation import Generation
from services.api.models import Campaign, CampaignCreate, CampaignUpdate
from services.contact_file import CheckedFile, Travelling
from services.database.database import make_engine
from services.person import Person
from services.runtime import Runtime
from services.settings import Settings
from services.sign_ins import EndedBy
from services.upload.hand_over import HandOver
from tests.new_database import make_tables
from tests.services.launch.platform import TEAM, FakePlatform

CAMPAIGN = Campaign.model_validate({"id": "c1", "name": "Spring", "status": "draft", "company_id": "co1"})
RUNNING = CAMPAIGN.model_copy(update={"status": "running"})
FORM = CampaignCreate(
    team_id=TEAM, assistant_id="a1", company_id="co1", from_number_ids=["n1"], name="Spring"
)
LIST: dict[str, Any] = {
    "file_name": "a.csv",
    "file_digest": "d",
    "campaign_id": "c1",
    "campaign_name": "Spring",
}

DEEDS: dict[str, Callable[[Runtime], object]] = {
    "create": lambda made: made.creations.create_once("form", FORM, who=Person("Ada")),
    "launch": lambda made: made.launches.launch("c1", made.launches.seen(CAMPAIGN), who=Person("Ada")),
    "edit": lambda made: made.campaigns.edit(CAMPAIGN, CampaignUpdate(name="Other"), who=Person("Ada")),
    "pause": lambda made: made.campaigns.pause(RUNNING, who=Person("Ada")),
    "resume": lambda made: made.launches.resume("c1", made.launches.seen(CAMPAIGN), who=Person("Ada")),
    "cancel": lambda made: made.campaigns.cancel(CAMPAIGN, who=Person("Ada")),
    "delete": lambda made: made.campaigns.delete(CAMPAIGN, who=Person("Ada")),
    "import": lambda made: made.jobs.submit(iter(()), company_id="co1", who=Person("Ada"), **LIST),
    "hand over": lambda made: HandOver(
        made.jobs,
        made.audit,
        cast(CheckedFile, SimpleNamespace(is_open=False)),
        CAMPAIGN,
        read=lambda _campaign_id: CAMPAIGN,
        file_name="a.csv",
        file_digest=lambda: "d",
        travelling=Travelling(),
        who=Person("Ada"),
    ),
    "pause import": lambda made: made.jobs.pause("job"),
    "resume import": lambda made: made.jobs.resume("job"),
    "retry import": lambda made: made.jobs.retry_failed("job"),
    "cancel import": lambda made: made.jobs.cancel("job"),
    "erase import": lambda made: made.jobs.forget("job"),
}


class Door:
    """A console with a list of who may, and whoever stands in front of it."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(
            talkturo_base_url="https://platform.test",
            talkturo_token=SecretStr("t"),
            talkturo_team_id=TEAM,
            console_sign_in_allowed="ada@example.com",
        )
        engine = make_engine(f"sqlite:///{folder / 'console.db'}")
        make_tables(engine)
        self.platform = FakePlatform()
        self.platform.campaigns["c1"] = {"id": "c1", "name": "Spring", "status": "draft"}
        budget = RequestBudget(10_000)
        api = Api("https://platform.test", "t", TEAM, transport=self.platform, budget=budget)
        self.visitor: Visitor | None = None
        self.runtime = Runtime(settings, engine, budget, api, visitor=lambda: self.visitor)
        self.runtime.api.campaigns.which_generation = lambda: Generation.SEED

    def signed_out(self) -> None:
        self.visitor = None

    def signed_in(self, email: str, ago: timedelta = timedelta(), sign_in: str = "one") -> None:
        self.visitor = Visitor("Ada", email, since=datetime.now(UTC) - ago, sign_in=sign_in)
        self.runtime.sign_ins.begin(sign_in, self.visitor.person)

    def ended(self) -> None:
        self.signed_in("ada@example.com")
        self.runtime.sign_ins.end("one", EndedBy.SIGNED_OUT)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    made = Door(tmp_path_factory.mktemp("door"))
    yield made
    made.runtime.stop()


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_for_who_may_not(door: Door, deed: str) -> None:
    cast_of: list[tuple[Denial, Callable[[], None]]] = [
        (Denial.SIGNED_OUT, door.signed_out),
        (Denial.EXPIRED, lambda: door.signed_in("ada@example.com", timedelta(days=2))),
        (Denial.NOT_LISTED, lambda: door.signed_in("ben@example.com")),
        (Denial.ENDED, door.ended),
    ]
    for denial, enters in cast_of:
        enters()
        with pytest.raises(NotAllowed) as refused:
            DEEDS[deed](door.runtime)
        assert refused.value.denial is denial
    assert door.platform.asked == door.platform.created == []
    assert door.platform.campaigns["c1"]["status"] == "draft"
    assert door.runtime.audit.entries().total == 0
    assert door.runtime.launches.latest("c1") is None


def test_only_admins_end_everybodys_sign_ins(door: Door) -> None:
    door.signed_in("ada@example.com", sign_in="desk")
    with pytest.raises(NotAllowed) as refused:
        door.runtime.sessions.end_everybodys()
    assert refused.value.denial is Denial.NOT_ADMIN
    assert door.runtime.access.denial() is None, "nobody's sign-in has ended"


def test_who_is_on_the_list_creates_a_campaign(door: Door) -> None:
    door.signed_in("ada@example.com", timedelta(hours=2), sign_in="two")
    assert DEEDS["create"](door.runtime)
    assert len(door.platform.created) == 1

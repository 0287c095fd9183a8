"""Two consoles on one database and a platform that fails in every way: counted in the platform's own log of runs."""

from __future__ import annotations

import json
import os
import pickle
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from services.api import Api, RequestBudget
from services.api.models import CampaignCreate, ContactCreate
from services.database.database import make_engine
from services.launch import IntentState, Launches
from tests.forked_process import ForkedProcess
from tests.new_database import make_tables
from tests.sandbox_process import ASSISTANT_ID, COMPANY_ID, NUMBER_IDS, RunningSandbox, start_sandbox
from tests.services.launch.clicker import main

pytestmark = pytest.mark.lengthy

RUN: dict[str, Any] = {"operation": "runCampaign", "times": None}
FAULTS = [
    RUN | {"kind": "server_error", "chance": 0.05, "act": True},
    RUN | {"kind": "server_error", "chance": 0.05, "status": 502},
    RUN | {"kind": "drop_before", "chance": 0.05},
    RUN | {"kind": "drop_after", "chance": 0.1},
    RUN | {"kind": "html", "chance": 0.05, "act": True},
    RUN | {"kind": "truncated_json", "chance": 0.05},
    RUN | {"kind": "rate_limited", "chance": 0.03, "retry_after": 0},
    RUN | {"kind": "success_false", "chance": 0.03},
    {"operation": "getCampaign", "times": None, "kind": "server_error", "chance": 0.01},
]
SLOW = [
    RUN | {"kind": "delay_before", "seconds": 1.5, "times": 3},
    RUN | {"kind": "delay_after", "seconds": 1.5, "times": 3, "skip": 20},
]
DEADLINE_SECONDS = 1.0


class Consoles:
    """One sandbox, one database of the console, and processes that click."""

    def __init__(self, sandbox: RunningSandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.database = f"sqlite:///{folder / 'console.db'}"
        self.engine: Engine = make_engine(self.database)
        make_tables(self.engine)
        self.api = Api(
            sandbox.url,
            sandbox.token,
            sandbox.team_id,
            demo=True,
            budget=RequestBudget(10_000_000),
            deadline=60,
        )
        self.launches = Launches(self.engine, self.api)
        anna = ContactCreate(
            company_id=COMPANY_ID, first_name="Anna", last_name="Becker", phone="+4930123456"
        )
        self.person_id = self.api.contacts.create(anna).contact.id

    def campaigns(self, count: int) -> list[str]:
        """So many drafts, each with one person to call."""
        ids: list[str] = []
        for number in range(count):
            form = CampaignCreate(
                team_id=self.sandbox.team_id,
                assistant_id=ASSISTANT_ID,
                company_id=COMPANY_ID,
                from_number_ids=NUMBER_IDS,
                name=f"Campaign {number}",
            )
            ids.append(self.api.campaigns.create(form).id)
            self.api.campaigns.add_contacts(ids[-1], [self.person_id])
        return ids

    def click(self, campaigns: list[str], *, people: int) -> Counter[str]:
        """All people of both processes click on all campaigns, having seen them as they are now."""
        wanted = set(campaigns)
        views = [self.launches.seen(one) for one in self.api.campaigns.list() if one.id in wanted]
        assert len(views) == len(campaigns)
        file = self.folder / "views.pickle"
        file.write_bytes(pickle.dumps(views))
        self.sandbox.faults(*FAULTS, *SLOW)
        processes = [self._process(name, file, people) for name in ("Berlin", "Boston")]
        said: Counter[str] = Counter()
        for process in processes:
            process.stdin.write("go\n")
        for process in processes:
            said.update(json.loads(process.stdout.read()))
            assert process.wait() == 0
        self.sandbox.faults()
        return said

    def runs_by_campaign(self) -> Counter[str]:
        return Counter(run["campaign_id"] for run in self.sandbox.runs() if not run["dry_run"])

    def _process(self, who: str, views: Path, people: int) -> ForkedProcess:
        order = {
            "url": self.sandbox.url,
            "token": self.sandbox.token,
            "team": self.sandbox.team_id,
            "database": self.database,
            "views": str(views),
            "deadline": DEADLINE_SECONDS,
            "people": people,
            "who": who,
        }
        process = ForkedProcess(main, os.environ)
        process.stdin.write(json.dumps(order) + "\n")
        assert process.stdout.readline() == "ready\n"
        return process


@pytest.fixture
def consoles(tmp_path: Path) -> Iterator[Consoles]:
    with start_sandbox(tmp_path, "--empty", "--speed", "0") as sandbox:
        made = Consoles(sandbox, tmp_path)
        yield made
        made.api.close()
        made.engine.dispose()


def check(consoles: Consoles, campaigns: list[str], said: Counter[str]) -> None:
    runs = consoles.runs_by_campaign()
    for campaign_id in campaigns:
        sent = [
            one for one in consoles.launches.history(campaign_id) if one.state is not IntentState.WITHDRAWN
        ]
        assert runs[campaign_id] <= len(sent), "one run for one intent"
        decided = [one for one in sent if one.previous is not None]
        assert len(sent) - len(decided) <= 1, "only a person goes on"
        if any(one.state is IntentState.LAUNCHED for one in sent):
            assert runs[campaign_id] >= 1, "said launched, and it was not"
    assert said["launched"] > len(campaigns) * 0.5, "most of them were launched"
    assert said["already"] > said["launched"], "and the other clicks found that out"


def test_it_launches_each_campaign_once_from_two_processes(consoles: Consoles) -> None:
    campaigns = consoles.campaigns(30)
    check(consoles, campaigns, consoles.click(campaigns, people=1))


@pytest.mark.soak
def test_it_launches_ten_thousand_campaigns_once_each(consoles: Consoles) -> None:
    for _round in range(10):
        campaigns = consoles.campaigns(1000)
        check(consoles, campaigns, consoles.click(campaigns, people=2))

"""From file to campaign on the generations with contact groups: the page asks for no company, and one click is enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from services.api.generation import Generation
from services.api.models import ContactCreate
from services.runtime import Runtime
from tests.pages.conftest import SOON, OpenPage, everything, running_console, with_jobs
from tests.pages.test_new_campaign_page import named, run
from tests.pages.upload.test_upload_page import done, use_people
from tests.pages.upload.upload_files import SAFE_AMERICAN, drop, us_excel
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import RunningSandbox, start_sandbox
from tests.waiting import until


@pytest.fixture(params=[pytest.param(Generation.ACTIONS, marks=pytest.mark.soak), Generation.NEWEST], ids=str)
def platform(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RunningSandbox]:
    arguments = ("--empty", "--generation", str(request.param), "--speed", "60")
    with start_sandbox(tmp_path, *arguments) as running:
        yield running


@pytest.fixture
def newer(platform: RunningSandbox, tmp_path: Path) -> Iterator[Runtime]:
    for made in running_console(platform, tmp_path):
        yield from with_jobs(made, poll_seconds=SOON)


def known_person(console: Runtime, number: int) -> str:
    group = next(iter(console.api.groups.list().items))
    person = ContactCreate(
        first_name="Ada", last_name=f"No {number}", phone=f"+49301234{number:03}", group_id=group.id
    )
    return console.api.contacts.create(person).contact.id


def test_a_list_goes_in_without_a_company_and_only_the_first_of_it(
    open_page: OpenPage, platform: RunningSandbox, newer: Runtime
) -> None:
    campaign = make_campaign(newer.api, f"Spring {uuid4().hex[:6]}")
    tab = drop(open_page("upload", campaign=campaign.id), us_excel(SAFE_AMERICAN))
    assert not tab.button(key="use-people").disabled
    assert "company" not in everything(tab)
    done(use_people(tab.number_input(key="use-at-most").set_value(1).run()), newer)

    assert enrolled(platform, campaign.id) == ["+12127365000"]
    [job] = newer.jobs.with_people_waiting(campaign.id)
    assert (job.way, job.waiting, job.moved) == ("rows", 1, 0)


def test_people_who_are_picked_go_in_once_by_an_import(
    open_page: OpenPage, platform: RunningSandbox, newer: Runtime
) -> None:
    make_campaign(newer.api, "So that the generation is certain")
    picked = [known_person(newer, number) for number in range(3)]
    name = f"Spring {uuid4().hex[:6]}"
    tab = named(open_page("new"), name)
    tab = run(tab.radio(key="people-source").set_value("picked"))
    tab = run(tab.multiselect(key="people-picked").set_value(picked))
    run(tab.button(key="create-campaign").click())

    [made] = [one for one in newer.api.campaigns.list() if one.name == name]
    [job] = until(newer.jobs.list, lambda jobs: bool(jobs) and jobs[0].ended)
    assert (job.campaign_id, job.rows.enrolled, job.moved) == (made.id, 3, 0)
    assert len(enrolled(platform, made.id)) == 3

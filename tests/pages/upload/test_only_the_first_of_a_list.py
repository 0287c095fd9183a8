"""Only the first of a list into the campaign, and the others by one click: on the upload, the import and the campaign."""

from __future__ import annotations

from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from components.upload.first_of_list import said_of
from services.api.models import Campaign
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import add_people, named, run
from tests.pages.upload.test_upload_page import done, use_people
from tests.pages.upload.upload_files import SAFE_AMERICAN, drop, upload_of, us_excel
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import COMPANY_ID, RunningSandbox
from tests.waiting import until


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


def uploaded(open_page: OpenPage, campaign: Campaign, most: int) -> AppTest:
    tab = drop(open_page("upload", campaign=campaign.id), us_excel(SAFE_AMERICAN), f"{uuid4().hex[:6]}.csv")
    return tab.number_input(key="use-at-most").set_value(most).run()


def test_only_the_first_go_in_and_the_others_by_one_click(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = uploaded(open_page, campaign, 1)
    assert said_of(1, 2) in everything(tab)
    tab = done(use_people(tab), working)

    assert enrolled(sandbox, campaign.id) == ["+12127365000"]
    [job] = working.jobs.with_people_waiting(campaign.id)
    key = f"others-import-{job.id}"
    assert tab.button(key=key)
    assert open_page("imports", job=job.id).button(key=key)

    page = open_page("campaign", id=campaign.id)
    twin = open_page("campaign", id=campaign.id)
    page.button(key=key).click().run()
    twin.button(key=key).click().run()
    until(lambda: working.jobs.get(job.id), lambda one: not one.active)

    assert sorted(enrolled(sandbox, campaign.id)) == ["+12127365000", "+14154567890"]
    assert [entry.code for entry in working.jobs.get(job.id).log].count("others") == 1
    assert working.jobs.with_people_waiting(campaign.id) == []


@pytest.mark.usefixtures("working")
def test_the_same_file_again_shows_who_waits_still(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    content = us_excel(SAFE_AMERICAN)
    tab = drop(open_page("upload", campaign=campaign.id), content)
    done(use_people(tab.number_input(key="use-at-most").set_value(1).run()), working)

    again = use_people(drop(open_page("upload", campaign=campaign.id), content))
    [job] = working.jobs.with_people_waiting(campaign.id)
    assert again.query_params["job"] == job.id
    assert again.button(key=f"others-import-{job.id}")


def test_a_new_campaign_begins_with_the_first_of_a_companys_people(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime
) -> None:
    add_people(working, 5)
    everybody = len(list(working.api.contacts.list(COMPANY_ID, do_not_call=False, has_phone=True)))
    name = f"Spring {uuid4().hex[:6]}"
    tab = named(open_page("new"), name)
    tab = run(tab.radio(key="people-source").set_value("everybody"))
    tab = run(tab.number_input(key="people-at-most").set_value(2))
    run(tab.button(key="create-campaign").click())

    [made] = [one for one in working.api.campaigns.list() if one.name == name]
    [job] = until(lambda: working.jobs.with_people_waiting(made.id), bool)
    assert (job.rows.enrolled, job.waiting) == (2, everybody - 2)
    assert len(enrolled(sandbox, made.id)) == 2


MAYBE = [
    "First Name,Phone,Do Not Call",
    "Ann,(212) 736-5000,maybe",
    "Bob,415-456-7890,",
    "Cat,(312) 456-0188,",
]


def test_the_number_outlasts_a_question_that_is_answered_anew(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", campaign=campaign.id), us_excel(MAYBE), f"{uuid4().hex[:6]}.csv")
    tab = tab.button(key="may-call-2").click().run()
    tab = tab.number_input(key="use-at-most").set_value(1).run()

    tab = tab.button(key="answer-anew-2").click().run()
    assert not [one for one in tab.number_input if one.key == "use-at-most"]
    tab = tab.button(key="may-call-2").click().run()

    assert tab.number_input(key="use-at-most").value == 1
    done(use_people(tab), working)
    assert enrolled(sandbox, campaign.id) == ["+12127365000"]


def mended(tab: AppTest, row: int, phone: str) -> AppTest:
    upload = upload_of(tab)
    assert upload and upload.checked
    upload.checked.mend(row, 1, phone)
    upload.edits += 1
    tab = tab.run()
    assert not tab.exception
    return tab


def test_the_number_outlasts_a_list_that_is_smaller_for_a_while(
    open_page: OpenPage, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", campaign=campaign.id), us_excel(MAYBE), f"{uuid4().hex[:6]}.csv")
    tab = tab.button(key="may-call-2").click().run()
    tab = tab.number_input(key="use-at-most").set_value(2).run()
    for row, shown in ((1, [2]), (2, [])):
        tab = mended(tab, row, "1")
        assert [one.value for one in tab.number_input if one.key == "use-at-most"] == shown

    tab = mended(mended(tab, 1, "(212) 736-5000"), 2, "415-456-7890")

    assert tab.number_input(key="use-at-most").value == 2
    assert tab.button(key="use-people").label == "Use these 2 people"
    tab = tab.number_input(key="use-at-most").set_value(None).run()
    assert tab.button(key="use-people").label == "Use these 3 people"

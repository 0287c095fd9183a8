"""A list becomes people in a campaign: the whole way on the page, over a real sandbox."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from services.api import errors
from services.api.models import Campaign
from services.audit.audit import AuditAction, Filter
from services.calling_days.days import CLOSED, DAILY, CallingDays
from services.person import Person
from services.runtime import Runtime
from tests.pages.conftest import OpenPage, everything
from tests.pages.launches import launch, prepare
from tests.pages.upload.upload_files import checked, drop, german_excel, upload_of, us_excel
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import RunningSandbox
from tests.waiting import DEADLINE, until

ANNA = Person("Anna")
LANGUAGES = ["en", "de"]


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


def use_people(tab: AppTest) -> AppTest:
    """Click, and wait until the list is stored."""
    tab = tab.button(key="use-people").click().run()
    upload = upload_of(tab)
    if upload is not None and upload.hand_over is not None:
        assert upload.hand_over.finished.wait(DEADLINE)
        tab = tab.run()
    return tab


def done(tab: AppTest, console: Runtime) -> AppTest:
    job_id = tab.query_params["job"]
    job_id = job_id[0] if isinstance(job_id, list) else job_id
    until(lambda: console.jobs.get(job_id), lambda job: job.ended)
    return tab.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_german_export_ends_in_the_campaign(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign, language: str
) -> None:
    tab = drop(open_page("upload", language, campaign=campaign.id), german_excel(), "kunden.csv")
    if language == "en":
        tab.selectbox(key="file-region").set_value("DE")
        tab = checked(tab.run())
    assert enrolled(sandbox, campaign.id) == []

    tab = done(use_people(tab), working)

    assert not tab.exception
    assert enrolled(sandbox, campaign.id) == ["+49301234567", "+498945678901"]
    [entry] = working.audit.entries(Filter(campaign_id=campaign.id, actions=(AuditAction.IMPORT,))).rows
    assert entry.figures == {"people": 2, "left_out": 5}
    assert "kunden" in everything(tab)


def test_after_the_launch_it_says_so_and_launches_no_more(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    number = f"+4930{uuid4().int % 9_000_000 + 21_000_000}"  # that no other test has called
    tab = drop(
        open_page("upload", "de", campaign=campaign.id),
        f"Vorname;Nachname;Telefon\nIna;Neu;{number}".encode(),
    )
    tab = done(use_people(tab), working)
    assert tab.button(key=f"start-{campaign.id}")

    launch(prepare(campaign.id))

    tab = tab.run()
    assert "Die Kampagne: :green-badge[" in everything(tab)
    assert [one for one in tab.button if one.key == f"start-{campaign.id}"] == []


def test_nobody_goes_into_a_campaign_launched_since_it_was_said_that_nobody_is_called_by_this(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime
) -> None:
    campaign = make_campaign(working.api, f"Spring {uuid4().hex[:6]}", people=3)
    seen = enrolled(sandbox, campaign.id)
    tab = drop(open_page("upload", "en", campaign=campaign.id), us_excel())
    said = "Nobody is called by this. People are called when the campaign is launched."
    assert said in everything(tab)

    working.api.campaigns.run(campaign.id)
    tab = checked(use_people(tab))

    assert working.jobs.list() == []
    assert enrolled(sandbox, campaign.id) == seen
    assert "So nobody was put into it from here" in everything(tab)


def test_of_a_campaign_that_begins_by_itself_it_is_said_that_it_calls_them_then(
    open_page: OpenPage, console: Runtime
) -> None:
    made = make_campaign(console.api, f"Spring {uuid4().hex[:6]}", people=1)
    closed_but_once = tuple(
        DAILY if day == (console.api.clock.now() + timedelta(days=2)).weekday() else CLOSED
        for day in range(7)
    )
    console.calling_days.set(made.id, made.name, CallingDays(week=closed_but_once), who=ANNA)
    with pytest.raises(errors.ClosedNow):
        console.keeper.rests.before_a_start(made, None, ANNA, launch=True)

    shown = everything(drop(open_page("upload", "en", campaign=made.id), us_excel()))

    assert "This campaign goes on by itself on" in shown
    assert "People are called when the campaign is launched" not in shown


@pytest.mark.usefixtures("working")
def test_the_same_file_again_shows_the_import_there_is(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    first = done(use_people(drop(open_page("upload", "de", campaign=campaign.id), german_excel())), working)
    again = drop(open_page("upload", "de", campaign=campaign.id), german_excel())

    again = again.button(key="show-import").click().run()

    assert again.query_params["job"] == first.query_params["job"]
    assert len(working.jobs.list()) == 1


def test_two_people_with_one_file_have_one_import(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    first = drop(open_page("upload", "de", campaign=campaign.id), german_excel())
    second = drop(open_page("upload", "de", campaign=campaign.id), german_excel())

    first, second = use_people(first), use_people(second)

    assert first.query_params["job"] == second.query_params["job"]


def test_who_is_in_the_campaign_is_not_put_in_again(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    done(use_people(drop(open_page("upload", "de", campaign=campaign.id), german_excel())), working)
    more = [*german_excel().decode("cp1252").splitlines(), "Neu;Person;;030 9876543;;"]

    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel(more), "mehr.csv")

    upload = upload_of(tab)
    assert upload and upload.checked
    assert (
        upload.checked.reasons(next(v for v in upload.checked.counts if v == "duplicate"))["in_campaign"] == 2
    )


def test_a_decided_row_goes_in_with_the_number_shown(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel())
    assert tab.pills(key="verdict").value == "review"

    upload = upload_of(tab)
    assert upload
    upload.decide((3,), True)  # no test can click in a table: see tests/components/upload/test_grid.py
    upload.decide((4,), False)
    tab = tab.run()
    assert list(tab.data_editor[0].value["decision"]) == ["Verwenden", "Auslassen"]
    done(use_people(tab), working)

    assert "+49307654321" in enrolled(sandbox, campaign.id)
    assert "+49307654399" not in enrolled(sandbox, campaign.id)


@pytest.mark.usefixtures("working")
def test_a_remark_that_speaks_against_a_call_stands_beside_its_row(
    open_page: OpenPage, campaign: Campaign
) -> None:
    said = "am Telefon **sehr** genervt, bitte nicht mehr anrufen, sagt seine Frau"
    lines = ["Vorname;Nachname;Telefon;Notizen", f"Max;Zwei;030 7654321;{said}", "Ute;Drei;030 7654399;"]

    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel(lines))

    upload = upload_of(tab)
    assert upload and upload.checked
    assert upload.checked.row(1).reason == "note_do_not_call"
    assert list(tab.data_editor[0].value["why"]) == [f"Notizen: „{said}“"]


def test_all_alike_are_decided_at_once(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel())

    tab = tab.button_group(key="answer-two_numbers").set_value("use").run()
    done(use_people(tab), working)

    assert {"+49307654321", "+49307654399"} <= set(enrolled(sandbox, campaign.id))


def test_a_mended_cell_is_judged_at_once(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel())
    tab = tab.pills(key="verdict").set_value("invalid").run()

    upload = upload_of(tab)
    assert upload and upload.checked
    upload.checked.mend(5, 3, "040 22334455")
    done(use_people(tab.run()), working)

    assert "+494022334455" in enrolled(sandbox, campaign.id)


def test_nobody_marked_do_not_call_goes_in(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "en", campaign=campaign.id), us_excel())
    done(use_people(tab), working)

    assert "+13125550188" not in enrolled(sandbox, campaign.id)

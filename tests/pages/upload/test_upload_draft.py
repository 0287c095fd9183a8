"""Drafts: what was dropped, answered, mended and decided is there again in a new session: after a reload, by the menu, after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event, func, select, update
from streamlit.testing.v1 import AppTest

from services.api.models import Campaign
from services.do_not_call import NewEntry, Reason
from services.drafts.table import DraftRow
from services.person import Person
from services.runtime import Runtime
from services.texts import set_language
from services.upload.upload_state import read_upload_state
from tests.pages.conftest import OpenPage, everything
from tests.pages.test_new_campaign_page import campaigns
from tests.pages.upload.test_upload_page import use_people
from tests.pages.upload.upload_files import checked, drop, german_excel, upload_of
from tests.pages.world import enrolled, make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.database.database_troubles import held_by_another_program
from tests.services.drafts.conftest import files_refused
from tests.waiting import until

PHONE = 3


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


def draft_of(tab: AppTest) -> str:
    asked = tab.query_params["draft"]
    return asked[0] if isinstance(asked, list) else asked


def worked_on(open_page: OpenPage, campaign: Campaign) -> AppTest:
    """A list with one row used, one left out, and one mended."""
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel(), "kunden.csv")
    upload = upload_of(tab)
    assert upload and upload.checked
    upload.decide((3,), True)
    upload.decide((4,), False)
    upload.checked.mend(5, PHONE, "030 9876543")
    upload.edits += 1
    return tab.run()


def decide(tab: AppTest, row: int, accept: bool | None) -> None:
    upload = upload_of(tab)
    assert upload
    upload.decide((row,), accept)


def reopened(open_page: OpenPage, draft_id: str) -> AppTest:
    return checked(open_page("upload", "de", draft=draft_id))


def test_a_new_session_goes_on_where_the_last_one_was(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    before = worked_on(open_page, campaign)

    tab = reopened(open_page, draft_of(before))

    assert not tab.exception
    first, again = upload_of(before), upload_of(tab)
    assert first and again and first.checked and again.checked
    assert [(row.verdict, row.decided, row.e164) for row in again.checked.rows()] == [
        (row.verdict, row.decided, row.e164) for row in first.checked.rows()
    ]
    assert again.checked.row(3).decided is True
    assert again.checked.row(5).e164 == "+49309876543"
    assert tab.selectbox(key="upload-campaign").value == campaign.id
    assert (again.asked_anew, again.read_otherwise) == (0, False)
    [listed] = console.drafts.list()
    assert (listed.name, dict(listed.figures)) == ("kunden.csv", {"ready": 4, "questions": 0, "left_out": 3})


def test_opening_a_draft_changes_nothing_and_the_later_of_two_pages_is_told(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    draft_id = draft_of(worked_on(open_page, campaign))
    one, other = reopened(open_page, draft_id), reopened(open_page, draft_id)
    assert "nicht überschrieben" not in everything(one) + everything(other)

    for tab, accept in ((one, False), (other, None)):
        decide(tab, 3, accept)

    assert "nicht überschrieben" not in everything(one.run())
    assert "nicht überschrieben" in everything(other.run())
    upload = upload_of(reopened(open_page, draft_id))
    assert upload and upload.checked and upload.checked.row(3).decided is False


def test_a_list_whose_draft_was_deleted_on_another_page_is_kept_as_another_draft(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    tab = worked_on(open_page, campaign)
    first = draft_of(tab)
    console.drafts.delete(first)
    decide(tab, 3, False)
    tab = tab.run()
    assert "verwendet oder gelöscht" in everything(tab)

    tab = tab.button(key="keep-own-draft").click().run()

    upload = upload_of(tab)
    assert upload and until(lambda: upload.draft.kept, bool)
    assert draft_of(tab) != first
    again = upload_of(reopened(open_page, draft_of(tab)))
    assert again and again.checked and again.checked.row(3).decided is False


def test_a_page_that_was_loaded_anew_while_its_file_is_being_stored_waits_for_it(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    draft_id = draft_of(worked_on(open_page, campaign))
    assert until(lambda: console.drafts.open(draft_id), bool)

    def stored(whole: bool) -> None:
        with console.engine.begin() as connection:
            connection.execute(update(DraftRow).values(complete=whole))

    stored(False)
    tab = open_page("upload", "de", draft=draft_id)
    assert "wird gerade aufbewahrt" in everything(tab)
    assert draft_of(tab) == draft_id

    stored(True)
    upload = upload_of(checked(tab.run()))

    assert upload and upload.checked and upload.checked.row(3).decided is True


def test_what_a_click_has_said_is_kept_before_the_page_is_drawn(
    open_page: OpenPage, console: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    tab = worked_on(open_page, campaign)
    kept = console.drafts.open(draft_of(tab))
    decide(tab, 3, False)
    console.reads.forget("")
    sandbox.faults({"operation": "listCampaigns", "kind": "delay_before", "seconds": 1.5})

    def draw() -> None:
        set_language("de")  # of this thread
        tab.run()

    drawing = Thread(target=draw)
    drawing.start()

    assert kept
    until(lambda: console.drafts.open(kept.id), lambda now: bool(now and now.version > kept.version))
    kept_at = monotonic()
    drawing.join()
    assert monotonic() - kept_at > 1


def test_a_file_that_is_no_list_is_no_draft(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    tab = drop(open_page("upload", "de", campaign=campaign.id), b"%PDF-1.7 nothing to read", "angebot.pdf")

    assert "draft" not in tab.query_params
    assert console.drafts.list() == []
    with console.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(DraftRow)) == 0


def test_cells_whose_check_broke_off_are_kept_for_another_try(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    console.settings.console_check_seconds = 1e-6
    tab = drop(open_page("upload", campaign=campaign.id), german_excel(), "large.csv")
    assert "took too long" in everything(tab)
    console.settings.console_check_seconds = 300

    tab = checked(open_page("upload", draft=draft_of(tab)))

    upload = upload_of(tab)
    assert upload is not None
    assert upload.checked is not None


def test_a_row_that_must_not_be_called_by_now_is_not_called_because_of_an_old_decision(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    draft_id = draft_of(worked_on(open_page, campaign))
    console.do_not_call.add(NewEntry("+49307654321", Reason.ASKED), region="DE", who=Person("Ada"))

    upload = upload_of(reopened(open_page, draft_id))

    assert upload and upload.checked
    assert upload.checked.row(3).verdict == "blocked"


@pytest.mark.usefixtures("working")
def test_a_list_that_went_in_is_no_draft_any_more(
    open_page: OpenPage, working: Runtime, campaign: Campaign
) -> None:
    tab = worked_on(open_page, campaign)
    draft_id = draft_of(tab)

    use_people(tab)

    assert working.drafts.list() == []
    assert working.drafts.content(draft_id) is None
    assert "nicht mehr da" in everything(open_page("upload", "de", draft=draft_id))


def test_a_country_that_nobody_said_is_not_kept(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    by_language = draft_of(drop(open_page("upload", "de", campaign=campaign.id), german_excel(), "a.csv"))
    tab = drop(open_page("upload", "de", campaign=campaign.id), german_excel(), "b.csv")
    said = draft_of(checked(tab.selectbox(key="file-region").set_value("AT").run()))

    again = [upload_of(checked(open_page("upload", "en", draft=each))) for each in (by_language, said)]

    assert [one.region for one in again if one] == ["US", "AT"]


def test_another_file_puts_this_one_away_and_it_can_be_taken_back(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    tab = worked_on(open_page, campaign)
    draft_id = draft_of(tab)

    tab = tab.button(key="other-file").click().run()
    assert upload_of(tab) is None
    assert console.drafts.list() == []

    tab = checked(tab.button(key="take-back-draft").click().run())
    upload = upload_of(tab)
    assert upload and upload.checked and upload.checked.row(3).decided is True
    assert draft_of(tab) == draft_id


def test_nothing_is_written_where_nothing_was_changed(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    tab = worked_on(open_page, campaign)
    draft_id = draft_of(tab)
    kept = console.drafts.open(draft_id)

    tab.run()
    tab.run()

    again = console.drafts.open(draft_id)
    assert kept and again and again.version == kept.version
    assert read_upload_state(again.state)


def test_work_goes_on_while_the_database_is_away_and_is_kept_once_it_is_back(
    open_page: OpenPage, console: Runtime, campaign: Campaign, tmp_path: Path
) -> None:
    tab = worked_on(open_page, campaign)
    with held_by_another_program(tmp_path / "console.db"):
        decide(tab, 3, False)
        assert everything(tab.run()).count("zurzeit nicht aufbewahrt") == 1
        tab.switch_page("pages/imports_page.py").run()
        tab = tab.switch_page("pages/upload_page.py").run()
        upload = upload_of(tab)
        assert upload and upload.checked and upload.checked.row(3).decided is False
    assert until(console.database.ask_now, bool)

    tab = tab.run()

    assert "zurzeit nicht aufbewahrt" not in everything(tab)
    upload = upload_of(reopened(open_page, draft_of(tab)))
    assert upload and upload.checked and upload.checked.row(3).decided is False


def test_a_list_whose_file_could_not_be_stored_stays_on_the_page_that_says_so(
    open_page: OpenPage, console: Runtime, campaign: Campaign, tmp_path: Path
) -> None:
    with files_refused(console.engine):
        tab = worked_on(open_page, campaign)
        upload = upload_of(tab)
        assert upload and until(lambda: upload.draft.problem, bool)
    upload.draft.clock = lambda: 1e9  # long after
    with held_by_another_program(tmp_path / "console.db"):
        for _look in range(2):  # a new draft cannot be begun, and the old one is not there
            decide(tab, 3, False)
            assert everything(tab.run()).count("zurzeit nicht aufbewahrt") == 1
            assert upload_of(tab) is upload
    assert until(console.database.ask_now, bool)

    tab = tab.run()

    assert until(lambda: upload.draft.kept, bool)
    again = upload_of(reopened(open_page, draft_of(tab)))
    assert again and again.checked and again.checked.row(3).decided is False


def test_going_on_with_another_draft_does_not_lose_a_list_that_is_not_kept(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    other = draft_of(drop(open_page("upload", "de", campaign=campaign.id), german_excel(), "andere.csv"))
    with files_refused(console.engine):
        tab = worked_on(open_page, campaign)
        upload = upload_of(tab)
        assert upload and until(lambda: upload.draft.problem, bool)

        tab.query_params["draft"] = other
        tab = tab.run()

        assert upload_of(tab) is upload
        assert "ginge verloren" in everything(tab)
    tab = tab.button(key="other-file").click().run()
    tab.query_params["draft"] = other
    opened = upload_of(checked(tab.run()))
    assert opened and opened.name == "andere.csv"


def test_the_menu_leads_back_to_the_list_that_was_left(
    open_page: OpenPage, console: Runtime, campaign: Campaign
) -> None:
    tab = worked_on(open_page, campaign)
    tab.switch_page("pages/imports_page.py").run()
    assert upload_of(tab) is None  # it takes no memory meanwhile

    for name in list(tab.query_params):
        del tab.query_params[name]
    tab = checked(tab.switch_page("pages/upload_page.py").run())

    upload = upload_of(tab)
    assert upload and upload.checked and upload.checked.row(3).decided is True


def named(tab: AppTest, name: str) -> AppTest:
    """The campaign that the list begins, changed in its own step and back."""
    tab = tab.button(key="change-begun").click().run()
    assert not [one for one in tab.button if one.key == "use-people"]  # one step at a time
    tab = tab.text_input(key="campaign-name").set_value(name).run()
    return tab.button(key="back-to-list").click().run()


def test_the_campaign_that_a_list_begins_comes_back_and_is_created_once(
    open_page: OpenPage, working: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    assert campaign  # whose assistant, numbers and company the new one takes
    tab = drop(open_page("upload", "de", campaign="new"), german_excel(), "kunden.csv")
    tab = named(tab, "Einmal im Herbst")
    one, other = reopened(open_page, draft_of(tab)), reopened(open_page, draft_of(tab))
    assert ["**Einmal im Herbst**" in everything(each) for each in (one, other)] == [True, True]

    checked(use_people(one))
    other = other.button(key="use-people").click().run()

    assert len(campaigns(sandbox, "Einmal im Herbst")) == 1
    assert "nichts mehr aufbewahrt oder verwendet" in everything(other)
    until(working.jobs.list, bool)
    assert [job.campaign_name for job in working.jobs.list()] == ["Einmal im Herbst"]


def test_a_new_campaign_is_never_one_that_the_list_has_begun_before(
    open_page: OpenPage, working: Runtime, campaign: Campaign, sandbox: RunningSandbox
) -> None:
    tab = drop(open_page("upload", "de", campaign="new"), german_excel(), "kunden.csv")
    upload = upload_of(tab)
    assert upload and upload.begun
    upload.begun.campaign_id = campaign.id  # created before, and its list did not go in
    before = upload.begun.token
    tab = tab.run()
    assert upload.begun.token != before

    basics = upload.begun.basics
    upload.begun.basics = replace(basics, from_number_ids=basics.from_number_ids[:1])
    tab = tab.run()
    assert upload.begun.retries.people_at_once == 1  # a default of which nothing warns

    checked(use_people(named(tab, "Ganz neu")))

    until(working.jobs.list, bool)
    assert [job.campaign_name for job in working.jobs.list()] == ["Ganz neu"]
    assert (len(campaigns(sandbox, "Ganz neu")), enrolled(sandbox, campaign.id)) == (1, [])


@contextmanager
def states_kept(engine: Engine) -> Iterator[list[dict[str, Any]]]:
    """The states of drafts in the order in which they are kept."""
    states: list[dict[str, Any]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def keeps(*told: Any) -> None:
        statement, values = told[2], told[3]
        if statement.startswith("UPDATE drafts"):
            states.extend(json.loads(one) for one in values if isinstance(one, str) and one.startswith("{"))

    try:
        yield states
    finally:
        event.remove(engine, "before_cursor_execute", keeps)


@pytest.mark.parametrize(
    ("kind", "control", "chosen", "read"),
    [
        ("number_input", "file-header-row", 0, "as_read.header_row"),
        ("selectbox", "file-region", "AT", "region"),
    ],
)
def test_a_reading_that_was_chosen_is_there_again_although_the_page_was_closed_before_it_was_checked(
    open_page: OpenPage,
    console: Runtime,
    campaign: Campaign,
    kind: str,
    control: str,
    chosen: str | int,
    read: str,
) -> None:
    tab = worked_on(open_page, campaign)
    draft_id = draft_of(tab)
    with states_kept(console.engine) as states:
        checked(getattr(tab, kind)(key=control).set_value(chosen).run())
    draft = console.drafts.open(draft_id)
    assert draft
    as_closed = next(state for state in states if "region" in state)
    console.drafts.save(draft_id, draft.version, name=draft.name, state=as_closed, figures={})

    again = upload_of(checked(reopened(open_page, draft_id)))  # as it was read before, then as it was chosen

    assert again
    assert attrgetter(read)(again) == chosen
    assert again.read_otherwise is False
    decided = [row.decided for row in again.checked.rows()] if again.checked else []
    assert True not in decided  # that was about the other reading

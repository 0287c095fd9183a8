"""Every list on its way and how each ended: what the page says, and what its controls do, over a real sandbox."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from uuid import uuid4

import pytest
from streamlit.testing.v1 import AppTest

from components.frame import shell
from components.imports.controls import cancel, forget
from components.imports.rows import cells, header
from services import texts
from services.api.models import Campaign
from services.audit.audit import AuditAction
from services.contact_file import check, guess_columns, read_table
from services.contact_file import people as people_of_file
from services.imports import Job, JobState
from services.person import Person
from services.runtime import Runtime
from services.spreadsheet import spreadsheet
from tests.pages.conftest import OpenPage, everything, with_jobs
from tests.pages.launches import launch, prepare
from tests.pages.own_elements import click
from tests.pages.world import NASTY_NAMES, make_campaign
from tests.sandbox_process import RunningSandbox
from tests.services.imports.people import batches, person
from tests.waiting import until

BAD_ROWS = [
    {
        "verdict": "invalid",
        "reason": "not_a_number",
        "e164": "",
        "phone": "unknown",
        "own": '{"Id": "=7+1"}',
    },
    {"verdict": "blocked", "reason": "do_not_call", "do_not_call": True},
]


@pytest.fixture
def standing(console: Runtime) -> Iterator[Runtime]:
    """The console without anybody at work on imports, so that each stays where a person puts it."""
    yield from with_jobs(console, run_here=False)


@pytest.fixture
def campaign(console: Runtime) -> Campaign:
    return make_campaign(console.api, f"Spring {uuid4().hex[:6]}")


def submit(console: Runtime, campaign: Campaign, *, people: int = 3, name: str = "kunden.csv") -> Job:
    """A list of `people` who may be called and two who must not."""
    start = int(uuid4().hex[:6], 16)
    rows = [person(start + number, row=number + 1, line=number + 2) for number in range(people)]
    rows += [person(people + number, **bad) for number, bad in enumerate(BAD_ROWS)]
    return console.jobs.submit(
        batches(rows),
        file_name=name,
        file_digest=uuid4().hex,
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        company_id=campaign.company_id or "",
        who=Person("Maria"),
    ).job


def ended(console: Runtime, job: Job) -> Job:
    return until(lambda: console.jobs.get(job.id), lambda found: found.ended)


def keys(tab: AppTest) -> set[str]:
    return {str(button.key) for button in tab.button if button.key}


def links(tab: AppTest) -> list[str]:
    """Labels of the links to one import each."""
    return [one.proto.label for one in tab.get("page_link") if "job=" in one.proto.query_string]


def metrics(tab: AppTest) -> list[str]:
    return [one.value for one in tab.metric]


def test_without_imports_it_says_what_they_are(open_page: OpenPage, console: Runtime, language: str) -> None:
    tab = open_page("imports", language)

    assert not tab.exception
    assert {"en": "No imports yet", "de": "Noch keine Importe"}[language] in everything(tab)
    assert console.jobs.list() == []


def test_a_finished_import_adds_up(
    open_page: OpenPage, working: Runtime, campaign: Campaign, language: str
) -> None:
    job = ended(working, submit(working, campaign))

    tab = open_page("imports", language, job=job.id)

    assert not tab.exception
    assert metrics(tab) == ["3", "0", "2", "0"]
    said = everything(tab)
    assert "3 + 0 + 2 + 0 = 5" in said
    assert "Maria" in said
    assert {"en": "No number that can be called", "de": "Keine Nummer, die angerufen werden kann"}[
        language
    ] in said
    assert {"en": "Finished: every row is accounted for.", "de": "Fertig: Jede Zeile ist nachgewiesen."}[
        language
    ] in said


def test_the_list_names_who_file_and_campaign(
    open_page: OpenPage, working: Runtime, campaign: Campaign, language: str
) -> None:
    jobs = [ended(working, submit(working, campaign, name=f"list {number}.csv")) for number in range(2)]

    tab = open_page("imports", language)

    assert not tab.exception
    said = everything(tab)
    assert said.count("Maria") == 2
    assert "Person(" not in said
    assert said.count({"en": "Finished", "de": "Erledigt"}[language]) == 2
    assert all(campaign.name in label for label in links(tab))
    assert len(links(tab)) == len(jobs)


@pytest.mark.parametrize("name", NASTY_NAMES.values(), ids=NASTY_NAMES)
def test_names_show_as_typed(open_page: OpenPage, standing: Runtime, campaign: Campaign, name: str) -> None:
    job = submit(standing, campaign.model_copy(update={"name": name}), name=f"{name}.csv")

    for tab in (open_page("imports"), open_page("imports", job=job.id)):
        assert not tab.exception
        assert "**bold** [link]" not in everything(tab)
        assert ":red[sale]" not in everything(tab)


def test_an_unknown_import_is_a_sentence(open_page: OpenPage, console: Runtime, language: str) -> None:
    tab = open_page("imports", language, job="nothing")

    assert console.jobs.list() == []
    assert not tab.exception
    assert {"en": "There is no such import.", "de": "Diesen Import gibt es nicht."}[language] in everything(
        tab
    )


def test_it_is_paused_goes_on_and_is_stopped_with_a_question(
    open_page: OpenPage, standing: Runtime, campaign: Campaign
) -> None:
    job = submit(standing, campaign)
    tab = open_page("imports", job=job.id)

    tab = tab.button(key=f"pause-import-{job.id}").click().run()
    assert standing.jobs.get(job.id).state is JobState.PAUSED
    tab = tab.button(key=f"resume-import-{job.id}").click().run()
    assert standing.jobs.get(job.id).state is JobState.WAITING

    tab = tab.button(key=f"cancel-import-{job.id}").click().run()
    assert standing.jobs.get(job.id).state is JobState.WAITING
    assert "What is done stays done" in everything(tab)
    assert tab.button(key=f"confirm-cancel-import-{job.id}")
    cancel(standing, job)  # what the dialog's button does; the browser's test clicks it

    assert standing.jobs.get(job.id).state is JobState.CANCELLED
    assert f"pause-import-{job.id}" not in keys(open_page("imports", job=job.id))


def test_before_it_goes_on_it_says_that_its_campaign_calls_by_now(
    open_page: OpenPage, standing: Runtime
) -> None:
    running = make_campaign(standing.api, f"Spring {uuid4().hex[:6]}", people=3)
    job = submit(standing, running)
    standing.jobs.pause(job.id)
    said = "This campaign is running: whoever is put in is called as soon as its calling hours allow."
    assert said not in everything(open_page("imports", "en", job=job.id))

    launch(prepare(running.id))

    assert said in everything(open_page("imports", "en", job=job.id))


def test_the_launch_window_says_which_list_is_still_going_in_and_starts_nothing(
    open_page: OpenPage, standing: Runtime
) -> None:
    draft = make_campaign(standing.api, f"Spring {uuid4().hex[:6]}", people=3)
    submit(standing, draft, name="more.csv")

    tab = click(open_page("campaign", "en", id=draft.id), "launch", draft.id)

    assert tab.button(key=f"confirm-launch-{draft.id}").disabled
    assert "This list is not in yet: more\\.csv" in everything(tab)


def test_a_click_that_comes_too_late_says_so(
    open_page: OpenPage, standing: Runtime, campaign: Campaign, language: str
) -> None:
    job = submit(standing, campaign)
    tab = open_page("imports", language, job=job.id)
    standing.jobs.cancel(job.id)

    tab = tab.button(key=f"pause-import-{job.id}").click().run()

    assert not tab.exception
    assert standing.jobs.get(job.id).state is JobState.CANCELLED
    assert {"en": "no longer possible", "de": "nicht mehr möglich"}[language] in tab.toast[0].value


def test_rows_that_failed_are_tried_again(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign
) -> None:
    """With the four core operations nobody new can be put into the CRM; later the key may do more."""
    sandbox.account(profile="core")
    job = ended(working, submit(working, campaign))
    sandbox.account(profile="full")
    assert (job.rows.enrolled, job.retryable) == (0, 3)

    tab = open_page("imports", job=job.id)
    tab = tab.button(key=f"retry-import-{job.id}").click().run()

    assert not tab.exception
    assert ended(working, job).rows.enrolled == 3
    assert enrolled(sandbox, campaign) == 3


def enrolled(sandbox: RunningSandbox, campaign: Campaign) -> int:
    """How many the sandbox's own database says are in the campaign."""
    with sqlite3.connect(f"file:{sandbox.db_path}?mode=ro", uri=True) as database:
        query = "select count(*) from enrolments where campaign_id = ?"
        return database.execute(query, (campaign.id,)).fetchone()[0]


def test_people_are_deleted_after_a_question_and_the_counts_stay(
    open_page: OpenPage, working: Runtime, campaign: Campaign, language: str
) -> None:
    job = ended(working, submit(working, campaign))
    tab = open_page("imports", language, job=job.id)

    tab = tab.button(key=f"forget-import-{job.id}").click().run()
    assert not working.jobs.get(job.id).forgotten
    assert tab.button(key=f"confirm-forget-import-{job.id}")
    forget(working, job)

    assert working.jobs.get(job.id).forgotten
    assert list(working.jobs.ends(job.id)) == []
    assert AuditAction.ERASE in {entry.action for entry in working.audit.entries().rows}
    tab = open_page("imports", language, job=job.id)
    assert metrics(tab) == ["3", "0", "2", "0"]
    assert not tab.get("download_button")
    assert f"forget-import-{job.id}" not in keys(tab)


def test_every_row_and_its_reason_can_be_downloaded(
    open_page: OpenPage, working: Runtime, campaign: Campaign, language: str
) -> None:
    job = ended(working, submit(working, campaign))
    assert len(open_page("imports", language, job=job.id).get("download_button")) == 1

    texts.set_language(language)
    own = working.jobs.own_columns(job.id)
    content = spreadsheet(header(own), (cells(end, own) for end in working.jobs.ends(job.id)))
    file = content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(file), delimiter={"en": ",", "de": ";"}[language]))
    assert len(rows) == 6
    put_in = {"en": "Put into the campaign", "de": "In die Kampagne aufgenommen"}[language]
    assert [row[1] for row in rows].count(put_in) == 3
    assert all(row[2] for row in rows[4:])
    assert rows[4][-1] == "'=7+1"  # no formula to a spreadsheet

    again = check(read_table(content), guess_columns(read_table(content)), "DE")  # mended, it comes back
    people = [row for batch in people_of_file.batches(again) for row in batch.to_pylist()]
    assert [people[3][name] for name in ("first_name", "last_name", "phone")] == [
        "First3",
        "Last3",
        "unknown",
    ]
    assert '"Id": "=7+1"' in people[3]["own"]


def test_the_navigation_counts_what_runs_and_what_waits_for_somebody(
    open_page: OpenPage, standing: Runtime, campaign: Campaign
) -> None:
    assert shell.imports_badge(standing.jobs) == (0, ":material/move_to_inbox:")
    job = submit(standing, campaign)
    assert shell.imports_badge(standing.jobs) == (1, ":material/sync:")
    standing.jobs.pause(job.id)
    assert shell.imports_badge(standing.jobs) == (0, ":material/move_to_inbox:")


def test_a_refused_key_is_said_and_it_goes_on_by_itself(
    open_page: OpenPage, sandbox: RunningSandbox, working: Runtime, campaign: Campaign, language: str
) -> None:
    sandbox.replace_token(None)
    sent = submit(working, campaign)
    job = until(lambda: working.jobs.get(sent.id), lambda found: found.state is JobState.PAUSED)

    tab = open_page("imports", language, job=job.id)
    assert shell.imports_badge(working.jobs)[1] == ":material/error:"
    assert {"en": "does not accept the key", "de": "nimmt den Schlüssel nicht mehr an"}[
        language
    ] in everything(tab)

    sandbox.replace_token(sandbox.token)
    tab = tab.button(key=f"resume-import-{job.id}").click().run()
    assert ended(working, job).rows.enrolled == 3

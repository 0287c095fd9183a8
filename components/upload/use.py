"""Last step of an upload: what will happen, the rows left out, and the button that hands the list over."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlalchemy import Engine

from components.console import console, person
from components.new_campaign.create import remember_click
from components.ui import formats
from components.ui.downloads import WORKBOOK, spreadsheet_button
from components.ui.markdown import plain
from components.ui.messages import Doing, draw_problem
from components.ui.refreshing import refreshing
from components.upload import kept, session_file
from components.upload.called_when import when_called
from components.upload.campaign import NEW, ask_for_campaign
from components.upload.file import MOMENT, Agreed, Upload
from components.upload.first_of_list import at_most, draw_at_most, said_of, take_typed
from components.upload.new_campaign import Begun, not_yet_there
from components.upload.progress import EVERY
from components.upload.questions import waiting_words
from components.upload.script import said_of_travel, script_of
from components.upload.ways import way_of
from services.access.data_export import Exported
from services.api import ApiError
from services.api.generation import needs_company
from services.api.models import Campaign
from services.campaigns.one import read_now
from services.contact_file import CheckedFile, RowVerdict, export, left_out_workbook
from services.database.circuit_breaker import DatabaseAway
from services.deployment import Deployment
from services.runtime import Runtime
from services.texts import _, ngettext
from services.upload.earlier_imports import earlier_import, list_digest
from services.upload.hand_over import HandOver

UNNAMED = ""


def draw_use(
    upload: Upload, checked: CheckedFile, campaign: Campaign | None, made: Runtime, begun: Begun | None = None
) -> None:
    """Says it before it is done. The sum and the button stay at the bottom of the window, wherever the page is. `begun` is the
    campaign that the list begins, where it begins one."""
    if begun is not None:
        campaign = not_yet_there(begun.draft)
    counts = checked.counts
    generation = made.generations.generation
    usable, said_of_way = way_of(
        checked, checked.callable_rows, made.deployment.may, made.budget.state(), generation
    )
    if campaign and (earlier := _earlier(upload, campaign, made.engine)):
        _draw_earlier(earlier)
    company = None
    if campaign and usable and (campaign.company_id or needs_company(generation)):
        company = company_name(campaign, made.deployment)
    called = when_called(campaign, made.facts)
    goes_in, *others = _sentences(upload, counts, usable, campaign, company, called)
    if upload.refused:
        draw_problem(upload.refused, Doing.SAVING)
    first = [said_of_way] if said_of_way and not usable else [goes_in, said_of_way]
    said = st.container(key="what-will-happen")
    most = _draw_more(upload, checked, usable if campaign else 0)
    if most:
        first = [said_of(most, usable), said_of_way]
    travel = said_of_travel(script_of(upload, checked.columns, campaign), checked.columns) if usable else []
    said.markdown("\n".join(f"- {sentence}" for sentence in [*first, *others, *travel] if sentence))
    obstacle = _obstacle(campaign, made) if begun is None else begun.missing
    draw_bar(
        checked,
        most or usable,
        obstacle=obstacle or (None if usable else said_of_way or None),
        on_click=partial(_hand_over, campaign, usable)
        if begun is None
        else partial(_create_first, begun.draft.token, usable),
    )


def _draw_more(upload: Upload, checked: CheckedFile, usable: int) -> int | None:
    """What few need: only a part of the `usable` people, and the rows left out. How many are wanted; None for all."""
    left_out = checked.left_out_rows
    if usable < 2 and not left_out:
        return None
    said = ngettext("{count} row left out", "{count} rows left out", left_out)
    label = said.format(count=formats.number(left_out)) if left_out else ""
    if usable >= 2:
        label = " · ".join(filter(None, [_("Only the first people"), label]))
    with st.expander(label, key="use-more", icon=":material/more_horiz:"):
        most = draw_at_most(upload, usable)
        if left_out:
            with st.container(horizontal=True, vertical_alignment="center"):
                _draw_left_out(upload, checked, left_out)
    return most


def draw_bar(
    checked: CheckedFile, wanted: int, *, obstacle: str | None, on_click: Callable[[], None] | None
) -> None:
    """What becomes of the rows in one line, and the button that hands `wanted` people over."""
    label = ngettext("Use this {count} person", "Use these {count} people", wanted)
    with (
        st.bottom,
        st.container(
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key="upload-bar",
            gap="small",
        ),
    ):
        st.markdown(_sum_words(checked), width="content")
        st.button(
            label.format(count=formats.number(wanted)),
            key="use-people",
            type="primary",
            icon=":material/group_add:",
            disabled=not wanted or obstacle is not None,
            help=obstacle,
            on_click=on_click,
        )


def draw_waiting(checked: CheckedFile) -> None:
    """The sum, and why nobody can be used yet."""
    draw_bar(checked, checked.callable_rows, obstacle=waiting_words(checked), on_click=None)


def _sum_words(checked: CheckedFile) -> str:
    """The rows of the file in three numbers that add up to it."""
    ready, open_ones = checked.callable_rows, checked.counts[RowVerdict.REVIEW]
    left = checked.table.row_count - ready - open_ones
    counts = (
        (ready, ngettext("**{count}** ready", "**{count}** ready", ready)),
        (open_ones, ngettext("**{count}** question", "**{count}** questions", open_ones)),
        (left, ngettext("**{count}** left out", "**{count}** left out", left)),
    )
    return " · ".join(said.format(count=formats.number(count)) for count, said in counts)


def _earlier(upload: Upload, campaign: Campaign, engine: Engine) -> str | None:
    try:
        return earlier_import(engine, upload.digest, campaign.id)
    except DatabaseAway:
        return None  # whether it is one is found out when the list is taken in, and nothing is taken in until then


def _obstacle(campaign: Campaign | None, made: Runtime) -> str | None:
    if campaign and not campaign.company_id and needs_company(made.generations.generation):
        return _(
            "This campaign belongs to no company, so nobody can be put into it. Choose its company on the campaign's page."
        )
    return None


def _sentences(
    upload: Upload,
    counts: dict[RowVerdict, int],
    usable: int,
    campaign: Campaign | None,
    company: str | None,
    called: str,
) -> list[str]:
    said = [_goes_in(usable, counts[RowVerdict.DUPLICATE], campaign, company)]
    if campaign and campaign.id != NEW and upload.lookup and not upload.lookup.compared:
        said.append(
            _("Who is in the campaign already is found out while the people go in; nobody is in it twice.")
        )
    if counts[RowVerdict.REVIEW]:
        rows = ngettext(
            "{count} row waits for your decision; without one it is left out.",
            "{count} rows wait for your decision; without one they are left out.",
            counts[RowVerdict.REVIEW],
        )
        said.append(rows.format(count=formats.number(counts[RowVerdict.REVIEW])))
    said.append(called)
    return said


def _goes_in(usable: int, present: int, campaign: Campaign | None, company: str | None) -> str:
    if not usable and present:
        return _("Nobody new goes in: these people are there already or have no number that can be called.")
    if not usable:
        return _("Nobody goes in: no row has a number that can be called.")
    if campaign is None:
        people = ngettext("{count} person can be used.", "{count} people can be used.", usable)
        return people.format(count=formats.number(usable))
    if company is None:
        people = ngettext(
            "{count} person goes into the campaign {campaign}.",
            "{count} people go into the campaign {campaign}.",
            usable,
        )
        return people.format(count=formats.number(usable), campaign=f"**{plain(campaign.name)}**")
    people = ngettext(
        "{count} person goes into the company {company} and into the campaign {campaign}.",
        "{count} people go into the company {company} and into the campaign {campaign}.",
        usable,
    )
    return people.format(
        count=formats.number(usable),
        company=f"**{plain(company or '–')}**",
        campaign=f"**{plain(campaign.name)}**",
    )


def company_name(campaign: Campaign, deployment: Deployment) -> str:
    """The company new people go into; empty where it cannot be told."""
    try:
        companies = deployment.companies().value
    except ApiError:
        return UNNAMED  # only a name is missing; the page says elsewhere that the platform does not answer
    return next((one.name for one in companies if one.id == campaign.company_id), UNNAMED)


def _draw_earlier(job_id: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="earlier-import"):
        st.info(
            _("This file was put into this campaign before. Nobody goes in twice."),
            icon=":material/history:",
            width="stretch",
        )
        st.button(_("Show that import"), key="show-import", on_click=show_job, args=(job_id,))


def show_job(job_id: str) -> None:
    """Callback: the page shows an import, and its address leads back to it."""
    st.query_params["job"] = job_id
    kept.PAGE.forget()
    session_file.close()


def _create_first(token: str, usable: int) -> None:
    """Callback: the next run creates the campaign, and then these people go in."""
    upload = session_file.present()
    if upload is not None:
        take_typed(usable)
        upload.agreed = Agreed(usable, at_most(upload, usable))
        remember_click(token)


def go_in_as_agreed(upload: Upload, campaign: Campaign | None) -> None:
    """Hand the list over where a click has created its campaign. Compared with the campaign and with our own list once more,
    they must be as many as the person saw: else nobody goes in, and the page shows who is left."""
    agreed, upload.agreed = upload.agreed, None
    if agreed is None or campaign is None or upload.begun is None or upload.begun.campaign_id != campaign.id:
        return
    made, checked = console(), upload.checked
    if checked is None or checked.is_open:
        return
    may, budget, generation = made.deployment.may, made.budget.state(), made.generations.generation
    if way_of(checked, checked.callable_rows, may, budget, generation).usable == agreed.people:
        _hand_over_at_most(campaign, agreed.at_most)
        st.rerun()


def _hand_over(campaign: Campaign | None, usable: int) -> None:
    """Callback: these people go in."""
    upload = session_file.present()
    if campaign is None:
        ask_for_campaign()
    elif upload is not None:
        take_typed(usable)
        _hand_over_at_most(campaign, at_most(upload, usable))


def _hand_over_at_most(campaign: Campaign, most: int | None) -> None:
    """Store the list as an import. Goes on whatever becomes of the page, and once however often clicked."""
    upload, who = session_file.present(), person()
    if upload is None or upload.checked is None or upload.hand_over or who is None:
        return
    checked, made = upload.checked, console()
    if _obstacle(campaign, made) or not kept.claim(upload):
        return
    script = script_of(upload, checked.columns, campaign)
    travelling = script.travelling(checked.columns)
    if checked.table.header_row:
        made.upload_choices.remember(checked.columns)
        made.team_fields.decide(checked.columns.header, script.confirmed(checked.columns))
    if travelling.keys:
        made.team_fields.use(set(travelling.keys.values()))
    upload.refused = None
    upload.hand_over = HandOver(
        made.jobs,
        made.audit,
        checked,
        campaign,
        read=partial(read_now, made.api, may=made.deployment.may),
        file_name=upload.name,
        file_digest=partial(list_digest, upload.digest, checked, corrected=upload.corrected),
        travelling=travelling,
        who=who,
        company_needed=needs_company(made.generations.generation),
        at_most=most,
        then=made.drafts.finisher(upload.draft.id),
    )
    upload.hand_over.finished.wait(MOMENT)


@refreshing(EVERY)
def draw_hand_over() -> None:
    """The list is being stored; then the page shows its import."""
    upload = session_file.present()
    if upload is None or upload.hand_over is None:
        st.rerun()
    if not upload.hand_over.finished.is_set():
        st.progress(0.0, text=_("The list is being put in store"))
        return
    submitted, failed = upload.hand_over.submitted, upload.hand_over.failed
    upload.hand_over = None
    if isinstance(failed, DatabaseAway | ApiError):
        upload.refused = failed
        console().campaigns.refresh()  # perhaps it is not as it was shown
    elif failed:
        raise failed
    if submitted:
        show_job(submitted.job.id)
    st.rerun()


def _draw_left_out(upload: Upload, checked: CheckedFile, count: int) -> None:
    held = weakref.ref(upload)  # the button must not keep the file alive

    def made() -> bytes:
        present = held()
        return b"".join(export.left_out(present.checked)) if present and present.checked else b""

    label = ngettext("Download {count} row left out", "Download {count} rows left out", count)
    name = _("{file}-left-out.csv").format(file=upload.name.rsplit(".", 1)[0]).removesuffix(".csv")
    said = label.format(count=formats.number(count))
    spreadsheet_button(said, name, made, "download-left-out", Exported.PEOPLE)
    if not left_out_workbook.fits(checked):
        return  # a workbook has less room, and takes longer to write

    def made_workbook() -> bytes:
        present = held()
        return left_out_workbook.left_out(present.checked) if present and present.checked else b""

    spreadsheet_button(
        _("As an Excel workbook"),
        name,
        made_workbook,
        "download-left-out-workbook",
        Exported.PEOPLE,
        kind=WORKBOOK,
    )

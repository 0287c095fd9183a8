"""Calls of a campaign, newest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.campaign.history import draw_answers
from components.campaign.person_search import draw_person_search
from components.do_not_call.asked import SomebodyToCall, draw_asked
from components.ui import address, formats
from components.ui.downloads import spreadsheet_button
from components.ui.empty import draw_empty
from components.ui.markdown import on_one_line
from components.ui.messages import problems_shown
from components.ui.table_height import table_height
from components.ui.unreadable import ListKind, draw_unreadable
from components.words.outcomes import outcome_word
from services.access.data_export import Exported
from services.api.models import Call, CampaignContact
from services.campaign.facts import CampaignFacts
from services.campaign.outcome_list import ANY
from services.campaign.person_search import search_for
from services.deployment import Way
from services.live import LiveState
from services.spreadsheet import spreadsheet
from services.texts import _, ngettext

SHOWN = 500
LATEST = 10
OVER = ("completed", "failed")
OUTCOME, SEARCH = "call-outcome", "call-search"


def draw_calls_view(_state: LiveState, facts: CampaignFacts) -> None:
    campaign = facts.campaign
    draw_answers(facts)
    with problems_shown():
        answer = facts.calls()
        if answer.value is None:
            st.info(
                _("This key may not read the call log. Talkturo itself shows it."),
                title=_("Not possible here"),
            )
        elif not answer.value and not answer.unreadable:
            draw_empty(_("No call has been made yet."))
        else:
            if answer.way is not Way.DIRECT:
                st.caption(_("This key may not read the whole call log: these are the latest calls."))
            draw_unreadable(ListKind.CALLS, answer.unreadable)
            names = facts.names(answer.value)
            with st.container(horizontal=True):
                calls, typed = _draw_choice(answer.value), draw_person_search(SEARCH)
            searched = search_for(typed)
            calls = [call for call in calls if searched(name_called(call, names), call.to_number or "")]
            if typed:
                draw_calls_found(calls[:SHOWN], len(answer.value), names)
            else:
                draw_calls(calls[:SHOWN], names)
            draw_asked(
                [
                    SomebodyToCall(call.to_number, name_called(call, names), call.contact_id)
                    for call in calls[:SHOWN]
                    if call.to_number
                ],
                f"call-{campaign.id}",
            )
            spreadsheet_button(
                _("Download the calls"),
                _("calls"),
                lambda: _as_spreadsheet(calls, names),
                "download-calls",
                Exported.CALLS,
                (campaign.id, campaign.name),
            )


def _draw_choice(calls: Sequence[Call]) -> Sequence[Call]:
    """Draw the choice of an outcome, of those that there are; answers the calls that ended so."""
    counts = Counter(call.outcome for call in calls if call.outcome)
    asked = address.choice(OUTCOME, [ANY, *counts], ANY)
    st.selectbox(
        _("Outcome"),
        [ANY, *(outcome for outcome, _count in counts.most_common())],
        format_func=lambda one: (
            f"{outcome_word(one)} ({formats.number(counts[one])})" if one else _("All outcomes")
        ),
        key=OUTCOME,
        on_change=address.keep,
        args=(OUTCOME, ANY),
        label_visibility="collapsed",
        width=240,
    )
    return [call for call in calls if asked in (ANY, call.outcome)]


def draw_calls(calls: Sequence[Call], names: Mapping[str, str], *, height: int = 600) -> None:
    """A table of calls, with the `names` of who was called by their ids; nothing where there are none."""
    if not calls:
        return
    st.caption(
        ngettext("The latest call", "The latest {count} calls", len(calls)).format(
            count=formats.number(len(calls))
        )
    )
    _draw_table(calls, names, height)


def draw_calls_found(found: Sequence[Call], newest: int, names: Mapping[str, str]) -> None:
    """What a search has found among so many of the `newest` calls: earlier ones are not read, which is said."""
    said = ngettext("Found in the newest call: {found}", "Found in the newest {count} calls: {found}", newest)
    st.caption(said.format(count=formats.number(newest), found=formats.number(len(found))))
    if found:
        _draw_table(found, names, 600)


def _draw_table(calls: Sequence[Call], names: Mapping[str, str], height: int) -> None:
    table = pd.DataFrame(
        dict(zip(_header(), zip(*(_shown(call, names) for call in calls), strict=True), strict=True))
    )
    st.dataframe(table, hide_index=True, height=min(height, table_height(len(calls))))


def calls_to(person: CampaignContact, calls: Sequence[Call]) -> list[Call]:
    """Those of `calls` that were to this person."""
    contact = person.contact.id if person.contact else None
    return [
        call
        for call in calls
        if call.campaign_contact_id == person.id
        or (call.campaign_contact_id is None and contact is not None and call.contact_id == contact)
    ]


def latest_of(state: LiveState) -> list[Call]:
    """The few that are shown as the campaign goes on."""
    told = [call for call in state.recent_calls if call.started_at or call.to_number or call.outcome]
    return told[:LATEST]


def latest_calls(calls: Sequence[Call], names: Mapping[str, str], now: datetime) -> list[list[str]]:
    """These calls, below a row of headings; unescaped. Empty where there are none.

    Three columns fit a phone; *Calls* has them all.
    """
    headings = [_("Begun"), _("Who"), _("Outcome")]
    return [headings, *(_latest(call, names, now) for call in calls)] if calls else []


def name_called(call: Call, names: Mapping[str, str]) -> str:
    """Name of who was called; "" where it is not known."""
    return names.get(call.campaign_contact_id or "") or names.get(call.contact_id or "") or ""


def _latest(call: Call, names: Mapping[str, str], now: datetime) -> list[str]:
    who = name_called(call, names) or formats.telephone(call.to_number)
    return [formats.recent_moment(call.started_at, now), on_one_line(who), on_one_line(_result(call))]


def _result(call: Call) -> str:
    """Under way is a call of which it is told that it began and not that it ended; of others nothing is known."""
    if outcome := outcome_word(call.outcome):
        return outcome
    over = call.ended_at is not None or call.duration_seconds is not None or call.status in OVER
    begun = call.started_at is not None or call.status is not None
    return _("under way") if begun and not over else formats.NOTHING


def _header() -> list[str]:
    return [_("Begun"), _("Name"), _("Number"), _("Called from"), _("Outcome"), _("Length")]


def _shown(call: Call, names: Mapping[str, str]) -> tuple[str, ...]:
    """For reading."""
    begun, name, to_number, from_number, *others = _row(call, names)
    return (
        begun,
        name or formats.NOTHING,
        formats.telephone(to_number),
        formats.telephone(from_number),
        *others,
    )


def _row(call: Call, names: Mapping[str, str]) -> tuple[str, ...]:
    """For other programs."""
    return (
        formats.moment(call.started_at),
        name_called(call, names),
        call.to_number or "",
        call.from_number or "",
        _result(call),
        formats.duration(float(call.duration_seconds))
        if call.duration_seconds is not None
        else formats.NOTHING,
    )


def _as_spreadsheet(calls: Sequence[Call], names: Mapping[str, str]) -> bytes:
    return spreadsheet(_header(), (_row(call, names) for call in calls))

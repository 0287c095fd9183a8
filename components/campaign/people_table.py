"""Table of a campaign's people: only the page that is shown goes to the browser."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import pandas as pd
import streamlit as st

from components.ui import formats
from components.ui.table_height import table_height
from components.words.outcomes import enrolment_word, outcome_word
from services.api.models import RETRIED, CampaignContact, EnrollmentStatus, Outcome
from services.calling_rules.call_window import CallWindow
from services.texts import _

HIGHEST = table_height(14)
"""The others of a page are scrolled to inside it, so that what is done with them below stays near."""
_WAITING = (EnrollmentStatus.PENDING, EnrollmentStatus.QUEUED)


def draw_people(
    people: Sequence[CampaignContact],
    window: CallWindow,
    now: datetime,
    *,
    running: bool,
    on_own_list: Collection[str] = (),
) -> None:
    """One row a person: where she stands and why, and when she is called next. While the campaign is not `running`
    nobody is called next, and whoever waits does so for no reason of her own, but for those `on_own_list`, by their
    enrolments."""

    def stands(one: CampaignContact) -> str:
        if one.id in on_own_list:
            return _("On your own do-not-call list")
        return standing(one, window, now, running=running)

    table = pd.DataFrame(
        {
            _("Name"): [name_of(one) for one in people],
            _("Number"): [formats.telephone(one.contact and one.contact.phone) for one in people],
            _("Status"): [stands(one) for one in people],
            _("Outcome"): [outcome_word(one.outcome) or formats.NOTHING for one in people],
            _("Tries"): [one.attempts for one in people],
            _("Last try"): [formats.near_moment(one.last_attempt_at, now) for one in people],
            _("Next try"): [
                formats.near_moment(
                    next_try(one, window, now) if running and one.id not in on_own_list else None, now
                )
                for one in people
            ],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder=formats.NOTHING,
        height=min(table_height(len(people)), HIGHEST),
        column_order=_seen_first(),
        column_config={
            _("Name"): st.column_config.TextColumn(width=124),
            _("Number"): st.column_config.TextColumn(width=132),
            _("Status"): st.column_config.TextColumn(width=212),
            _("Outcome"): st.column_config.TextColumn(width=128),
            _("Tries"): st.column_config.NumberColumn(width=70),
            _("Last try"): st.column_config.TextColumn(width=80),
            _("Next try"): st.column_config.TextColumn(width=80),
        },
    )


def _seen_first() -> Sequence[str] | None:
    """On a phone the table is wider than the page: who and where she stands are what is seen of it. Nothing is pinned, for Streamlit
    draws what is pinned in 60 % of the text's strength, which no option of the theme changes."""
    if "mobi" not in st.context.headers.get("user-agent", "").lower():
        return None
    return [_("Name"), _("Status"), _("Next try"), _("Number"), _("Outcome"), _("Tries"), _("Last try")]


def standing(one: CampaignContact, window: CallWindow, now: datetime, *, running: bool = True) -> str:
    """Reason why somebody is not called, or not now; her status where that says it all."""
    reason = "" if one.status in _WAITING and not running else why(one, window, now)
    return reason or enrolment_word(one.status)


def name_of(one: CampaignContact) -> str:
    """First and last name as typed; a dash for nobody."""
    person = one.contact
    return f"{person.first_name} {person.last_name}".strip() or formats.NOTHING if person else formats.NOTHING


def next_try(one: CampaignContact, window: CallWindow, now: datetime) -> datetime | None:
    """Moment when somebody who waits can be called next at the earliest; None for anybody else."""
    if one.status not in _WAITING:
        return None
    earliest = max(one.next_attempt_at or now, now)
    return window.next_opening(earliest, _zone(one))


def why(one: CampaignContact, window: CallWindow, now: datetime) -> str:
    """The reason for where she stands, in a few words; "" where the status says it all."""
    match one.status:
        case EnrollmentStatus.SKIPPED:
            return _skipped(one)
        case EnrollmentStatus.FAILED:
            return _failed(one)
        case EnrollmentStatus.PENDING | EnrollmentStatus.QUEUED:
            return _waiting(one, window, now)
        case _:
            return ""


def _failed(one: CampaignContact) -> str:
    """Her last call tells; that tries are used up is said only of outcomes that are tried again."""
    if one.outcome == Outcome.INVALID_NUMBER:
        return _("The number is wrong")
    if not one.attempts or one.outcome == Outcome.ERROR:
        return _("The call could not be made")
    return _("All tries are used up") if one.outcome in (None, *RETRIED) else ""


def _skipped(one: CampaignContact) -> str:
    if one.outcome == Outcome.DO_NOT_CALL or (one.contact and one.contact.do_not_call):
        return _("Marked do not call")
    if one.outcome == Outcome.INVALID_NUMBER or not (one.contact and one.contact.phone):
        return _("No phone number")
    return ""


def _waiting(one: CampaignContact, window: CallWindow, now: datetime) -> str:
    if one.next_attempt_at and one.next_attempt_at > now:
        return _("Waiting for the next try")
    if not window.is_open(now, _zone(one)):
        return _("Outside the calling hours there")
    return _("Waiting for a free line")


def _zone(one: CampaignContact) -> str | None:
    return one.contact.timezone if one.contact else None

"""Calling days in the form of a campaign's settings: drawn below its hours, kept in the console's own database on *Save*."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components.campaign_form.days import days_fields
from components.campaign_form.faults import FaultPlaces
from components.campaign_form.hours import InFold
from components.console import console, told, whoever
from components.ui import formats
from components.ui.entries import FormEntries
from components.ui.markdown import plain
from components.words.calling_days import days_not_offered, days_words
from components.words.person import by
from services.calling_days.calendar import Calendar
from services.calling_days.days import EVERY_DAY, CallingDays
from services.calling_rules.call_window import CallWindow
from services.campaign.facts import CampaignFacts
from services.campaigns.days_form import TypedDays
from services.campaigns.form import FieldFault, Hours
from services.campaigns.kept_days import Kept
from services.database.circuit_breaker import DatabaseAway
from services.texts import _


class DaysInForm:
    """`typed` are the days that are typed now; None where they are those that are kept, or none can be."""

    def __init__(
        self, facts: CampaignFacts, entries: FormEntries, places: FaultPlaces, now: datetime, suffix: str
    ) -> None:
        self._facts = facts
        self._entries = entries
        self._places = places
        self._now = now
        self._suffix = suffix
        self._kept: Kept | None = None
        self._entry: TypedDays | None = None
        self._seen = 0

    def draw(self, window: CallWindow, rare: InFold) -> Calendar | None:
        """The controls, or why there are none; answers the calendar that they make with the window."""
        if (why := self._facts.no_days_because()) is not None:
            st.caption(days_not_offered(why))
            return None
        try:
            self._kept = self._facts.calling_days()
        except DatabaseAway:
            st.caption(
                _(
                    "The calling days cannot be shown or changed until the console's own database answers again."
                )
            )
            return None
        version = f"days-version{self._suffix}"
        begun_with = self._entries.key(version, self._kept.version if self._kept else 0)
        self._seen = self._entries.keep(version, int(st.session_state[begun_with]))
        today = self._now.astimezone(window.zone()).date()
        people = self._facts.people_by_place()
        self._entry = days_fields(
            self._entries,
            self._before,
            self._places,
            window=window,
            people=people,
            today=today,
            who=whoever().name,
            rare=rare,
            suffix=self._suffix,
        )
        return Calendar(window, self._entry.days, people)

    @property
    def _before(self) -> CallingDays:
        return self._kept.days if self._kept else EVERY_DAY

    @property
    def typed(self) -> CallingDays | None:
        same = self._entry is None or self._entry.days == self._before
        return None if same or self._entry is None else self._entry.days

    def faults(self, hours: Hours) -> list[FieldFault]:
        if self._entry is None or self.typed is None:
            return []
        return (
            self._entry.faults(hours.window, self._now.astimezone(hours.window.zone()).date())
            if hours.window
            else []
        )

    def save(self) -> None:
        """Keep what was changed.

        Raises:
            DaysChanged: somebody else has changed them since they were drawn; nothing was saved.
            DatabaseAway: nothing was saved.
        """
        days = self.typed
        if days is None:
            return
        campaign = self._facts.campaign
        console().calling_days.set(
            campaign.id,
            campaign.name,
            days,
            who=whoever(),
            reason=_reasons(self._before, days),
            seen=self._seen,
        )
        st.toast(_("The calling days are saved."), icon=":material/check:")


def _reasons(before: CallingDays, after: CallingDays) -> str:
    """What was said of the single days that are new."""
    new = [single.reason for day, single in after.dates.items() if before.dates.get(day) != single]
    return "; ".join(dict.fromkeys(reason for reason in new if reason))


def kept_days_words(facts: CampaignFacts) -> str:
    """On which days a campaign calls, and who said so; as Markdown."""
    try:
        kept = facts.calling_days()
    except DatabaseAway:
        return _("not known right now: the console's own database does not answer")
    if kept is None:
        return _("every day")
    words = plain(days_words(kept.days))
    return _("{days} (set by {who}, {when})").format(
        days=words, who=plain(by(kept.who)), when=formats.moment(told(kept.changed_at))
    )

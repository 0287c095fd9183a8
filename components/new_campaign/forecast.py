"""Forecast of a campaign in the making, redrawn as its settings change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import streamlit as st

from components.campaign_form.expected_people import asked_count
from components.charts import draw_chart, forecast_chart
from components.charts.forecast import forecast_title
from components.new_campaign.draft import HOURS, Draft
from components.new_campaign.people import expected_or_unknown
from components.ui.entries import FormEntries
from services.campaign.new_campaign import NewCampaignFacts
from services.campaigns.choices import Choices
from services.forecast import Forecast
from services.texts import _

_SHOWN = "forecast-shown"
COMPARED_FOR = timedelta(minutes=10)
"""Beyond that the clock has moved the end as well, and what is due to the settings cannot be told."""


class ShownForecast(NamedTuple):
    """A forecast that was on the page, the settings and people it was made for, and when."""

    settings: str
    forecast: Forecast
    at: datetime


def draw_wizard_forecast(made: Draft, entries: FormEntries, choices: Choices, facts: NewCampaignFacts) -> str:
    """The end to expect, against the one before the last change; answers it in words. Nothing while the settings are not
    complete."""
    if made.faults(HOURS, choices, facts.now()):
        return ""
    expected = expected_or_unknown(made, choices, facts)
    known = expected.people.callable if expected.people else expected.total
    count = known or asked_count(entries)
    outlook = facts.outlook(made.request(facts.team_id), expected, count, made.days, made.limits)
    if outlook is None:
        st.caption(_("With these settings and people nobody would be called."))
        return ""
    before = _before(f"{made.hours}{made.days}{made.limits}{made.retries}{count}", outlook, facts.now())
    draw_chart(forecast_chart(outlook, before), "forecast")
    return forecast_title(outlook, None)


def _before(settings: str, outlook: Forecast, now: datetime) -> Forecast | None:
    """The forecast for the settings before the last change, where that was a moment ago."""
    last, earlier = st.session_state.get(_SHOWN, (None, None))
    if last and last.settings != settings:
        earlier = last
    st.session_state[_SHOWN] = (ShownForecast(settings, outlook, now), earlier)
    return earlier.forecast if earlier and now - earlier.at <= COMPARED_FOR else None

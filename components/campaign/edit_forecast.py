"""Forecast beside the settings that are being changed: when the campaign would be over, against the saved ones."""

from __future__ import annotations

import streamlit as st

from components.campaign_form.expected_people import asked_count
from components.charts import draw_chart, forecast_chart
from components.ui.entries import FormEntries
from components.ui.messages import problems_shown
from services.api.models import Campaign
from services.calling_days.days import CallingDays
from services.campaign.facts import CampaignFacts
from services.texts import _


def draw_edit_forecast(
    facts: CampaignFacts, planned: Campaign, entries: FormEntries, days: CallingDays | None
) -> None:
    """`planned` is the campaign as it would be saved, and `days` the calling days; the very same one, and None, where nothing
    was changed."""
    with problems_shown():
        _draw(facts, planned, entries, days)


def _draw(facts: CampaignFacts, planned: Campaign, entries: FormEntries, days: CallingDays | None) -> None:
    campaign = facts.campaign
    if campaign.total_contacts:
        left = campaign.total_contacts - (campaign.contacts_completed or 0)
    else:
        left = asked_count(entries, f"expected-people-{campaign.id}")
    same = planned is campaign and days is None
    # both of this moment: of an older one the clock has moved the end as well
    saved = (facts.outlook() if same else None) or facts.outlook_with(campaign, otherwise=left)
    outlook = saved if same else facts.outlook_with(planned, otherwise=left, days=days)
    if outlook is None:
        st.caption(_("With these settings and people nobody would be called."))
        return
    draw_chart(forecast_chart(outlook, saved), "forecast")
    if campaign.total_contacts and facts.everybody() is None:
        st.caption(
            _(
                "The people were not looked at one by one; they are taken to be spread over time zones as the company's are."
            )
        )

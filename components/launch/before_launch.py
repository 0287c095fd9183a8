"""Panel of a campaign that does not call anybody yet: what speaks against launching it, and when it would be over."""

from __future__ import annotations

import streamlit as st

from components.charts import draw_chart, forecast_chart
from components.charts.chart import made_once
from components.launch.readiness import draw_campaign_readiness
from components.ui import formats
from components.ui.messages import problems_shown
from components.words.forecast import not_over_words, range_words, rests_on
from services.api.models import CampaignStatus
from services.campaign.facts import CampaignFacts
from services.forecast import Forecast
from services.texts import _

_LAUNCHABLE = (CampaignStatus.DRAFT, CampaignStatus.SCHEDULED, CampaignStatus.PAUSED)


def draw_before_launch(facts: CampaignFacts) -> None:
    """Nothing for a campaign that runs or is over. One that was paused has its forecast in the chart of its progress."""
    campaign = facts.campaign
    if campaign.status not in _LAUNCHABLE or campaign.deleted_at:
        return
    with problems_shown():
        draw_campaign_readiness(facts, f"campaign-{campaign.id}")
        outlook = None if campaign.contacts_called else facts.outlook()
        if outlook is not None:
            st.header(_("When is it over?"))
            draw_chart(
                made_once(lambda: forecast_chart(outlook), "prospect", campaign.id, outlook.begins),
                "prospect",
            )


def draw_end(facts: CampaignFacts) -> Forecast | None:
    """Draw in two sentences when it would be over if it were launched for everybody now; answers that forecast."""
    outlook = facts.outlook()
    if outlook is None:
        return outlook
    if outlook.finish is None:
        st.markdown(not_over_words(outlook))
        return outlook
    finish = _("Probably done on {finish}").format(finish=formats.day_and_moment(outlook.finish))
    st.markdown(f"{finish}.")
    st.caption(" ".join([*range_words(outlook), rests_on(outlook.assumptions)]))
    return outlook

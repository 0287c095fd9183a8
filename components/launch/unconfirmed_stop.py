"""Red line of a stop that no read has confirmed: calls may go on. It is read again and again, and goes once it has stopped."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from components.console import console, told
from components.ui import formats
from components.ui.dialogs import redraw_page
from components.ui.markdown import plain, shortened
from components.ui.refreshing import refreshing
from components.ui.status import status_word
from components.words.person import shown
from services.api.models import CampaignStatus
from services.campaigns.stops import UnconfirmedStop
from services.texts import _

LOOK_SECONDS = 5.0  # the services read it every ten, and less often the longer it lasts


def draw_unconfirmed_stop(campaign_id: str, *, dialog: bool = False) -> None:
    """On the campaign's own page, or in a dialog over it; nothing where every stop was confirmed."""
    if campaign_id in console().stops.unconfirmed():
        _draw_watched(campaign_id, dialog)


@refreshing(LOOK_SECONDS)
def _draw_watched(campaign_id: str, dialog: bool) -> None:
    services = console()
    stop = services.stops.watch(campaign_id)
    if stop is None:
        services.campaigns.read_anew(campaign_id)
        redraw_page()
        return
    st.error(
        " ".join((_asked(stop), _read(stop), _what_to_do(stop))),
        title=_("Calls may go on"),
        icon=":material/phone_in_talk:",
    )
    _link_to_platform(campaign_id, dialog)


def draw_unconfirmed_stops(stops: Collection[UnconfirmedStop]) -> None:
    """One line for all of them, above the list of campaigns."""
    if not stops:
        return
    names = ", ".join(f"**{plain(shortened(one.campaign_name))}**" for one in stops)
    st.error(
        _(
            "A stop was asked for and Talkturo does not say that it holds: {names}. Open the campaign to see more."
        ).format(names=names),
        title=_("Calls may go on"),
        icon=":material/phone_in_talk:",
    )


def _asked(stop: UnconfirmedStop) -> str:
    sentence = (
        _("{who} wanted to cancel this campaign at {time}.")
        if stop.wanted is CampaignStatus.CANCELLED
        else _("{who} wanted to pause this campaign at {time}.")
    )
    return sentence.format(who=plain(shown(stop.who)), time=formats.moment(told(stop.asked_at)))


def _read(stop: UnconfirmedStop) -> str:
    if stop.status is None:
        return _("Whether it has stopped could not be read.")
    return _("Talkturo does not say that it has stopped; it says: {status}.").format(
        status=plain(status_word(stop.status))
    )


def _what_to_do(stop: UnconfirmedStop) -> str:
    return _(
        "Please stop it in Talkturo itself: under Campaigns, choose {name}. The console keeps reading, and this line goes once "
        "Talkturo says that it has stopped."
    ).format(name=plain(shortened(stop.campaign_name)))


def _link_to_platform(campaign_id: str, dialog: bool) -> None:
    """The address of a campaign's own page there is written nowhere, so the way leads to its first page."""
    services = console()
    if not services.demo:
        st.link_button(
            _("Open Talkturo"),
            services.api.base_url,
            icon=":material/open_in_new:",
            key=f"platform-in-dialog-{campaign_id}" if dialog else f"open-platform-{campaign_id}",
        )

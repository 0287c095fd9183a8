"""State of the connection: where it leads, whether the key works, what is left to spend, which time it is there."""

from __future__ import annotations

import streamlit as st

from components.ui import formats
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from services.api import Api
from services.api.clock import PlatformClock
from services.deployment import Deployment
from services.texts import _

_TESTED = "key-tested"


def draw_address(api: Api, *, demo: bool) -> None:
    """Address, team and key. The key itself is never shown."""
    address = _("The demo on this computer") if demo else plain(api.base_url)
    rows = [
        (_("Address"), address),
        (_("Team"), plain(api.team_id)),
        (_("Key"), _("Set by the person who runs this console; it is never shown.")),
    ]
    for name, value in rows:
        st.markdown(f":small[:gray[{name}]]  \n{value}")


def draw_key_test(deployment: Deployment, api: Api) -> None:
    """A button that asks the platform whether it still accepts the key, and what it said."""
    if st.button(_("Test the key"), key="test-key", icon=":material/key:"):
        st.session_state[_TESTED] = _test_key(deployment, api)
    tested: tuple[bool, str] | None = st.session_state.get(_TESTED)
    if tested is None:
        return
    works, at = tested
    if works:
        st.success(_("The key works. Tested {moment}.").format(moment=at), icon=":material/check_circle:")
    else:
        st.error(
            _(
                "The key was not accepted ({moment}). Nobody can be called and nothing can be saved until the person who "
                "runs this console replaces it."
            ).format(moment=at),
            icon=":material/key_off:",
        )


def _test_key(deployment: Deployment, api: Api) -> tuple[bool, str] | None:
    """Whether the key works, and when that was; None where the platform did not answer, which is said."""
    with problems_shown():
        return deployment.key_accepted(), formats.moment(api.clock.now())
    return None


def draw_credits(deployment: Deployment) -> None:
    """Draw what is left of the account's credits."""
    answer = None
    with problems_shown():
        answer = deployment.credits()
    if answer is None:
        return
    if answer.value is None:
        st.metric(
            _("Credits"), formats.NOTHING, help=_("This deployment does not tell this key how many are left.")
        )
        return
    st.metric(_("Credits"), formats.number(answer.value.credits), help=_("A launch needs at least one."))
    if answer.value.credits < 1:
        st.warning(_("With less than one credit nobody is called."), icon=":material/credit_card_off:")


def draw_clock(clock: PlatformClock) -> None:
    """The platform's time decides about calls, not this computer's."""
    st.metric(_("Time at the platform"), formats.moment(clock.now()), help=_("Shown in your time zone."))
    if clock.speed > 1:
        st.caption(
            _("Its clock runs {speed} times as fast as yours.").format(speed=formats.number(clock.speed))
        )

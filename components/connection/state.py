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


def _draw_fact(name: str, value: str, explained: str | None = None) -> None:
    """`value` is Markdown."""
    st.markdown(f":small[:gray[{name}]]  \n{value}", help=explained, width="content")


def draw_address(api: Api, *, demo: bool) -> None:
    """Address and team."""
    _draw_fact(_("Address"), _("The demo on this computer") if demo else plain(api.base_url))
    _draw_fact(_("Team"), plain(api.team_id))


def draw_key_test(deployment: Deployment, api: Api) -> None:
    """What is to be known of the key, which itself is never shown; a button that asks the platform whether it still accepts it, and
    what it said."""
    _draw_fact(_("Key"), _("Set by the person who runs this console; it is never shown."))
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
        _draw_fact(
            _("Credits"), formats.NOTHING, _("This deployment does not tell this key how many are left.")
        )
        return
    _draw_fact(_("Credits"), formats.number(answer.value.credits), _("A launch needs at least one."))
    if answer.value.credits < 1:
        st.warning(_("With less than one credit nobody is called."), icon=":material/credit_card_off:")


def draw_clock(clock: PlatformClock) -> None:
    """The platform's time decides about calls, not this computer's."""
    explained = [_("Shown in your time zone.")]
    if clock.speed > 1:
        explained.append(
            _("Its clock runs {speed} times as fast as yours.").format(speed=formats.number(clock.speed))
        )
    _draw_fact(_("Time at the platform"), formats.moment(clock.now()), " ".join(explained))

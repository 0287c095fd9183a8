"""State of the connection: where it leads, whether the key works, what is left to spend, which time it is there."""

from __future__ import annotations

import streamlit as st

from components.console import console
from components.ui import format as form
from components.ui.markdown import plain
from components.ui.messages import problems_shown
from services.api import errors
from services.texts import _

_TESTED = "key-tested"


def draw_address() -> None:
    """Address, team and key. The key itself is never shown."""
    made = console()
    address = _("The demo on this computer") if made.demo else plain(made.api.base_url)
    rows = [
        (_("Address"), address),
        (_("Team"), plain(made.api.team_id)),
        (_("Key"), _("Set by the person who runs this console; it is never shown.")),
    ]
    for name, value in rows:
        st.markdown(f":small[:gray[{name}]]  \n{value}")


def draw_key_test() -> None:
    """A button that asks the platform whether it still accepts the key, and what it said."""
    if st.button(_("Test the key"), key="test-key", icon=":material/key:"):
        st.session_state[_TESTED] = _test_key()
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


def _test_key() -> tuple[bool, str] | None:
    """Whether the key works; None where the platform did not answer, which is said."""
    api = console().api
    with problems_shown(), api.budget.purpose("key test"):
        try:
            works = _accepted()
        except errors.Unauthorized:
            works = False
        return works, form.moment(api.clock.now())
    return None


def _accepted() -> bool:
    """Deployments without a test of the key still have their list of campaigns."""
    api = console().api
    try:
        api.key.test()
    except (errors.NotFound, errors.NotAvailable, errors.Forbidden):
        api.campaigns.list(limit=1)
    return True


def draw_credits() -> None:
    """Draw what is left of the account's credits."""
    answer = None
    with problems_shown():
        answer = console().deployment.credits()
    if answer is None:
        return
    if answer.value is None:
        st.metric(
            _("Credits"), form.NOTHING, help=_("This deployment does not tell this key how many are left.")
        )
        return
    st.metric(_("Credits"), form.number(answer.value.credits), help=_("A launch needs at least one."))
    if answer.value.credits < 1:
        st.warning(_("With less than one credit nobody is called."), icon=":material/credit_card_off:")


def draw_clock() -> None:
    """The platform's time decides about calls, not this computer's."""
    clock = console().api.clock
    st.metric(_("Time at the platform"), form.moment(clock.now()), help=_("Shown in your time zone."))
    if clock.speed > 1:
        st.caption(_("Its clock runs {speed} times as fast as yours.").format(speed=form.number(clock.speed)))

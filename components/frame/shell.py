"""Shell around every page: set-up check, sign-in, navigation, banners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

import streamlit as st

from components.console import person
from components.frame.document import tell_document
from components.ui import formats
from components.ui.brand import brand
from components.ui.drawn_once import DrawnOnce
from components.ui.markdown import plain
from components.ui.messages import draw_unexpected
from components.ui.sign_in import draw_sign_in, sign_out
from components.words.person import shown
from services import runtime
from services.api.clock import PlatformClock
from services.database.circuit_breaker import DatabaseAway
from services.imports import Jobs
from services.settings import Settings
from services.texts import N_, _


class NavigationEntry(NamedTuple):
    """One page. `path` differs from the name of its `file`: see the trap in docs/testing.md. Without an icon it is not
    offered and opened from others only."""

    file: str
    path: str
    title: str
    icon: str | None


_NO_IMPORTS = ":material/move_to_inbox:"
_HOME = NavigationEntry("campaigns_page", "campaigns", N_("Campaigns"), ":material/campaign:")
_IMPORTS = NavigationEntry("imports_page", "imports", N_("Imports"), _NO_IMPORTS)
_PAGES: dict[str, tuple[NavigationEntry, ...]] = {
    "": (
        _HOME,
        NavigationEntry("new_campaign_page", "new", N_("New campaign"), ":material/add_call:"),
        NavigationEntry("upload_page", "upload", N_("Upload people"), ":material/group_add:"),
        NavigationEntry("drafts_page", "drafts", N_("Drafts"), ":material/inventory_2:"),
        _IMPORTS,
        NavigationEntry("insights_page", "insights", N_("Insights"), ":material/insights:"),
    ),
    "people": (
        NavigationEntry("do_not_call_page", "do-not-call", N_("Do not call"), ":material/phone_disabled:"),
    ),
    "set-up": (
        NavigationEntry(
            "notifications_page", "notifications", N_("Notifications"), ":material/notifications:"
        ),
        NavigationEntry("activity_page", "activity", N_("Activity"), ":material/history:"),
        NavigationEntry("connection_page", "connection", N_("Connection"), ":material/cable:"),
    ),
    "hidden": (NavigationEntry("campaign_page", "campaign", N_("Campaign"), None),),
}
ADDRESSES = tuple(
    "/" if entry is _HOME else f"/{entry.path}" for entries in _PAGES.values() for entry in entries
)
_TITLES = {
    "" if entry is _HOME else entry.path: entry.title for entries in _PAGES.values() for entry in entries
}


def require_runtime() -> None:
    """Stop with a page that names what is missing where the settings are incomplete."""
    if runtime.current() is not None:
        return
    missing = Settings().missing
    tell_document("set-up")
    st.title(_("Almost ready to connect"))
    st.error(
        _(
            "The connection to Talkturo is only half set up, so no campaign can be shown. Nothing was called or changed."
        ),
        title=_("A setting is missing"),
        icon=":material/settings_alert:",
    )
    st.markdown(_("Please ask the person who runs this console to add:"))
    for name in missing:
        st.code(name, language=None)
    st.caption(
        _("Without any of these settings the console starts as a demo in which no real calls are placed.")
    )
    st.stop()


def require_sign_in() -> None:
    """Stop with a sign-in page where an identity provider is configured and whoever is there may not come in."""
    made = runtime.current()
    denial = made.access.denial() if made else None
    if made is None or denial is None:
        return
    # Otherwise a tab whose sign-in has just ended would keep what its navigation said.
    st.navigation(_made_pages(0, _NO_IMPORTS), position="hidden")
    who = made.access.visitor()
    tell_document("sign-in")
    draw_sign_in(made.access, denial, who.email if who else "")
    st.stop()


_pages: DrawnOnce[Mapping[str, Sequence[st.Page]]] = DrawnOnce(20)


def pages(jobs: Jobs) -> Mapping[str, Sequence[st.Page]]:
    """The navigation. Streamlit looks for the file of each page; that is done once for all, and each run has its copies."""
    count, icon = imports_badge(jobs)
    made = _pages(lambda: _made_pages(count, icon), count, icon)
    return {section: [copy(page) for page in entries] for section, entries in made.items()}


def _made_pages(imports: int, imports_icon: str) -> Mapping[str, Sequence[st.Page]]:
    def page(entry: NavigationEntry) -> st.Page:
        title, icon = _(entry.title), entry.icon
        if entry is _IMPORTS:
            title, icon = f"{title} · {formats.number(imports)}" if imports else title, imports_icon
        return st.Page(
            f"pages/{entry.file}.py",
            title=title,
            icon=icon,
            url_path=entry.path,
            default=entry is _HOME,
            visibility="visible" if entry.icon else "hidden",
        )

    # a section without a name of its own, and one that shows nothing
    named = {"": "", "people": _("People"), "set-up": _("Set-up"), "hidden": " "}
    return {named[section]: [page(entry) for entry in entries] for section, entries in _PAGES.items()}


def imports_badge(jobs: Jobs) -> tuple[int, str]:
    """How many imports run or wait for a person, and the icon that tells which."""
    try:
        active, needs_attention = jobs.attention()
    except DatabaseAway:
        return 0, _NO_IMPORTS  # not known now, as the page says above
    if needs_attention:
        return active + needs_attention, ":material/error:"
    return active, ":material/sync:" if active else _NO_IMPORTS


def draw_demo_banner(clock: PlatformClock, *, demo: bool) -> None:
    """Says on every page of the demo that nobody is called, and how its clock runs."""
    if not demo:
        return
    st.info(
        _(
            "**Demo: no real calls are placed.** Its clock runs {speed} times as fast as yours and skips hours in which "
            "nobody may be called. It is now {now} there, and all times on these pages go by it."
        ).format(speed=formats.number(clock.speed), now=formats.moment(clock.now())),
        icon=":material/science:",
    )


def draw_clock_warning(clock: PlatformClock) -> None:
    """Says on every page that the platform's clock and the console's do not agree, and which one counts."""
    differing = clock.difference
    if differing is None:
        return
    if differing.ignored:
        words = _(
            "**The platform's clock shows {platform}, the console's {machine}.** It is too far off to go by, so the "
            "console's own time counts. Have both clocks checked before you launch."
        )
    else:
        words = _(
            "**The platform's clock shows {platform}, the console's {machine}.** Calling hours are judged by both, and "
            "the stricter counts. Have both clocks checked."
        )
    machine, platform = formats.moment(differing.machine), formats.moment(differing.platform)
    st.warning(words.format(machine=machine, platform=platform), icon=":material/schedule:")


def name_tab(page: st.Page) -> None:
    """The browser's tab, and its history, tell the pages apart."""
    st.set_page_config(page_title=f"{_(_TITLES[page.url_path])} · {brand().spoken_name()}")


def run(page: st.Page) -> None:
    """Run the page; whatever it did not foresee becomes a sentence and a line in the log."""
    try:
        page.run()
    except Exception as error:  # noqa: BLE001  the last line of defence: nothing technical reaches the person
        draw_unexpected(error)


def draw_sidebar_foot() -> None:
    with st.sidebar:
        who = person()
        if who and who.signed_in:
            st.caption(_("Signed in as {name}").format(name=plain(shown(who))))
            st.button(_("Sign out"), key="sign-out", type="tertiary", on_click=sign_out)

"""Form of what somebody is told where, when it is quiet, and when the day's summary comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import streamlit as st

from components.ui.entries import FormEntries
from components.ui.messages import Doing, problems_shown
from components.ui.time_zones import time_zone_field
from services.notifications.choices import EVENING, NIGHT, Choices
from services.notifications.events import EventKind
from services.notifications.notifications import Notifications
from services.notifications.quiet import QuietHours
from services.notifications.recipients import Recipient
from services.notifications.sentences import KINDS
from services.person import Person
from services.texts import _, language, offered


def draw_own(notifications: Notifications, person: Person) -> None:
    """A person's own: a line a kind, at its end the bell, and e-mail where she can get any."""
    recipient = notifications.recipient(person)
    by_mail = bool(notifications.mail_address(person))
    entries = FormEntries(f"notifications-{recipient.key}")
    now = recipient.choices
    in_bell: set[EventKind] = set()
    sent: set[EventKind] = set()
    for kind in EventKind:
        with st.container(horizontal=True, vertical_alignment="center", key=f"told-line-{kind}"):
            st.markdown(_(KINDS[kind]), width="stretch")
            if _ticked(_("Bell"), entries, f"told-{kind}-bell", kind not in now.not_in_bell):
                in_bell.add(kind)
            if by_mail and _ticked(_("E-mail"), entries, f"told-{kind}-mail", kind not in now.not_sent):
                sent.add(kind)
    quiet, summary_at, zone = now.quiet, now.summary_at, now.zone
    if by_mail:
        quiet = _quiet(entries, now.quiet)
        summary_at = _summary(entries, now.summary_at)
        zone = time_zone_field(
            _("Times are those of"), entries, "told-zone", now.zone or recipient.browser_zone
        )
    wanted = Choices(
        frozenset(EventKind) - in_bell,
        frozenset(EventKind) - sent if by_mail else now.not_sent,
        quiet,
        summary_at,
        zone,
    )
    _save("save-told", lambda: notifications.choose(person, wanted))


def draw_team(notifications: Notifications) -> None:
    """The team's channels, chosen by an admin for all of them."""
    team: Recipient = notifications.team
    entries = FormEntries("notifications-team")
    sent = {
        kind
        for kind in EventKind
        if _ticked(_(KINDS[kind]), entries, f"team-{kind}", kind not in team.choices.not_sent)
    }
    names = {one.code: one.name for one in offered()}
    entries.key("team-language", team.language)
    code = entries.keep(
        "team-language",
        st.selectbox(
            _("Language of the messages"), list(names), format_func=names.__getitem__, key="team-language"
        ),
    )
    zone = time_zone_field(
        _("Times are those of"), entries, "team-zone", team.choices.zone or team.browser_zone
    )
    wanted = Choices(frozenset(), frozenset(EventKind) - sent, None, None, zone)
    _save("save-team", lambda: notifications.choose_for_team(wanted, code or team.language))


def _ticked(label: str, entries: FormEntries, key: str, initial: bool) -> bool:
    entries.key(key, initial)
    return entries.keep(key, st.checkbox(label, key=key))


def _quiet(entries: FormEntries, now: QuietHours | None) -> QuietHours | None:
    entries.key("quiet", now is not None)
    wanted = entries.keep(
        "quiet",
        st.toggle(
            _("Quiet hours"),
            key="quiet",
            help=_("E-mail waits until they are over, except where phones go on ringing that should not."),
        ),
    )
    if not wanted:
        return None
    shown = now or NIGHT
    start, end = st.columns(2)
    begins = _clock(start, _("From"), entries, "quiet-from", shown.start)
    ends = _clock(end, _("To"), entries, "quiet-to", shown.end)
    return QuietHours(begins, ends)


def _summary(entries: FormEntries, now: time | None) -> time | None:
    entries.key("summary", now is not None)
    if not entries.keep("summary", st.toggle(_("A summary of each day"), key="summary")):
        return None
    return _clock(st, _("Comes at"), entries, "summary-at", now or EVENING)


def _clock(place: object, label: str, entries: FormEntries, key: str, initial: time) -> time:
    entries.key(key, initial)
    chosen = place.time_input(label, key=key, step=900, format=language().entry_clock)  # pyright: ignore[reportAttributeAccessIssue]  a column, or the page
    return entries.keep(key, chosen or initial)


def _save(key: str, save: Callable[[], object]) -> None:
    if st.button(_("Save"), key=key, type="primary", icon=":material/save:"):
        with problems_shown(Doing.SAVING):
            save()
            st.toast(_("Saved."), icon=":material/check:")

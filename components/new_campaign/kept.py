"""Campaign in the making as a draft: kept after each change, and opened again after a reload, *Back*, the menu or a restart.
`/new?draft=ID`.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from components.console import console
from components.drafts.draft_page import CannotOpenError, DraftPage
from components.drafts.words import NotOpened
from components.new_campaign import stored
from components.new_campaign.draft import Draft
from components.new_campaign.picked import picked_contacts, remember_offered
from components.ui.entries import FormEntries
from services.database.circuit_breaker import DatabaseAway
from services.drafts import drafts
from services.drafts.autosave import Autosave, Snapshot
from services.drafts.drafts import DraftKind

PAGE = DraftPage(DraftKind.CAMPAIGN)
_LEFT = "new-campaign-draft-left"
"""The draft that this session was at last: the menu leads back to it."""


def keep(made: Draft, faults: int) -> None:
    """Keep what was changed, and have the address lead back to it. Costs nothing where nothing was changed."""
    if made.campaign_id is not None:
        return
    PAGE.keep(made.saved, stored.stamp_of(made), partial(_snapshot, made, faults))
    st.session_state[_LEFT] = made.saved.id


def keep_own(made: Draft) -> None:
    """Callback: keep what stands here as another draft, as its own was changed or used elsewhere. It becomes another campaign."""
    made.saved = Autosave(DraftKind.CAMPAIGN)
    made.send_again()
    PAGE.keep(made.saved, made.token, partial(_snapshot, made, 0))


def claim(made: Draft) -> bool:
    """Before it becomes a campaign: False where another page has changed it, or has it become one. Then nothing may be created
    from here."""
    return made.saved.claim(console().drafts, partial(_snapshot, made, 0))


def finish(made: Draft) -> None:
    """It is a campaign now with its people, or on its way to them, and no draft. While the database is away the draft stays: its token leads to that campaign, and to no other."""
    if not made.saved.id:
        return
    try:
        console().drafts.finish(made.saved.id)
    except DatabaseAway:
        return


def form_of_address(forms: dict[str, Draft]) -> str | None:
    """The key, among the forms of this session, of the draft in the address, which is opened where it has to be; None where the
    address names none, or none that is there."""
    asked = PAGE.asked
    if not asked:
        _forget_deleted(forms)
        return None if "copy" in st.query_params else _in_session(forms, st.session_state.get(_LEFT, ""))
    if (key := _in_session(forms, asked, stale=True)) is not None:
        return key
    made = PAGE.open(asked, _made)
    if made is None:
        return None
    key = f"draft-{asked}"
    FormEntries(f"new-campaign-{key}", place="new-campaign").clear()
    forms[key] = made
    return key


def _in_session(forms: dict[str, Draft], draft_id: str, *, stale: bool = False) -> str | None:
    """One that another page has changed or used (`stale`) stays where its address is: nothing typed goes without a word."""
    for key, one in forms.items():
        over = one.campaign_id is not None and not one.half_there
        if draft_id and one.saved.id == draft_id and (stale or not one.saved.stale) and not over:
            return key
    return None


def begin_anew(forms: dict[str, Draft], key: str) -> None:
    """Callback: an empty form. The draft stays, under *Drafts*."""
    forms.pop(key, None)
    st.session_state.pop(_LEFT, None)
    FormEntries(f"new-campaign-{key}", place="new-campaign").clear()
    PAGE.forget()
    for name in ("copy", "people", "step"):
        st.query_params.pop(name, None)


def _forget_deleted(forms: dict[str, Draft]) -> None:
    """What was deleted under *Drafts*, or used, does not come back by the menu."""
    kept = {one.saved.id for one in forms.values() if one.saved.id}
    if not kept:
        return
    try:
        there = console().drafts.present(kept)
    except DatabaseAway:
        return
    for key in [key for key, one in forms.items() if one.saved.id and one.saved.id not in there]:
        if forms[key].campaign_id is None:
            del forms[key]
            FormEntries(f"new-campaign-{key}", place="new-campaign").clear()


def _made(draft: drafts.Draft) -> Draft:
    made = stored.from_json(draft.state)
    if made is None:
        raise CannotOpenError(NotOpened.OTHER_VERSION)
    remember_offered(stored.picked_of(draft.state))
    made.saved = Autosave.of(draft)
    return made


def _snapshot(made: Draft, faults: int) -> Snapshot:
    picked = picked_contacts(made.people.picked)
    return Snapshot(made.basics.name.strip(), stored.to_json(made, picked), {"missing": faults}, made.token)

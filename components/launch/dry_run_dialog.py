"""Dialog with a dry run from the list: who would be called if the campaign were launched this moment."""

from __future__ import annotations

import uuid

import streamlit as st

from components.console import console, person
from components.launch.dry_run import draw_dry_run
from components.launch.unclear import draw_watch_in_dialog
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain, shortened
from components.ui.messages import draw_problem
from services.api import ApiError
from services.launch import DryRun
from services.texts import _

_OPEN_RUN = "open-dry-run"


def open_dry_run_dialog(campaign_id: str, name: str) -> None:
    """Call it in the run of the click; `name` is the campaign's, as typed."""
    title = _("Dry run of {name}").format(name=plain(shortened(name)))
    open_dialog(title, _draw, campaign_id, uuid.uuid4().hex, icon=":material/preview:", width="medium")


def _draw(campaign_id: str, opening: str) -> None:
    st.caption(_("Nobody is called by this. It shows who would be called if the campaign were launched now."))
    with st.spinner(_("Finding out who would be called …")):
        run = _made_once(campaign_id, opening)
    draw_watch_in_dialog(campaign_id)
    if isinstance(run, ApiError):
        draw_problem(run)
    else:
        draw_dry_run(run, f"download-dry-run-{campaign_id}")


def _made_once(campaign_id: str, opening: str) -> DryRun | ApiError:
    """The dry run of this opening of the dialog: drawing it again costs no request."""
    kept = st.session_state.get(_OPEN_RUN)
    if kept is None or kept[0] != opening:
        kept = (opening, _made(campaign_id))
        st.session_state[_OPEN_RUN] = kept
    return kept[1]


def _made(campaign_id: str) -> DryRun | ApiError:
    try:
        return console().launching.dry_run(campaign_id, who=person())
    except ApiError as error:
        return error

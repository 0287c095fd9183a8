"""Dialog with a dry run from the list: who would be called if the campaign were launched this moment."""

from __future__ import annotations

import uuid

import streamlit as st

from components.launch.dry_run import draw_dry_run
from components.ui.dialogs import open_dialog
from components.ui.markdown import plain, shortened
from components.ui.messages import draw_problem
from services.api import Api, ApiError
from services.launch import DryRun, dry_run
from services.texts import _

_OPEN_RUN = "open-dry-run"


def open_dry_run_dialog(api: Api, campaign_id: str, name: str) -> None:
    """Call it in the run of the click; `name` is the campaign's, as typed."""
    title = _("Dry run of {name}").format(name=plain(shortened(name)))
    open_dialog(title, _draw, api, campaign_id, uuid.uuid4().hex, icon=":material/preview:", width="medium")


def _draw(api: Api, campaign_id: str, opening: str) -> None:
    st.caption(_("Nobody is called by this. It shows who would be called if the campaign were launched now."))
    with st.spinner(_("Finding out who would be called …")):
        run = _made_once(api, campaign_id, opening)
    if isinstance(run, ApiError):
        draw_problem(run)
    else:
        draw_dry_run(run, f"download-dry-run-{campaign_id}")


def _made_once(api: Api, campaign_id: str, opening: str) -> DryRun | ApiError:
    """The dry run of this opening of the dialog: drawing it again costs no request."""
    kept = st.session_state.get(_OPEN_RUN)
    if kept is None or kept[0] != opening:
        kept = (opening, _made(api, campaign_id))
        st.session_state[_OPEN_RUN] = kept
    return kept[1]


def _made(api: Api, campaign_id: str) -> DryRun | ApiError:
    try:
        return dry_run(api, campaign_id)
    except ApiError as error:
        return error

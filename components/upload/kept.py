"""Dropped file as a draft: kept after each change, and opened again after a reload, *Back*, the menu or a restart.

`/upload?draft=ID`. The file is checked anew then, and what was answered, mended and decided is taken over as far as it is about
the same rows and the same questions.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial

import streamlit as st

from components.console import console, default_region
from components.drafts.draft_page import CannotOpenError, DraftPage
from components.drafts.words import NotOpened
from components.new_campaign import stored
from components.streamlit_internals.script_run import session_id
from components.ui.messages import Doing, problems_shown
from components.upload import session_file
from components.upload.campaign import begins_one
from components.upload.file import CAMPAIGN, Upload
from services.contact_file import Columns, RowVerdict
from services.database.circuit_breaker import DatabaseAway
from services.drafts.autosave import Autosave, Snapshot
from services.drafts.drafts import Draft, DraftKind
from services.upload.decisions import Decisions
from services.upload.earlier_imports import content_digest
from services.upload.space import NoSpace
from services.upload.table_digest import hidden_digest, table_digest
from services.upload.upload_state import UploadState, read_upload_state

PAGE = DraftPage(DraftKind.PEOPLE)
NAMED_SO = "named_do_not_call"
"""Code of a file that is named like a do-not-call list: whether it is one is asked."""
_MAY_BE_ONE = (NAMED_SO, "took_too_long", "broke_off")
"""Codes of files that were not looked at to their end."""
_LEFT, _DELETED = "upload-draft-left", "upload-draft-deleted"


def keep(upload: Upload) -> None:
    """Keep what was changed, and have the address lead back to it. Costs nothing where nothing was changed."""
    st.session_state.pop(_DELETED, None)
    going_in = upload.hand_over is not None or upload.agreed is not None
    nothing_to_keep = upload.table is None and upload.check is None
    as_opened = upload.restoring is not None and upload.draft.id
    if upload.draft.id and _is_no_list(upload):
        _let_go_of(upload)
    if going_in or nothing_to_keep or as_opened:
        PAGE.lead_to(upload.draft)
        return
    PAGE.keep(upload.draft, _stamp(upload), partial(_snapshot, upload), upload.content)


def _is_no_list(upload: Upload) -> bool:
    """Whether its first check found that it is none, and nothing can be said to that."""
    checked_first = upload.table is None and upload.check is None and upload.restoring is None
    return checked_first and upload.rejected is not None and upload.rejected.code not in _MAY_BE_ONE


def _let_go_of(upload: Upload) -> None:
    """Nobody comes back for it, and it would take room."""
    with suppress(DatabaseAway):  # then it goes with its time
        console().drafts.finish(upload.draft.id)
    upload.draft = Autosave(DraftKind.PEOPLE)
    PAGE.forget()


def claim(upload: Upload) -> bool:
    """Before its campaign is created: False where another page has changed or used the draft."""
    return upload.draft.claim(console().drafts, partial(_snapshot, upload))


def read_again(**change: str | int | bool) -> None:
    """Callback: read the file as the person says; what was decided and mended belonged to the old reading. That she said so is
    kept before it is checked."""
    upload = session_file.present()
    if upload is not None:
        upload.read(replace(upload.as_read, **change))
        keep(upload)


def judge_again(*, columns: Columns | None = None, region: str | None = None) -> None:
    """Callback: judge the numbers with other columns or another country; decisions were about the old readings. That she said so
    is kept before it is checked."""
    upload = session_file.present()
    if upload is None:
        return
    if region:
        upload.region, upload.own_region = region, True
    if columns:
        upload.columns = columns
    upload.judge(decided=False)
    keep(upload)


def keep_own() -> None:
    """Callback: keep what stands here as another draft, as its own was changed or used elsewhere. The campaign that it begins is
    another one, too."""
    upload = session_file.present()
    if upload is None:
        return
    upload.draft = Autosave(DraftKind.PEOPLE)
    if upload.begun is not None:
        upload.begun.send_again()
    keep(upload)


def present_or_kept() -> Upload | None:
    """The file of this page: the session's, else that of the draft in the address, or of the one that was left last."""
    asked, upload = PAGE.asked, session_file.present()
    left = st.session_state.pop(_LEFT, "") if upload is None else ""
    if upload is not None and asked not in ("", upload.draft.id) and _is_only_here(upload):
        PAGE.lead_to(upload.draft)
        PAGE.refuse(NotOpened.ANOTHER_UNKEPT)
    elif asked and (upload is None or upload.draft.id != asked):
        session_file.close()
        _open(asked)
    elif left:
        _open(left)
        PAGE.not_opened()  # it was deleted elsewhere meanwhile: nobody asked for it here
    return session_file.present()


def close() -> None:
    """Another page is drawn: the file goes from memory where its draft brings it back."""
    st.session_state.pop(_DELETED, None)
    upload = session_file.present()
    if upload is None or _is_only_here(upload):
        return
    if upload.hand_over is None and upload.draft.kept:
        st.session_state[_LEFT] = upload.draft.id
    session_file.close()


def delete() -> None:
    """Callback: the person wants another file. For a while this one can be taken back."""
    upload = session_file.present()
    session_file.close()
    PAGE.forget()
    if upload is None or not upload.draft.id:
        return
    with problems_shown(Doing.SAVING):
        if console().drafts.delete(upload.draft.id):
            st.session_state[_DELETED] = (upload.draft.id, upload.name)


def deleted() -> tuple[str, str] | None:
    """The id and the name of the file that was deleted last, as long as nothing else was begun."""
    return st.session_state.get(_DELETED)


def take_back(draft_id: str) -> None:
    """Callback: undo `delete`."""
    st.session_state.pop(_DELETED, None)
    with problems_shown(Doing.SAVING):
        console().drafts.take_back(draft_id)
        PAGE.ask_for(draft_id)  # where it is gone for good, the page says so


def _is_only_here(upload: Upload) -> bool:
    """Whether it is work that nothing would bring back: it is not kept, and no other page has it."""
    is_work = upload.table is not None or upload.check is not None
    is_in = upload.hand_over is not None and upload.hand_over.submitted is not None
    return is_work and not (upload.draft.kept or upload.draft.stale or is_in)


def _open(draft_id: str) -> None:
    upload = PAGE.open(draft_id, _uploaded)
    if upload is None:
        return
    session_file.put(upload)
    console().upload_space.keep(upload, session_id(), len(upload.content))


def _uploaded(draft: Draft) -> Upload:
    services = console()
    try:
        with services.upload_space.reserved(session_id(), draft.size):
            content = services.drafts.content(draft.id)
    except NoSpace as error:
        raise CannotOpenError(NotOpened.NO_SPACE) from error
    if content is None:
        raise CannotOpenError(NotOpened.GONE)
    read = read_upload_state(draft.state)
    kept = read or UploadState(default_region())
    if CAMPAIGN not in st.query_params and kept.campaign:
        st.query_params[CAMPAIGN] = kept.campaign
    upload = Upload(
        draft.name,
        content,
        content_digest(content),
        kept.region if kept.own_region else default_region(),
        "" if begins_one() else st.query_params.get(CAMPAIGN, ""),
        own_region=kept.own_region,
        at_most=kept.at_most,
        draft=Autosave.of(draft),
        read_otherwise=read is None,
    )
    if kept.begun is not None:
        upload.begun = stored.from_json(kept.begun)
    upload.restore(kept)
    return upload


def _stamp(upload: Upload) -> object:
    return (
        upload.edits,
        upload.decisions,
        upload.as_read,
        upload.region,
        upload.hidden_wanted,
        frozenset(upload.opened or ()),
        dict(upload.script.decided) if upload.script else {},
        st.query_params.get(CAMPAIGN, ""),
        upload.at_most,
        upload.reading,
        upload.judging,
        stored.stamp_of(upload.begun) if upload.begun else None,
    )


def _snapshot(upload: Upload) -> Snapshot:
    table, checked = upload.table, upload.checked
    state = UploadState(
        region=upload.region,
        own_region=upload.own_region,
        campaign=st.query_params.get(CAMPAIGN, ""),
        as_read=upload.as_read if table else upload.wanted,
        table=table_digest(table) if table else "",
        columns=upload.columns,
        answered=upload.answered,
        mended=upload.mended,
        decisions=(upload.decided if upload.judging else Decisions.of(checked)).to_json(),
        hidden_rows=None
        if upload.hidden_wanted is None or table is None
        else (upload.hidden_wanted, hidden_digest(table)),
        travels=dict(upload.script.decided) if upload.script else {},
        opened=sorted(upload.opened) if upload.opened is not None else None,
        at_most=upload.at_most,
        reading=upload.reading,
        begun=stored.to_json(upload.begun) if upload.begun else None,
    )
    form = upload.begun.token if upload.begun else ""
    return Snapshot(upload.name, state.to_json(), _figures(upload), form)


def _figures(upload: Upload) -> dict[str, int]:
    if upload.checked is None:
        return {}
    ready, open_ones = upload.checked.callable_rows, upload.checked.counts[RowVerdict.REVIEW]
    return {"ready": ready, "questions": open_ones, "left_out": upload.checked.left_out_rows - open_ones}

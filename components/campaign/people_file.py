"""File of a campaign's people, all or those of one outcome, with the columns of the file they came from: its address, the links
to it, and what is answered there.

It is made when somebody asks, for the person who asks, whom `services.web.admission` has let in; a button of Streamlit's
would cost every look at a page that refreshes itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from components.campaign.people_table import name_of
from components.charts.chart import Way
from components.console import person_of
from components.ui import formats
from components.ui.downloads import CSV, WORKBOOK, FileKind
from components.ui.html import template
from components.ui.markdown import on_one_line
from components.ui.messages import explain
from components.words.outcomes import enrolment_word, outcome_word
from services import runtime
from services.access.access import NotAllowed, Visitor
from services.access.data_export import Exported
from services.api import ApiError
from services.api.models import Campaign, EnrollmentStatus
from services.campaign.outcome_list import ANY, NO_OUTCOME, Chosen, OutcomeList, PersonWithRow, numbered
from services.database.circuit_breaker import DatabaseAway
from services.runtime import Runtime
from services.spreadsheet import MOST_WORKBOOK_ROWS, kept_as_text, spreadsheet, workbook
from services.texts import _, language, preferred, set_language

ROUTE = "/api/files/people/{campaign_id}"
_html = template("campaign/people_file")
KINDS: dict[str, FileKind] = {kind.ending: kind for kind in (WORKBOOK, CSV)}


def file_links(campaign: Campaign, chosen: Chosen, count: int | None) -> tuple[Way, ...]:
    """The links to `count` people who are `chosen`, None where it is not known how many; in the language and by the clock of
    the page. A workbook has less room."""
    if not count and count is not None:
        return ()
    kinds = [kind for kind in KINDS.values() if kind is CSV or (count or 0) <= MOST_WORKBOOK_ROWS]
    words = {WORKBOOK: _("Excel"), CSV: _("CSV")}
    return tuple(
        Way(
            words[kind],
            _address(campaign.id, chosen, kind),
            _("Download as {kind}: {people}").format(kind=words[kind], people=chosen_words(chosen)),
        )
        for kind in kinds
    )


def draw_people_links(campaign: Campaign, chosen: Chosen, count: int, not_kept: Sequence[str]) -> None:
    """The links above a list of `count` people; `not_kept` are the files whose columns are deleted."""
    links = file_links(campaign, chosen, count)
    if links:
        st.html(_html.render(words=_words(chosen, count), links=links, notes=_notes(not_kept)))


def _words(chosen: Chosen, count: int) -> str:
    return _("Take home with the columns of the file: {people} ({count})").format(
        people=chosen_words(chosen), count=formats.number(count)
    )


def _notes(not_kept: Sequence[str]) -> list[str]:
    if not not_kept:
        return []
    return [
        _(
            "The columns of {files} are deleted here: of its people the file has name, number, outcome, time and tries."
        ).format(files=", ".join(on_one_line(name) for name in not_kept))
    ]


def chosen_words(chosen: Chosen) -> str:
    """Who is in the file."""
    outcome = outcome_choice(chosen.outcome) if chosen.outcome else ""
    known = chosen.status in list(EnrollmentStatus)
    status = enrolment_word(EnrollmentStatus(chosen.status)) if known else chosen.status
    return " · ".join(word for word in (outcome, status) if word) or _("Everybody")


def outcome_choice(outcome: str) -> str:
    """Word for one of the outcomes to choose from."""
    return _("No outcome yet") if outcome == NO_OUTCOME else outcome_word(outcome)


def _address(campaign_id: str, chosen: Chosen, kind: FileKind) -> str:
    asked = {
        "kind": kind.ending,
        "outcome": chosen.outcome,
        "status": chosen.status,
        "language": language().code,
        "zone": str(formats.viewer_zone()),
    }
    path = ROUTE.format(campaign_id=quote(campaign_id, safe=""))
    return f"{path}?{urlencode({name: value for name, value in asked.items() if value})}"


def answer_people_file(request: Request) -> Response:
    """The file, to be saved, once it is recorded who takes it; else a sentence that says why there is none."""
    asked = request.query_params
    set_language(asked.get("language") or preferred(request.headers.get("accept-language")))
    made, visitor = runtime.current(), getattr(request.state, "visitor", None)
    kind = KINDS.get(asked.get("kind", ""))
    if made is None or visitor is None or kind is None:
        return PlainTextResponse("", status_code=404)
    if request.headers.get("sec-fetch-site") == "cross-site":  # nobody saw what the link takes away
        return PlainTextResponse(_("Please open the console itself, and click there."), status_code=403)
    chosen = Chosen(asked.get("outcome", ANY), asked.get("status", ANY))
    try:
        return _made(made, visitor, request.path_params["campaign_id"], chosen, kind, asked.get("zone"))
    except NotAllowed:
        return PlainTextResponse(_("You may not use this console."), status_code=403)
    except (ApiError, DatabaseAway) as error:
        problem = explain(error)
        return PlainTextResponse(f"{problem.title}. {problem.body}".replace("*", ""), status_code=503)


def _made(
    made: Runtime, visitor: Visitor, campaign_id: str, chosen: Chosen, kind: FileKind, zone: str | None
) -> Response:
    if denial := made.access.denial_of(visitor):
        raise NotAllowed(denial)
    campaign = made.facts.campaign(campaign_id)
    found = made.facts.of(campaign).outcome_list(chosen)
    if found is None:
        return PlainTextResponse(_("This key may not look at the people of a campaign."), status_code=403)
    if kind is WORKBOOK and len(found.people) > MOST_WORKBOOK_ROWS:
        return PlainTextResponse(
            _("These are too many people for a workbook. Please take the CSV file."), status_code=413
        )
    clock = formats.zone_named(zone)
    header = _header(found, clock)
    if kind is WORKBOOK:
        content = workbook(header, (_row(one, found, clock) for one in found.people))
    else:
        content = spreadsheet(header, (_as_text(_row(one, found, clock)) for one in found.people))
    made.exports.record(
        Exported.PEOPLE,
        visitor,
        person_of(visitor),
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        people=len(found.people),
    )
    name = f"{campaign.name} – {chosen_words(chosen)}.{kind.ending}"
    return Response(
        content,
        media_type=kind.mime,
        headers={
            "content-disposition": f"attachment; filename*=utf-8''{quote(name, safe='')}",
            "cache-control": "no-store",
        },
    )


def _header(found: OutcomeList, clock: tzinfo) -> list[str]:
    own = [
        _("Name"),
        _("Number"),
        _("Outcome"),
        _("Last call ({zone})").format(zone=clock),
        _("Tries"),
        _("Status"),
        _("File"),
        _("Line in the file"),
    ]
    return [*own, *(name for name, _which in found.columns)]


def _row(one: PersonWithRow, found: OutcomeList, clock: tzinfo) -> list[object]:
    person, row = one
    at: datetime | None = person.last_attempt_at
    cells = dict(zip(numbered(row.header), row.cells, strict=False)) if row else {}
    return [
        "" if name_of(person) == formats.NOTHING else name_of(person),
        (person.contact and person.contact.phone) or "",
        outcome_word(person.outcome),
        at.astimezone(clock) if at else "",
        "" if person.attempts is None else person.attempts,
        enrolment_word(person.status),
        row.file_name if row else _("In no file kept here"),
        row.line if row else "",
        *(cells.get(column, "") for column in found.columns),
    ]


def _as_text(row: Sequence[object]) -> list[object]:
    """For CSV: a number keeps its plus and its zeros also where a spreadsheet program opens the file."""
    return [kept_as_text(cell) if isinstance(cell, str) else cell for cell in row]

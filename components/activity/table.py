"""Table of what people did in this console, in words, with its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.ui import address, formats
from components.ui.downloads import spreadsheet_button
from components.ui.table_height import table_height
from components.ui.unique_labels import unique_labels
from components.words.counts import people_words
from components.words.guardrails import recorded
from components.words.person import shown
from components.words.rests import limit_words
from services.access.data_export import Exported
from services.audit.audit import Audit, AuditAction, AuditEntry, Figures, Filter, Result
from services.person import Person
from services.spreadsheet import spreadsheet
from services.texts import N_, _, ngettext

ALL = ""
PAGE_SIZE = 50
MOST_DOWNLOADED = 50_000

ACTIONS: dict[AuditAction, str] = {
    AuditAction.CREATE: N_("Campaign created"),
    AuditAction.EDIT: N_("Campaign edited"),
    AuditAction.LAUNCH: N_("Campaign launched"),
    AuditAction.DRY_RUN: N_("Dry run that may have launched"),
    AuditAction.PAUSE: N_("Campaign paused"),
    AuditAction.RESUME: N_("Campaign resumed"),
    AuditAction.CANCEL: N_("Campaign canceled"),
    AuditAction.WARN: N_("Limit passed"),
    AuditAction.DELETE: N_("Campaign deleted"),
    AuditAction.ADD_GROUP: N_("Group added to a campaign"),
    AuditAction.JOIN_GROUP: N_("People put into a group"),
    AuditAction.UPLOAD: N_("List uploaded"),
    AuditAction.IMPORT: N_("People imported"),
    AuditAction.ERASE: N_("People's data erased"),
    AuditAction.CONNECT: N_("Connection changed"),
    AuditAction.DOWNLOAD_PEOPLE: N_("People downloaded"),
    AuditAction.DOWNLOAD_CALLS: N_("Calls downloaded"),
    AuditAction.DOWNLOAD_ACTIVITY: N_("Activity downloaded"),
    AuditAction.DO_NOT_CALL_ADD: N_("Number put on the do-not-call list"),
    AuditAction.DO_NOT_CALL_REMOVE: N_("Number taken off the do-not-call list"),
    AuditAction.DO_NOT_CALL_UPLOAD: N_("Do-not-call list uploaded"),
    AuditAction.DOWNLOAD_DO_NOT_CALL: N_("Do-not-call list downloaded"),
    AuditAction.END_SIGN_INS: N_("Sign-ins ended"),
    AuditAction.CALLING_DAYS: N_("Calling days set"),
    AuditAction.HOURS_TAKEN_ON: N_("Calling hours answered for"),
    AuditAction.CALL_FROM_BOTH: N_("Calls from two campaigns allowed"),
    AuditAction.DAYS_BETWEEN: N_("Days between two campaigns set"),
    AuditAction.TEMPLATE_SAVE: N_("Template saved"),
    AuditAction.TEMPLATE_RENAME: N_("Template renamed"),
    AuditAction.TEMPLATE_DELETE: N_("Template deleted"),
}
RESULTS: dict[Result, str] = {
    Result.DONE: N_("Done"),
    Result.STARTED: N_("Begun"),
    Result.REFUSED: N_("Refused"),
    Result.FAILED: N_("Failed"),
    Result.UNCLEAR: N_("Not certain"),
}


@dataclass(frozen=True)
class ActivityQuery:
    """Query of *Activity* that the address asks for."""

    filter: Filter
    page: int
    size: int = PAGE_SIZE

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size

    @property
    def narrowed(self) -> bool:
        return self.filter != Filter()


def people(audit: Audit) -> Mapping[str, Person]:
    """Everybody who ever did something here, by the key that stands for them in the address."""
    return {one.key: one for one in audit.people()}


def read_address(people: Mapping[str, Person]) -> ActivityQuery:
    """Call it before `draw_filters`."""
    action = address.choice("action", [ALL, *AuditAction], ALL)
    result = address.choice("result", [ALL, *Result], ALL)
    page = st.query_params.get("page", "1")
    return ActivityQuery(
        Filter(
            who=people.get(address.choice("who", [ALL, *people], ALL)),
            actions=(AuditAction(action),) if action else (),
            results=(Result(result),) if result else (),
        ),
        max(int(page), 1) if page.isdecimal() else 1,
    )


def draw_filters(people: Mapping[str, Person]) -> None:
    names = unique_labels({key: shown(one) for key, one in people.items()})
    who, action, result = st.columns(3)
    _choice(who, "who", _("Person"), {ALL: _("Done by everybody"), **names})
    _choice(
        action,
        "action",
        _("What"),
        {ALL: _("All that was done"), **{one: _(ACTIONS[one]) for one in AuditAction}},
    )
    _choice(
        result, "result", _("Result"), {ALL: _("Every result"), **{one: _(RESULTS[one]) for one in Result}}
    )


def draw_waiting(rows: Sequence[AuditEntry], *, demo_clock: bool) -> None:
    """Draw what was done and could not be written down yet."""
    if not rows:
        return
    st.warning(
        ngettext(
            "{count} act is not in this log yet, because the console's own database does not answer. It is added when "
            "the database is back:",
            "{count} acts are not in this log yet, because the console's own database does not answer. They are added "
            "when the database is back:",
            len(rows),
        ).format(count=formats.number(len(rows))),
        icon=":material/pending_actions:",
    )
    _draw_table(rows, "activity-waiting", demo_clock=demo_clock)


def draw_entries(rows: Sequence[AuditEntry], *, demo_clock: bool) -> None:
    """A demo's clock always shows another time, which is said elsewhere and not at each entry."""
    _draw_table(rows, "activity", demo_clock=demo_clock)


def _draw_table(rows: Sequence[AuditEntry], key: str, *, demo_clock: bool) -> None:
    table = pd.DataFrame([_row(one, demo_clock=demo_clock) for one in rows], columns=_header())
    way = _("Open")
    table[way] = [_address(one) for one in rows]
    st.dataframe(
        table,
        column_config={
            way: st.column_config.LinkColumn(width="small", display_text=":material/open_in_new:")
        },
        hide_index=True,
        height=min(table_height(len(rows)), 740),
        key=key,
    )


def _address(one: AuditEntry) -> str | None:
    """The campaign's page, from whatever page the table is on."""
    return f"campaign?id={quote(one.campaign_id)}" if one.campaign_id else None


def draw_pages(total: int) -> None:
    """Draw the pager of the log."""
    pages = -(-total // PAGE_SIZE)
    if pages > 1:
        address.page_number("page", pages)
        with st.container(horizontal_alignment="center"):
            st.pagination(pages, key="page", on_change=address.keep, args=("page", "1"))


def download(wanted: Filter, audit: Audit, *, demo_clock: bool) -> None:
    """All that was chosen, not only the page that is shown."""

    def file() -> bytes:
        rows = audit.entries(wanted, limit=MOST_DOWNLOADED).rows
        return spreadsheet(
            [*_header(), *_identity_header()],
            ([*_row(one, demo_clock=demo_clock), *_identity(one)] for one in rows),
        )

    spreadsheet_button(_("Download"), _("activity"), file, "download-activity", Exported.ACTIVITY)


def _choice(place: DeltaGenerator, name: str, label: str, words: dict[str, str]) -> None:
    place.selectbox(
        label,
        list(words),
        format_func=lambda one: words.get(one) or str(one),
        key=name,
        on_change=address.keep,
        args=(name, ALL, "page"),
        label_visibility="collapsed",
    )


def _header() -> list[str]:
    return [_("When"), _("Who"), _("What"), _("Campaign"), _("Result"), _("Figures"), _("Reason")]


def _row(one: AuditEntry, *, demo_clock: bool) -> list[str]:
    return [
        _when(one, demo_clock=demo_clock),
        shown(one.who),
        _(ACTIONS[one.action]),
        one.campaign_name or formats.NOTHING,
        _(RESULTS[one.result]),
        figures_said(one.figures),
        one.reason,
    ]


def _when(one: AuditEntry, *, demo_clock: bool) -> str:
    """The time that counted, and the platform's where it showed another."""
    if demo_clock or not one.clocks_differ or one.platform_at is None:
        return formats.moment(one.at)
    return _("{console} (platform: {platform})").format(
        console=formats.moment(one.machine_at), platform=formats.moment(one.platform_at)
    )


def _identity_header() -> list[str]:
    return [_("E-mail address"), _("Signed in at"), _("Known there as")]


def _identity(one: AuditEntry) -> list[str]:
    """Identity that tells people of one name apart, for a file that is read elsewhere."""
    return [one.who.email, one.who.issuer, one.who.subject]


def figures_said(figures: Figures) -> str:
    """The counts of an entry, in words; what has no word is left out."""
    said = [limit] if (limit := recorded(figures)) else []
    if "at_most" in figures:
        count = int(figures["at_most"])
        said.append(
            ngettext("at most {count} person", "at most {count} people", count).format(
                count=formats.number(count)
            )
        )
    if "called" in figures:
        count = int(figures["called"])
        said.append(
            ngettext("{count} person called", "{count} people called", count).format(
                count=formats.number(count)
            )
        )
    if "at_once" in figures:
        said.append(_("people at once: {count}").format(count=formats.number(int(figures["at_once"]))))
    if "started" in figures:
        count = int(figures["started"])
        said.append(
            ngettext("{count} call begun", "{count} calls begun", count).format(count=formats.number(count))
        )
    if figures.get("failed"):
        count = int(figures["failed"])
        said.append(ngettext("{count} failed", "{count} failed", count).format(count=formats.number(count)))
    if "confirmed" in figures:
        count = int(figures["confirmed"])
        said.append(
            ngettext("{count} person confirmed", "{count} people confirmed", count).format(
                count=formats.number(count)
            )
        )
    if "people" in figures:
        count = int(figures["people"])
        said.append(people_words(count))
    if "sign_ins" in figures:
        count = int(figures["sign_ins"])
        said.append(
            ngettext("{count} sign-in", "{count} sign-ins", count).format(count=formats.number(count))
        )
    if "days_between" in figures:
        count = int(figures["days_between"])
        said.append(ngettext("{count} day", "{count} days", count).format(count=formats.number(count)))
    said += _days_said(figures)
    said += _closed_said(figures)
    if figures.get("own"):
        said.append(_("only own ones"))
    return ", ".join(said)


def _closed_said(figures: Figures) -> list[str]:
    """Why the console has paused it, or let it go on."""
    if figures.get("open_again"):
        return [_("calls are allowed again")]
    if "at_call_limit" in figures:
        return [_called_often(figures)]
    if "closed_until" not in figures:
        return []
    opens = int(figures["closed_until"])
    if not opens:
        return [_("its calling days allow no calls")]
    moment = formats.day_and_moment(datetime.fromtimestamp(opens, UTC))
    return [_("its calling days allow no calls until {moment}").format(moment=moment)]


def _called_often(figures: Figures) -> str:
    """People who were called as often as is allowed, and until when it rests."""
    count, until = int(figures["at_call_limit"]), int(figures.get("call_limit_until", 0))
    why = ngettext(
        "{count} person was called as often as allowed: {limit}",
        "{count} people were called as often as allowed: {limit}",
        count,
    ).format(
        count=formats.number(count),
        limit=limit_words(int(figures.get("limit_calls", 0)), int(figures.get("limit_hours", 0))),
    )
    if not until:
        return why
    moment = formats.day_and_moment(datetime.fromtimestamp(until, UTC))
    return why + ", " + _("until {moment}").format(moment=moment)


def _days_said(figures: Figures) -> list[str]:
    """What was kept of calling days."""
    said: list[str] = []
    if count := int(figures.get("closed_weekdays", 0)):
        said.append(
            ngettext("{count} weekday closed", "{count} weekdays closed", count).format(
                count=formats.number(count)
            )
        )
    if count := int(figures.get("weekdays_of_their_own", 0)):
        said.append(
            ngettext(
                "{count} weekday with hours of its own", "{count} weekdays with hours of their own", count
            ).format(count=formats.number(count))
        )
    if "holidays_closed" in figures:
        said.append(
            _("no calls on public holidays") if figures["holidays_closed"] else _("calls on public holidays")
        )
    if count := int(figures.get("single_days", 0)):
        said.append(
            ngettext("{count} single day", "{count} single days", count).format(count=formats.number(count))
        )
    if figures.get("ends"):
        said.append(_("with a last day"))
    return said

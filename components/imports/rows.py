"""Download of how each row of a file ended, as a file for a spreadsheet."""

from __future__ import annotations

from functools import lru_cache

from components.ui import formats
from components.ui.downloads import spreadsheet_button
from services.access.data_export import Exported
from services.contact_file import Field, RowVerdict
from services.contact_file import sentences as file_words
from services.contact_file.vocabulary.own_headers import reason_header
from services.imports import Job, Jobs, RowEnd
from services.imports import sentences as job_words
from services.languages import Language
from services.spreadsheet import kept_as_text, spreadsheet
from services.texts import N_, _, language, ngettext

ENDS: dict[str, str] = {
    "enrolled": N_("Put into the campaign"),
    "already": N_("Already there"),
    "left_out": N_("Left out"),
    "todo": N_("Still to do"),
}

_PERSON = (Field.FIRST_NAME, Field.LAST_NAME, Field.COMPANY, Field.EMAIL, Field.PHONE)  # as in `Listed`


def draw_download(job: Job, imports: Jobs) -> None:
    """The button; nothing once the people's data is deleted."""
    if job.forgotten:
        return
    stem = job.file_name.rsplit(".", 1)[0]

    def file() -> bytes:
        own = imports.own_columns(job.id)
        return spreadsheet(header(own), (cells(end, own) for end in imports.ends(job.id)))

    spreadsheet_button(
        _("Download every row's end"),
        _("{file}-rows").format(file=stem),
        file,
        f"download-rows-{job.id}",
        Exported.PEOPLE,
        (job.campaign_id, job.campaign_name),
    )


def header(own: list[str]) -> list[str]:
    """`own` are the file's further columns. A file with this header can be mended and uploaded again."""
    return [
        _("Line in the file"),
        _("What became of it"),
        reason_header(),
        _("What Talkturo said"),
        *(file_words.field(field) for field in _PERSON),
        *map(kept_as_text, own),
    ]


def cells(end: RowEnd, own: list[str]) -> list[str]:
    *person, further = end.listed
    return [
        str(end.line),
        _(ENDS[end.end]),
        _why(end.reason, end.verdict, end.file_reason, language()),
        end.detail,
        *map(kept_as_text, person),
        *(kept_as_text(further.get(name, "")) for name in own),
    ]


@lru_cache(maxsize=500)
def _why(reason: str, verdict: str, file_reason: str, _language: Language) -> str:
    """A million rows have a few dozen reasons."""
    if not reason:
        return ""
    if reason == "file":
        return _of_the_file(verdict, file_reason)
    return job_words.reason(reason)


def _of_the_file(verdict: str, file_reason: str) -> str:
    try:
        said = file_words.left_out_because(RowVerdict(verdict), file_words.row_reason(file_reason, {}))
    except (KeyError, ValueError):  # stored by a version that had other codes
        said = ""
    return said or job_words.reason(f"file:{verdict}")


def counts_add_up(job: Job) -> str:
    """The four ends and the file in one line, for the person who adds them up herself."""
    rows = job.rows
    return ngettext(
        "{enrolled} + {already} + {left_out} + {todo} = {total} row of the file",
        "{enrolled} + {already} + {left_out} + {todo} = {total} rows of the file",
        rows.total,
    ).format(
        enrolled=formats.number(rows.enrolled),
        already=formats.number(rows.already),
        left_out=formats.number(rows.left_out),
        todo=formats.number(rows.todo),
        total=formats.number(rows.total),
    )

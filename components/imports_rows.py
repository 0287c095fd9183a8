"""How each row of a file ended, as a file for a spreadsheet."""

from __future__ import annotations

from functools import lru_cache

from components import format as form
from components.console import console
from components.downloads import spreadsheet, spreadsheet_button
from services.contact_file import sentences as file_words
from services.jobs import Job, RowEnd
from services.jobs import sentences as job_words
from services.texts import N_, _, language, ngettext

ENDS: dict[str, str] = {
    "enrolled": N_("Put into the campaign"),
    "already": N_("Already there"),
    "left_out": N_("Left out"),
    "todo": N_("Still to do"),
}


def draw_download(job: Job) -> None:
    """The button; nothing once the people's data is deleted."""
    if job.forgotten:
        return
    stem = job.file_name.rsplit(".", 1)[0]
    made = console()

    def file() -> bytes:
        return spreadsheet(header(), (cells(end) for end in made.jobs.ends(job.id)))

    spreadsheet_button(
        _("Download every row's end"), _("{file}-rows").format(file=stem), file, f"download-rows-{job.id}"
    )


def header() -> list[str]:
    return [_("Line in the file"), _("What became of it"), _("Why"), _("What Talkturo said")]


def cells(end: RowEnd) -> list[str]:
    return [
        str(end.line),
        _(ENDS[end.end]),
        _why(end.reason, end.verdict, end.file_reason, language()),
        end.detail,
    ]


@lru_cache(maxsize=500)
def _why(reason: str, verdict: str, file_reason: str, _language: str) -> str:
    """A million rows have a few dozen reasons."""
    if not reason:
        return ""
    if reason == "file":
        return _of_the_file(verdict, file_reason)
    return job_words.reason(reason)


def _of_the_file(verdict: str, file_reason: str) -> str:
    try:
        said = file_words.row_reason(file_reason, {})
    except KeyError:  # stored by a version that had other codes
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
        enrolled=form.number(rows.enrolled),
        already=form.number(rows.already),
        left_out=form.number(rows.left_out),
        todo=form.number(rows.todo),
        total=form.number(rows.total),
    )

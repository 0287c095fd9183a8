"""Words for an import wherever one is shown."""

from __future__ import annotations

from typing import NamedTuple

from components.ui import formats
from components.ui.status import Colour
from services.imports import Job, JobState
from services.imports import sentences as job_words
from services.texts import _, ngettext


class StateLook(NamedTuple):
    colour: Colour
    icon: str


_LOOKS: dict[JobState, StateLook] = {
    JobState.STORING: StateLook("gray", ":material/hourglass_empty:"),
    JobState.WAITING: StateLook("gray", ":material/hourglass_empty:"),
    JobState.RUNNING: StateLook("green", ":material/sync:"),
    JobState.SLEEPING: StateLook("blue", ":material/schedule:"),
    JobState.PAUSED: StateLook("orange", ":material/pause_circle:"),
    JobState.DONE: StateLook("violet", ":material/check_circle:"),
    JobState.CANCELLED: StateLook("gray", ":material/cancel:"),
}
_NEEDS_ATTENTION = StateLook("red", ":material/error:")


def state_badge(job: Job) -> str:
    """Markdown for a coloured badge with icon and words."""
    look = _NEEDS_ATTENTION if job.needs_attention else _LOOKS[job.state]
    return f":{look.colour}-badge[{look.icon} {job_words.state(job)}]"


def share_done(job: Job) -> float:
    """0 to 1 of the way to the end. While it works that is told by requests: for most of the way people are put in and
    found, and no row is done before the last part."""
    if job.state is JobState.DONE or not job.rows.total:
        return float(job.state is JobState.DONE)
    rows = min(1.0, job.rows.done / job.rows.total)
    if job.estimate is None:
        return rows
    return max(rows, job.requests / max(1, job.requests + job.estimate.requests))


def rows_done(job: Job) -> str:
    return ngettext("{done} of {count} row done", "{done} of {count} rows done", job.rows.total).format(
        done=formats.number(job.rows.done), count=formats.number(job.rows.total)
    )


def requests_done(job: Job) -> str:
    """Progress in the coin the platform counts in."""
    if not job.estimate or not job.estimate.requests:
        return ngettext("{count} request", "{count} requests", job.requests).format(
            count=formats.number(job.requests)
        )
    total = job.requests + job.estimate.requests
    return ngettext("{done} of about {count} request", "{done} of about {count} requests", total).format(
        done=formats.number(job.requests), count=formats.number(total)
    )


def time_left(job: Job) -> str:
    """Words for how long it goes on; empty where it has ended or nothing is known."""
    if job.estimate is None or job.estimate.seconds is None:
        return ""
    left = formats.duration(max(1.0, job.estimate.seconds))
    if job.state is JobState.PAUSED:
        return _("about {duration} once it goes on").format(duration=left)
    return _("about {duration} left").format(duration=left)


def pace(job: Job) -> str:
    """Words for what it may spend, and what that means for the person who waits; empty where it has ended."""
    if job.estimate is None or not job.estimate.requests_an_hour:
        return ""
    count = job.estimate.requests_an_hour
    said = ngettext(
        "Imports may spend {count} request an hour; the rest is kept for what people click.",
        "Imports may spend {count} requests an hour; the rest is kept for what people click.",
        count,
    ).format(count=formats.number(count))
    if job.way == "single":
        one_by_one = _("New people go in one by one here, which takes long; the list is safe meanwhile.")
        return f"{one_by_one} {said}"
    return said


def goes_on_by_itself(job: Job) -> bool:
    """True while its page has something to wait for."""
    return job.active or (job.needs_attention and job.code == "token")

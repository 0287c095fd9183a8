"""Summary of a day: what was called and answered by campaign, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from babel.numbers import format_decimal

from services.notifications import sentences
from services.notifications.events import EventKind
from services.notifications.inbox import Event
from services.notifications.message import Message, Part, Writer, language_of
from services.notifications.recipients import Recipient
from services.texts import _, in_language, language, ngettext

A_DAY = timedelta(days=1)
DECISIONS = (EventKind.PAUSED, EventKind.NOT_STOPPED, EventKind.IMPORT, EventKind.LAUNCH_WAITS)
"""Kinds after which something waits for a person."""


class CampaignDay(NamedTuple):
    """What was called of one campaign within a day."""

    campaign_id: str
    campaign_name: str
    calls: int
    answered: int


@dataclass(frozen=True)
class DayReport:
    """`campaigns` is None where nobody tells of calls. `waiting` is what still waits for a person, the newest first."""

    campaigns: Sequence[CampaignDay] | None
    waiting: Sequence[Event] = ()

    @property
    def empty(self) -> bool:
        """Nothing to tell: nobody was called, and nothing waits."""
        return not self.campaigns and not self.waiting


Reports = Callable[[datetime, datetime], DayReport]
"""What happened between two moments of this machine's clock."""


def write_summary(writer: Writer, report: DayReport, recipient: Recipient) -> Message:
    return in_language(language_of(recipient), lambda: _write(writer, report))


def _write(writer: Writer, report: DayReport) -> Message:
    parts = [_called(report, writer)]
    for event in report.waiting:
        link = writer.link(sentences.path(event))
        parts.append(
            Part(sentences.headline(event, writer.shown), link=link, link_words=_("Open the console"))
        )
    waiting = len(report.waiting)
    if waiting:
        said = ngettext(
            "Your day: {count} thing waits for a decision",
            "Your day: {count} things wait for a decision",
            waiting,
        )
        subject = said.format(count=_number(waiting))
    else:
        subject = _("Your day")
    return writer.message(subject, parts)


def _called(report: DayReport, writer: Writer) -> Part:
    if report.campaigns is None:
        return Part(_("How many calls there were is not told here"))
    calls = sum(one.calls for one in report.campaigns)
    answered = sum(one.answered for one in report.campaigns)
    headline = ngettext(
        "{calls} call within 24 hours, {answered} answered",
        "{calls} calls within 24 hours, {answered} answered",
        calls,
    ).format(calls=_number(calls), answered=_number(answered))
    lines = [
        _("“{campaign}”: {calls} called, {answered} answered").format(
            campaign=writer.shown(one.campaign_name), calls=_number(one.calls), answered=_number(one.answered)
        )
        for one in report.campaigns
    ]
    return Part(headline, "\n".join(lines))


def _number(value: int) -> str:
    return format_decimal(value, locale=language().locale)

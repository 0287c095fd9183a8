"""Figures of the day in one line above the list: what runs, who answered, what waits for a person, which credits are left. Each
leads to what it counts. What is not known is left out; asks the platform for nothing that the page does not read anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from components.campaigns.filters import WAITING
from components.charts.day import today
from components.ui import formats
from components.ui.drawn_once import DrawnOnce
from components.ui.html import template
from components.ui.own_element import OwnElement, Part, write
from services.api.models import CampaignStatus
from services.campaign.answered_today import AnsweredToday
from services.campaigns.listing import CampaignFilter, CampaignListing, ShowDeleted
from services.database.circuit_breaker import DatabaseAway
from services.runtime import Runtime
from services.texts import _, ngettext

KEY = "today"
CREDITS_KNOWN = timedelta(minutes=15)
"""Older ones are not shown. While something runs they are read more often than that, with no page open as well."""

_line = template("campaigns/today")
_element = OwnElement("today_figures", "div", look="campaigns/today.css")
_written = DrawnOnce[bytes](kept=100)


class TodayFigures(NamedTuple):
    """None is not known. With campaigns that could not be read nobody knows who answered, nor that nothing runs. `waiting` are campaigns, `imports` those that need somebody; `only_waiting`: the list shows just those."""

    running: int | None
    answered: AnsweredToday | None
    waiting: int | None
    imports: int | None
    credits: float | None
    only_waiting: bool


class _Figure(NamedTuple):
    key: str
    words: str
    address: str
    urgent: bool = False
    here: bool = False


def draw_today(services: Runtime, waiting: frozenset[str] | None, *, only_waiting: bool) -> None:
    """Call it once the list was read. `waiting` are campaigns that do not go on before a person has said how, None where that is
    not known."""
    figures = _figures(services, waiting, only_waiting=only_waiting)
    _element.draw(KEY, _written(lambda: _write(figures), figures))


def _figures(services: Runtime, waiting: frozenset[str] | None, *, only_waiting: bool) -> TodayFigures:
    campaigns, now = services.campaigns.all().value, services.api.clock.now()
    unreadable = bool(services.campaigns.unreadable())
    running = _listed(services, CampaignFilter()).counts[CampaignStatus.RUNNING]
    return TodayFigures(
        # also one may be calling whose status is none of ours
        running=running or (None if unreadable or services.campaigns.running() else 0),
        answered=None if unreadable else services.answered.today(campaigns, today(now)[0], now),
        waiting=None if waiting is None else _listed(services, CampaignFilter(among=waiting)).total,
        imports=_imports(services),
        credits=services.deployment.credits_known(CREDITS_KNOWN),
        only_waiting=only_waiting,
    )


def _listed(services: Runtime, wanted: CampaignFilter) -> CampaignListing:
    return services.listings.read(ShowDeleted.HIDDEN, wanted).value


def _imports(services: Runtime) -> int | None:
    try:
        return services.jobs.attention().needs_attention
    except DatabaseAway:
        return None


def _write(figures: TodayFigures) -> bytes:
    return write(_("Today"), [Part("today-line", _line.render(figures=list(_shown(figures))))])


def _shown(figures: TodayFigures) -> Iterator[_Figure]:
    if figures.running is not None:
        yield _Figure("today-running", _running_words(figures.running), "?status=running")
    if figures.answered is not None:
        yield _Figure("today-answered", _answered_words(figures.answered), "insights?period=today")
    if figures.waiting or (figures.only_waiting and figures.waiting is not None):
        words = ngettext(
            "**{count}** campaign waits for you", "**{count}** campaigns wait for you", figures.waiting
        ).format(count=formats.number(figures.waiting))
        address = "?" if figures.only_waiting else f"?{WAITING}=1"
        yield _Figure("today-waiting", words, address, urgent=True, here=figures.only_waiting)
    if figures.imports:
        words = ngettext(
            "**{count}** import waits for you", "**{count}** imports wait for you", figures.imports
        )
        yield _Figure(
            "today-imports", words.format(count=formats.number(figures.imports)), "imports", urgent=True
        )
    if figures.credits is not None:
        words = ngettext("**{count}** credit left", "**{count}** credits left", int(figures.credits))
        few = figures.credits < 1
        yield _Figure(
            "today-credits",
            words.format(count=formats.number(int(figures.credits))),
            "connection",
            urgent=few,
        )


def _running_words(count: int) -> str:
    if not count:
        return _("Nothing is running")
    return ngettext("**{count}** running", "**{count}** running", count).format(count=formats.number(count))


def _answered_words(answered: AnsweredToday) -> str:
    count = formats.number(answered.people)
    if answered.since is not None:
        return _("**{count}** answered since {time}").format(
            count=count, time=formats.clock_time(answered.since)
        )
    return _("**{count}** answered today").format(count=count)

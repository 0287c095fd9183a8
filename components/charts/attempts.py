"""Chart of attempts: how many tries it takes until somebody answers."""

from __future__ import annotations

from itertools import accumulate

import plotly.graph_objects as go

from components.charts.chart import STATUS_COLOURS, Chart, draw_chart, figure, room_for_bars, without_scale
from components.ui import formats
from services.api.models import CampaignStatus
from services.results.outcomes import Attempts
from services.texts import _, ngettext

HEIGHT = 240


def draw_attempts(attempts: Attempts, key: str) -> None:
    draw_chart(attempts_chart(attempts), key)


def attempts_chart(attempts: Attempts) -> Chart:
    """People by the try at which they first answered, with the share of all that answered by then."""
    name = _("tries until answered")
    counts = sorted(attempts.answered_at.items())
    reached = sum(count for _attempt, count in counts)
    if not reached:
        return Chart(name, _("Nobody has answered yet."))
    by_then = [
        formats.percent(so_far / reached) for so_far in accumulate(count for _attempt, count in counts)
    ]
    words = [_("Try {number}").format(number=attempt) for attempt, _count in counts]
    bars = go.Bar(
        x=words,
        y=[count for _attempt, count in counts],
        marker={"color": STATUS_COLOURS[CampaignStatus.RUNNING]},
        text=[
            f"{formats.number(count)}<br>" + _("{percent} by then").format(percent=share)
            for (_attempt, count), share in zip(counts, by_then, strict=True)
        ],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    tallest = max(count for _attempt, count in counts)
    drawn = figure(
        bars,
        height=HEIGHT,
        xaxis={"type": "category", "range": room_for_bars(len(words)), "showgrid": False},
        yaxis={**without_scale(), "range": [0, tallest * 1.3]},
    )
    first = formats.percent(attempts.answered_at.get(1, 0) / reached)
    return Chart(
        name=name,
        title=ngettext(
            "{percent} of {count} person who answered did so at the first try.",
            "{percent} of {count} people who answered did so at the first try.",
            reached,
        ).format(percent=first, count=formats.number(reached)),
        figure=drawn,
        alt="; ".join(
            f"{word}: {formats.number(count)}" for word, (_a, count) in zip(words, counts, strict=True)
        ),
        header=[_("Try"), _("People who answered"), _("Share by then")],
        rows=[[attempt, count, share] for (attempt, count), share in zip(counts, by_then, strict=True)],
        source=attempts.source,
        notes=[_never(attempts.never)] if attempts.never else [],
    )


def _never(people: int) -> str:
    return ngettext(
        "{count} person was called and has not answered so far.",
        "{count} people were called and have not answered so far.",
        people,
    ).format(count=formats.number(people))

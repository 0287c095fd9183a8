"""Words and figures of *Insights*: how much of the call log it knows, and the answer rates as a table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.charts.ranking import KINDS
from components.ui import formats
from components.ui.messages import draw_problem
from components.ui.table_height import table_height
from services.live.snapshot import NOT_HERE
from services.results.counted import Counted
from services.results.insights import Ranking, Selection
from services.results.outcomes import FigureSource
from services.texts import _, ngettext


def draw_state_of_log(found: Counted, selection: Selection) -> None:
    """Draw what the page is counted from, where that is not all there is."""
    if found.error and not isinstance(found.error, NOT_HERE):
        draw_problem(found.error)
    if found.calls is None:
        closed = isinstance(found.error, NOT_HERE)
        sentences = [
            _("This key may not read the call log, so only what Talkturo counts for each campaign is shown.")
            if closed
            else _(
                "Talkturo does not tell here when calls were and how they ended, so only what it counts for each campaign is shown."
            )
            if found.visit
            else _("Until then only what Talkturo counts for each campaign is shown.")
        ]
        if not selection.whole:
            sentences.append(_("These counters know no period: they hold for all time."))
        st.info(" ".join(sentences), icon=":material/info:")
        return
    count = ngettext("{count} call", "{count} calls", len(found.calls)).format(
        count=formats.number(len(found.calls))
    )
    if found.visit and not found.visit.complete:
        count += ". " + _("Older calls are still being fetched, a part with each look at this page.")
    elif found.visit and found.visit.untold:
        count += ". " + ngettext(
            "Of {count} more it is not told when it was or how it ended.",
            "Of {count} more it is not told when they were or how they ended.",
            found.visit.untold,
        ).format(count=formats.number(found.visit.untold))
    st.caption(count)


def draw_table(ranking: Ranking) -> None:
    """Every row, sortable; names as typed."""
    calls = _("Calls") if ranking.source is FigureSource.CALLS else _("People called")
    table = pd.DataFrame(
        {
            _(KINDS[ranking.dimension]): [row.name for row in ranking.rows],
            calls: [row.rate.of for row in ranking.rows],
            _("Answered"): [row.rate.count for row in ranking.rows],
            _("Answer rate"): [_to_a_tenth(row.rate.value) for row in ranking.rows],
            _("At least"): [_to_a_tenth(row.rate.low) for row in ranking.rows],
            _("At most"): [_to_a_tenth(row.rate.high) for row in ranking.rows],
        }
    )
    percent = st.column_config.NumberColumn(format="percent")
    shares = {_("Answer rate"): percent, _("At least"): percent, _("At most"): percent}
    st.dataframe(
        table,
        hide_index=True,
        column_config=shares,
        height=min(400, table_height(len(table))),
        key="answer-rates",
    )


def _to_a_tenth(part: float | None) -> float | None:
    """Of a percent: more digits than that claim what nobody knows."""
    return None if part is None else round(part, 3)

"""Each chart answers one question in its title, in both languages, and shows names as they were typed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from components.charts import (
    attempts_chart,
    comparison_chart,
    funnel_chart,
    hours_and_weekdays_chart,
    hours_chart,
    outcomes_chart,
    progress_chart,
    ranking_chart,
)
from components.charts.chart import STATUS_COLOURS, Chart, share_scale
from components.charts.progress import LABEL_PIXELS, PLOT_PIXELS, ProgressBaseline
from services.api.models import CampaignStatus
from services.launch import LaunchForecast
from services.results.insights import Dimension, Ranked, Ranking, compare
from services.results.intervals import share
from services.results.outcomes import Attempts, FigureSource, Rates, funnel_of
from services.results.progress import Progress
from services.spreadsheet import spreadsheet
from services.texts import set_language

NASTY = '<b>Spring</b> <a href="http://x">sale</a> & %{x} $x$'
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOURS = {9: share(300, 1000), 10: share(200, 1000), 18: share(3, 5)}
GONE_ON = Progress([MONDAY, MONDAY + timedelta(hours=1)], [10, 80], [2, 20], 100, FigureSource.CALLS, [0, 40])
AT_LAUNCH = LaunchForecast(
    MONDAY,
    100,
    None,
    MONDAY + timedelta(hours=2),
    None,
    ((MONDAY, 0.0), (MONDAY + timedelta(hours=2), 100.0)),
)


def ranking(*names: str, source: FigureSource = FigureSource.CALLS) -> Ranking:
    rows = [Ranked(f"id-{number}", name, share(90 - 30 * number, 100)) for number, name in enumerate(names)]
    return Ranking(Dimension.CAMPAIGN, rows, source)


CHARTS: dict[str, Callable[[], Chart]] = {
    "funnel": lambda: funnel_chart(funnel_of(1000, 800, 200, 500, FigureSource.COUNTERS)),
    "outcomes": lambda: outcomes_chart({"busy": 5, "answered": 15}, FigureSource.CALLS),
    "hours": lambda: hours_chart(Rates(HOURS, 7, FigureSource.CALLS)),
    "week": lambda: hours_and_weekdays_chart(
        {(1, 10): share(50, 100), (2, 9): share(1, 3)}, FigureSource.CALLS
    ),
    "attempts": lambda: attempts_chart(Attempts({1: 60, 2: 30, 3: 10}, 40, FigureSource.CALLS)),
    "progress": lambda: progress_chart(
        GONE_ON,
        ProgressBaseline(MONDAY + timedelta(hours=2), [(MONDAY, 0.0), (MONDAY + timedelta(hours=2), 100.0)]),
    ),
    "progress against launch": lambda: progress_chart(
        GONE_ON, ProgressBaseline(MONDAY + timedelta(hours=5), at_launch=AT_LAUNCH)
    ),
    "ranking": lambda: ranking_chart(ranking("Spring", "Summer")),
    "comparison": lambda: comparison_chart(compare(ranking("Spring", "Summer"), "id-0", "id-1")),
}
TITLES = {
    "funnel": (
        "200 of 800 people called have answered (25%).",
        "Angerufen: 800 Personen, angenommen: 200 (25 %).",
    ),
    "outcomes": ("Most frequent outcome: Answered, 75% of 20 calls.", "Häufigstes Ergebnis: Angenommen, 75 % von 20 Anrufen."),
    "hours": (
        "The best hour to call is 9–10: 30% answer, against 20% at other hours.",
        "Die beste Stunde ist 9–10 Uhr: 30 % nehmen an, sonst 20 %.",
    ),
    "week": (
        "Highest answer rate so far: Tuesday 10–11, 50% of 100 calls (40% to 60%).",
        "Höchste Annahmequote bisher: Dienstag 10–11 Uhr, 50 % von 100 Anrufen (40 % bis 60 %).",
    ),
    "attempts": (
        "60% of 100 people who answered did so at the first try.",
        "60 % von 100 Personen, die annahmen, taten es beim ersten Versuch.",
    ),
    "progress": (
        "80 of 100 people have been called. The end is expected on Mon, 2 Mar 2026, 10:00.",
        "80 von 100 Personen wurden angerufen. Das Ende wird am Mo., 2. März 2026, 10:00 erwartet.",
    ),
    "progress against launch": (
        "40 of 100 people are finished; the forecast at launch was 50 by then. "
        "The end is expected on Mon, 2 Mar 2026, 13:00 instead of Mon, 2 Mar 2026, 10:00.",
        "40 von 100 Personen sind erledigt; laut der Prognose beim Start sollten es bis dahin 50 sein. "
        "Das Ende wird am Mo., 2. März 2026, 13:00 erwartet statt am Mo., 2. März 2026, 10:00.",
    ),
    "ranking": ("“Spring” has the highest answer rate: 90%.", "„Spring“ hat die höchste Annahmequote: 90 %."),
    "comparison": (
        "More people answer with “Spring”: 90%, against 60% with “Summer”.",
        "Bei „Spring“ nehmen mehr Menschen ab: 90 %, bei „Summer“ 60 %.",
    ),
}  # fmt: skip


def drawn(chart: Chart) -> Any:
    """The figure; its own annotations do not know what it is made of."""
    assert chart.figure is not None
    return chart.figure


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "de")])
def test_the_title_gives_the_answer(name: str, place: int, language: str) -> None:
    set_language(language)
    assert CHARTS[name]().title.replace("\xa0", " ") == TITLES[name][place]


@pytest.mark.parametrize("name", CHARTS)
def test_it_is_readable_in_both_themes_without_eyes_and_on_paper(name: str) -> None:
    chart = CHARTS[name]()
    assert chart.alt
    assert chart.source
    assert chart.rows
    assert all(len(row) == len(chart.header) for row in chart.rows)
    layout: Any = drawn(chart).layout
    assert (layout.paper_bgcolor, layout.plot_bgcolor, layout.font.color, layout.title.text) == (None,) * 4
    assert len(spreadsheet(chart.header, chart.rows)) > 20


@pytest.mark.parametrize(
    "chart",
    [
        lambda: funnel_chart(funnel_of(0, 0, 0, 0, FigureSource.COUNTERS)),
        lambda: funnel_chart(funnel_of(5, 0, 0, 0, FigureSource.COUNTERS)),
        lambda: outcomes_chart({}, FigureSource.PEOPLE),
        lambda: hours_chart(Rates({}, 0, FigureSource.CALLS)),
        lambda: hours_and_weekdays_chart({}, FigureSource.CALLS),
        lambda: attempts_chart(Attempts({}, 3, FigureSource.CALLS)),
        lambda: progress_chart(Progress([], [], [], 0, FigureSource.CALLS, [])),
        lambda: ranking_chart(Ranking(Dimension.LIST, [], FigureSource.CALLS)),
        lambda: comparison_chart(compare(Ranking(Dimension.LIST, [], FigureSource.CALLS), "a", "b")),
    ],
)
def test_it_says_so_where_there_is_nothing_yet(chart: Callable[[], Chart]) -> None:
    assert chart().title.endswith(("yet.", "yet"))


def test_names_show_as_typed() -> None:
    """Plotly reads tags and %{…}: they must be escaped in the figure, and nowhere else."""
    for chart in (
        ranking_chart(ranking(NASTY, "Summer")),
        comparison_chart(compare(ranking(NASTY, "Summer"), "id-0", "id-1")),
    ):
        assert NASTY in chart.title
        shown = drawn(chart).layout.yaxis.ticktext[0]
        assert "<" not in shown
        assert "&lt;b&gt;Spring" in shown
        assert chart.rows[0][0] == NASTY


def test_long_lists_are_cut_in_the_picture_only() -> None:
    rows = [Ranked(str(number), f"Campaign {number}", share(50, 100)) for number in range(300)]
    chart = ranking_chart(Ranking(Dimension.CAMPAIGN, rows, FigureSource.CALLS))
    assert len(drawn(chart).data[0].y) == 20
    assert len(chart.rows) == 300
    assert chart.notes == ["The first 20 of 300; the download holds all."]


def test_two_campaigns_of_one_name_stay_two() -> None:
    chart = ranking_chart(ranking("Spring", "Spring"))
    assert list(drawn(chart).data[0].y) == [0, 1]


def test_few_calls_look_unsure() -> None:
    chart = hours_chart(Rates(HOURS, 7, FigureSource.CALLS))
    assert list(drawn(chart).data[0].marker.opacity) == [1.0, 1.0, 0.35]
    assert "7 calls are left out: nobody knows the local time there." in chart.notes


@pytest.mark.parametrize(("language", "written"), [("en", "20%"), ("de", "20\xa0%")])
@pytest.mark.parametrize("name", ["hours", "ranking"])
def test_shares_on_an_axis_are_written_as_everywhere_else(name: str, language: str, written: str) -> None:
    set_language(language)
    layout = drawn(CHARTS[name]())["layout"]
    axis = layout["xaxis" if name == "ranking" else "yaxis"]
    assert dict(zip(axis["ticktext"], axis["tickvals"], strict=True))[written] == 0.2
    assert axis["range"][1] >= max(axis["tickvals"])


@pytest.mark.parametrize("top", [0.004, 0.012, 0.06, 0.33, 1.0, 1.05])
def test_an_axis_of_shares_has_a_handful_of_round_steps(top: float) -> None:
    ticks = share_scale(top)["tickvals"]
    assert ticks[0] == 0
    assert len(ticks) <= 6
    assert len(ticks) >= 4 or top < 0.03, "rare answers, in whole percent"
    assert {round(after - before, 2) for before, after in itertools.pairwise(ticks)} <= {
        0.01,
        0.02,
        0.05,
        0.1,
        0.2,
        0.25,
    }


def test_a_difference_that_may_be_chance_is_called_so() -> None:
    rows = [Ranked("a", "Spring", share(6, 10)), Ranked("b", "Summer", share(5, 10))]
    chart = comparison_chart(compare(Ranking(Dimension.CAMPAIGN, rows, FigureSource.CALLS), "a", "b"))
    assert chart.title.startswith("No certain difference")


def test_counters_that_contradict_each_other_are_named() -> None:
    chart = funnel_chart(funnel_of(10, 20, 5, 3, FigureSource.COUNTERS))
    assert list(chart.notes) == ["Talkturo's own counters contradict each other here."]


def test_a_funnel_draws_no_zero_for_what_is_not_told() -> None:
    untold = funnel_chart(funnel_of(None, None, None, None, FigureSource.COUNTERS, not_told=1))
    assert untold.title == "How many people have answered is not told."
    assert [row[1] for row in untold.rows] == ["–"] * 4
    assert list(untold.notes) == [
        "1 campaign does not tell all of its numbers, and is left out where it does not."
    ]


def test_outcomes_this_console_does_not_know_are_shown() -> None:
    assert (
        outcomes_chart({"teleported_<b>": 3}, FigureSource.CALLS).title
        == "Most frequent outcome: teleported <b>, 100% of 3 calls."
    )


def test_every_status_has_its_colour() -> None:
    assert set(STATUS_COLOURS) == set(CampaignStatus)


def test_progress_says_which_forecast_it_is_compared_with() -> None:
    todays = progress_chart(GONE_ON, ProgressBaseline(None, AT_LAUNCH.curve))
    from_launch = progress_chart(GONE_ON, ProgressBaseline(None, (), AT_LAUNCH))
    assert todays.notes == ["The dotted line: people finished, as expected from here on."]
    assert from_launch.notes == [
        "The dotted line: people finished, as forecast at the launch on 2 Mar 2026, 08:00."
    ]


def test_a_campaign_that_is_over_says_when_it_should_have_been() -> None:
    assert progress_chart(GONE_ON, ProgressBaseline(at_launch=AT_LAUNCH, over=True)).title == (
        "40 of 100 people are finished, the last one on Mon, 2 Mar 2026, 09:00. "
        "The forecast at launch was Mon, 2 Mar 2026, 10:00."
    )
    unknown = replace(AT_LAUNCH, finish=None)
    assert progress_chart(GONE_ON, ProgressBaseline(at_launch=unknown, over=True)).title == (
        "40 of 100 people are finished, the last one on Mon, 2 Mar 2026, 09:00."
    )


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    """Called, finished and forecast all end at everybody."""
    done = replace(GONE_ON, called=[10, 100], finished=[0, 100], answered=[2, 98])
    over = replace(AT_LAUNCH, curve=((MONDAY, 0.0), (MONDAY + timedelta(hours=1), 100.0)))
    layout = drawn(progress_chart(done, ProgressBaseline(at_launch=over))).layout
    heights = sorted(label.y / 100 * PLOT_PIXELS + label.yshift for label in layout.annotations)
    assert len(heights) == 4
    assert all(upper - lower >= LABEL_PIXELS for lower, upper in itertools.pairwise(heights))


def test_labels_of_a_young_campaign_stand_apart_above_the_axis_and_right_of_it() -> None:
    """Hardly anybody is called, and nearly all of the forecast is still to come."""
    young = replace(GONE_ON, called=[0, 2], answered=[0, 1], finished=[0, 0])
    ahead = replace(AT_LAUNCH, curve=((MONDAY, 0.0), (MONDAY + timedelta(days=2), 100.0)))
    labels = drawn(progress_chart(young, ProgressBaseline(at_launch=ahead))).layout.annotations
    near = [label for label in labels if label.text != "Forecast"]
    heights = sorted(label.y / 100 * PLOT_PIXELS + label.yshift for label in near)
    assert len(heights) == 3
    assert heights[0] >= 0
    assert all(upper - lower >= LABEL_PIXELS for lower, upper in itertools.pairwise(heights))
    assert {label.xanchor for label in near} == {"left"}


def test_a_funnel_of_a_draft_draws_no_bars_of_nobody() -> None:
    assert funnel_chart(funnel_of(5, 0, 0, 0, FigureSource.COUNTERS)).figure is None
    assert (
        funnel_chart(funnel_of(5, 0, 0, 1, FigureSource.COUNTERS)).figure is None
    )  # left out, and counted below


def test_a_first_place_that_may_be_chance_is_called_so() -> None:
    rows = [Ranked("a", "Spring", share(45, 100)), Ranked("b", "Summer", share(40, 100))]
    assert ranking_chart(Ranking(Dimension.CAMPAIGN, rows, FigureSource.CALLS)).title == (
        "No certain difference at the top: “Spring” has 45%, “Summer” has 40%, which may be chance."
    )


def test_who_must_not_be_called_is_no_outcome_of_a_call() -> None:
    chart = outcomes_chart({"do_not_call": 30, "answered": 6, "busy": 2}, FigureSource.PEOPLE)
    assert chart.title == "Most frequent outcome: Answered, 75% of 8 people."
    assert chart.notes == ["30 people are marked do not call and were not called."]
    assert outcomes_chart({"do_not_call": 30}, FigureSource.PEOPLE).title == "No call has ended yet."

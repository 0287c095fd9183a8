"""Charts: one question each, its answer in the title, the figures to download. `draw_…` draws, `…_chart` makes."""

from components.charts.attempts import attempts_chart, draw_attempts
from components.charts.chart import STATUS_COLOURS, draw_chart
from components.charts.day import draw_day_plan
from components.charts.forecast import forecast_chart, forecast_title
from components.charts.funnel import draw_funnel, funnel_chart
from components.charts.hours import (
    best_hour_sentence,
    draw_hours,
    draw_hours_and_weekdays,
    hours_and_weekdays_chart,
    hours_chart,
)
from components.charts.outcomes import draw_outcomes, outcomes_chart
from components.charts.progress import progress_chart
from components.charts.ranking import comparison_chart, draw_comparison, draw_ranking, ranking_chart

__all__ = [
    "STATUS_COLOURS",
    "attempts_chart",
    "best_hour_sentence",
    "comparison_chart",
    "draw_attempts",
    "draw_chart",
    "draw_comparison",
    "draw_day_plan",
    "draw_funnel",
    "draw_hours",
    "draw_hours_and_weekdays",
    "draw_outcomes",
    "draw_ranking",
    "forecast_chart",
    "forecast_title",
    "funnel_chart",
    "hours_and_weekdays_chart",
    "hours_chart",
    "outcomes_chart",
    "progress_chart",
    "ranking_chart",
]

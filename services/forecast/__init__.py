"""Forecast of a campaign (Monte Carlo simulation): when it will be over, how many calls a day, how many people
reached.

How it works, and what it leaves out, is in `docs/forecast.md`.
"""

from services.forecast.assumptions import USUAL, Assumptions, measured
from services.forecast.outlook import Forecast, forecast
from services.forecast.situation import PersonDue, Situation

__all__ = ["USUAL", "Assumptions", "Forecast", "PersonDue", "Situation", "forecast", "measured"]

"""Dry run, and launch once."""

from services.launch.creation import CreateResult, Creations, Made
from services.launch.dry_run import Candidate, DryRun, at_next_opening, dry_run
from services.launch.findings import Finding, Sight, Verdict, Why
from services.launch.forecasts import LaunchForecast, LaunchForecasts, Missing
from services.launch.launches import Launches, LaunchResult, Said
from services.launch.ledger import Intent, Ledger, State
from services.launch.reasons import LeftOut, Reason
from services.launch.views import Change, SeenState

__all__ = [
    "Candidate",
    "Change",
    "CreateResult",
    "Creations",
    "DryRun",
    "Finding",
    "Intent",
    "LaunchForecast",
    "LaunchForecasts",
    "LaunchResult",
    "Launches",
    "Ledger",
    "LeftOut",
    "Made",
    "Missing",
    "Reason",
    "Said",
    "SeenState",
    "Sight",
    "State",
    "Verdict",
    "Why",
    "at_next_opening",
    "dry_run",
]

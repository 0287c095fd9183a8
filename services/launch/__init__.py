"""Dry run, and launch once."""

from services.launch.creation import CreateResult, Creations, Made
from services.launch.dry_run import Candidate, DryRun, at_next_opening, dry_run
from services.launch.findings import Finding, Sight, Verdict, Why
from services.launch.forecasts import LaunchForecast, LaunchForecasts, Missing
from services.launch.intents import Intent, Kind, State
from services.launch.launches import Launches
from services.launch.ledger import Ledger
from services.launch.reasons import LeftOut, Reason
from services.launch.results import LaunchResult, Said
from services.launch.views import Change, SeenState
from services.launch.watcher import Watcher

__all__ = [
    "Candidate",
    "Change",
    "CreateResult",
    "Creations",
    "DryRun",
    "Finding",
    "Intent",
    "Kind",
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
    "Watcher",
    "Why",
    "at_next_opening",
    "dry_run",
]

"""Readiness: what speaks against a launch, before strangers' phones ring: `check(plan)`."""

from services.readiness.checks import check
from services.readiness.findings import TO_DECIDE, Code, Finding, Level, Mend
from services.readiness.plan import (
    AtLimit,
    CalledLately,
    CallsLately,
    LaunchPlan,
    People,
    PersonToCall,
    StartRules,
    TakenOn,
    number_of,
)

__all__ = [
    "TO_DECIDE",
    "AtLimit",
    "CalledLately",
    "CallsLately",
    "Code",
    "Finding",
    "LaunchPlan",
    "Level",
    "Mend",
    "People",
    "PersonToCall",
    "StartRules",
    "TakenOn",
    "check",
    "number_of",
]

"""What speaks against a launch, before strangers' phones ring: `check(plan)`."""

from services.readiness.checks import check
from services.readiness.findings import Code, Finding, Level, Mend
from services.readiness.plan import People, Person, Plan

__all__ = ["Code", "Finding", "Level", "Mend", "People", "Person", "Plan", "check"]

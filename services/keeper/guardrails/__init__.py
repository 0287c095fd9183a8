"""Guardrails (circuit breaker) of a campaign: limits that tell people, or pause it, when it goes wrong or has cost enough."""

from services.keeper.guardrails.terms import (
    DEFAULTS,
    Guardrail,
    GuardrailTerms,
    Response,
    Rule,
)

__all__ = ["DEFAULTS", "Guardrail", "GuardrailTerms", "Response", "Rule"]

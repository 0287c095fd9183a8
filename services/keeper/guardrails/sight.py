"""Sight of guardrails: what is known of a campaign between two looks, kept with its watch, and what it means for who asks.

`tally` holds its calls, `source` what tells of them, `zone` whose date its day is, `passed` the limit that has paused it, with
its figures in that moment; `let_go` limits that count no more today, `told` those that were told today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from services.api.models import Campaign
from services.calling_rules.call_window import CallWindow, find_zone
from services.keeper.guardrails.reading import Source, cannot_be_watched
from services.keeper.guardrails.rules import Passed, figures_of
from services.keeper.guardrails.tally import Tally
from services.keeper.guardrails.terms import GuardrailTerms, Rule


def goes_on_by_itself(sight: Mapping[str, Any]) -> bool:
    """Whether a pause of these guardrails ends with the day: it was for the calls of a day, and no person wants it to stay."""
    rule = (sight.get("passed") or {}).get("rule")
    return rule == Rule.CALLS_A_DAY.value and not sight.get("stays")


def gone_on(sight: dict[str, Any], now: datetime, platform_now: datetime) -> dict[str, Any]:
    """What is known once a person lets it go on: new samples, and the day's number and the credits no more to be minded today.
    `held` until it is seen to run."""
    tally = Tally.read(sight.get("tally"))
    tally.begin_anew(platform_now)
    rule = (sight.get("passed") or {}).get("rule")
    let_go = dict(sight.get("let_go") or {})
    if rule in (Rule.CALLS_A_DAY.value, Rule.CREDITS_LOW.value):
        let_go[rule] = tally.day
    return {"tally": tally.stored(), "let_go": let_go, "stirred_at": now.isoformat()}


def figures_now(sight: dict[str, Any], rule: Rule) -> dict[str, float] | None:
    """What the rule is judged by, as it was counted last."""
    return figures_of(rule, Tally.read(sight.get("tally")))


def not_watched(sight: dict[str, Any], terms: GuardrailTerms) -> frozenset[Rule]:
    """Rules that nothing tells enough for, of those that are to do something."""
    source = sight.get("source")
    if source is None:
        return frozenset()
    closed = cannot_be_watched(Source(source), credits_told=sight.get("credits_told", True))
    return frozenset(rule for rule, _one in terms.active() if rule in closed)


def is_let_go(sight: Mapping[str, Any], found: Passed, tally: Tally) -> bool:
    """A person has let it go on although it was passed today."""
    return (sight.get("let_go") or {}).get(found.rule.value) == tally.day


def remember_zone(sight: dict[str, Any], campaign: Campaign) -> None:
    if campaign.call_window_timezone:
        sight["zone"] = CallWindow.from_campaign(campaign).timezone


def zone_of(sight: Mapping[str, Any]) -> tzinfo:
    """Whose date is the campaign's day."""
    return find_zone(sight.get("zone") or "") or UTC


def told_figures(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures of an event, which are read as whole numbers: rates in percent, hours in minutes."""
    told = dict(figures)
    told |= {name: told[name] * 100 for name in ("now", "before") if name in told}
    return told | ({"minutes": told["hours"] * 60} if "hours" in told else {})


def recorded_figures(kept: Mapping[str, Any]) -> dict[str, int | float]:
    """Figures of a record: which limit it was is told by their names."""
    rule, figures = kept.get("rule"), kept.get("figures") or {}
    return {f"{rule}.{name}": value for name, value in figures.items()} if rule else {}

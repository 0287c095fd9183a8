"""Suggested basics of a campaign that a list begins: named like the file, the rest as the team chose it last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from services.api.models import Campaign, PhoneNumber
from services.calling_rules.places import country_of, prefix
from services.campaigns.choices import Choices
from services.campaigns.form import LONGEST_NAME, Basics

_BETWEEN_WORDS = re.compile(r"[\s_]+")


def suggested_basics(
    file_name: str, campaigns: Sequence[Campaign], choices: Choices, country: str | None = None
) -> Basics:
    """Assistant, numbers and company of the newest of `campaigns` whose assistant is still there, as far as they can still
    be chosen; where there is only one to choose, that one. What cannot be told is left open. People are called from a number of
    their own `country`, where most of a list are in one and an assistant used before has such a number: a foreign one is rarely
    answered, and who calls Germany with one assistant and the United States with another means the one for this list."""
    last = _last_used(campaigns, choices, country)
    assistant = (last.assistant_id if last else None) or _only([one.id for one in choices.assistants])
    return Basics(
        name=name_of_file(file_name),
        assistant_id=assistant,
        from_number_ids=_numbers(assistant, last, choices, country),
        company_id=_company(last, choices),
    )


def name_of_file(file_name: str) -> str:
    """ "trade_fair leads.csv" is "trade fair leads"."""
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    return _BETWEEN_WORDS.sub(" ", stem).strip()[:LONGEST_NAME]


def _last_used(campaigns: Sequence[Campaign], choices: Choices, country: str | None) -> Campaign | None:
    """The newest whose assistant has a number in the country, else the newest."""
    offered = {one.id for one in choices.assistants}
    near = {one.id for one in choices.assistants if country and callers_in(country, one.id, choices)}
    used = [
        (one.assistant_id in near, one.created_at, one.id, one)
        for one in campaigns
        if one.created_at is not None and one.assistant_id and (not offered or one.assistant_id in offered)
    ]
    return max(used, default=(False, None, "", None))[3]


def callers_in(country: str, assistant: str | None, choices: Choices) -> list[str]:
    """Active numbers of the assistant that belong to this country, by their ids."""
    return [one.id for one in choices.callers(assistant) if country_of(_prefix(one)) == country]


def _prefix(number: PhoneNumber) -> str:
    return prefix("".join(number.phone_number.split()))


def _numbers(
    assistant: str | None, last: Campaign | None, choices: Choices, country: str | None
) -> tuple[str, ...]:
    """Of those that the assistant has in the country, else of all of them: those called from last, as far as they are active,
    else all."""
    if assistant is None:
        return ()
    before = (last.from_number_ids if last else None) or ()
    usable = choices.caller_ids(assistant)
    if usable is None:
        return tuple(before)
    near = (country and callers_in(country, assistant, choices)) or usable
    return tuple([one for one in near if one in before] or near)


def _company(last: Campaign | None, choices: Choices) -> str | None:
    offered = [one.id for one in choices.companies]
    if last is not None and (last.company_id in offered or not offered):
        return last.company_id
    return _only(offered)


def _only(ids: Sequence[str]) -> str | None:
    return ids[0] if len(ids) == 1 else None
